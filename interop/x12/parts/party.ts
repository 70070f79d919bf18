import type { Draft } from '../core/draft';
import type { Segment } from '../core/segment';
import { given, present, readDate, writeDate } from '../core/text';
import type { Loop } from '../grammar/loop';
import type { Address, Contact, Identifier, PartyName, Reference } from './model';

/** The name in an NM1, undefined when NM103 to NM107 are empty. */
export function readName(nm1: Segment): PartyName | undefined {
  if (![3, 4, 5, 7].some((element) => nm1.at(element) !== '')) return undefined;
  if (nm1.at(2) === '2') return { kind: 'organization', name: nm1.at(3) };
  return present({ kind: 'person' as const, last: nm1.optional(3), first: nm1.optional(4), middle: nm1.optional(5), suffix: nm1.optional(7) });
}

/** Like `readName` where the guide requires a name. */
export function needName(nm1: Segment): PartyName {
  return readName(nm1) ?? (nm1.at(2) === '2' ? { kind: 'organization' } : { kind: 'person' });
}

/** NM108/09 */
export function readIdentifier(nm1: Segment): Identifier | undefined {
  return nm1.at(9) === '' ? undefined : { qualifier: nm1.at(8), value: nm1.at(9) };
}

/** An NM1 for this role. */
export function draftName(role: string, name: PartyName | undefined, id?: Identifier): Draft {
  const person = name?.kind === 'person' ? name : undefined;
  const last = name?.kind === 'person' ? name.last : name?.name;
  return ['NM1', role, name?.kind === 'person' ? '1' : '2', last, person?.first, person?.middle, undefined, person?.suffix, id?.qualifier, id?.value];
}

/** The address in a loop's N3 and N4. */
export function readAddress(loop: Loop): Address | undefined {
  const n3 = loop.find('N3');
  const n4 = loop.find('N4');
  if (!n3 && !n4) return undefined;
  const lines = n3 ? [n3.at(1), n3.at(2)].filter((line) => line !== '') : [];
  return present({
    lines, city: n4?.at(1) ?? '', state: n4?.optional(2), postalCode: n4?.optional(3), country: n4?.optional(4), subdivision: n4?.optional(7),
  });
}

export function draftAddress(address: Address | undefined): Draft[] {
  if (!address) return [];
  const { lines, city, state, postalCode, country, subdivision } = address;
  const street: Draft[] = lines.length > 0 ? [['N3', ...lines]] : [];
  // A city of '' stands for an address that has lines only.
  if (city === '' && !state && !postalCode && !country) return street;
  return [...street, ['N4', city, state, postalCode, country, undefined, undefined, subdivision]];
}

export function readContact(per: Segment): Contact {
  const numbers = [3, 5, 7].filter((at) => per.at(at) !== '').map((at) => ({ qualifier: per.at(at), value: per.at(at + 1) }));
  return present({ name: per.optional(2), numbers });
}

/** A PER; `role` is PER01, e.g. IC. */
export function draftContact(role: string, contact: Contact): Draft {
  return ['PER', role, contact.name, ...contact.numbers.flatMap(({ qualifier, value }) => [qualifier, value])];
}

export function readReference(ref: Segment): Reference {
  return { qualifier: ref.at(1), value: ref.at(2) };
}

/** Every REF of the loop with one of these qualifiers, or with any other than those when `except` is set. */
export function readReferences(loop: Loop, options: { only?: readonly string[]; except?: readonly string[] } = {}): Reference[] {
  const wanted = (qualifier: string) => (options.only?.includes(qualifier) ?? true) && !options.except?.includes(qualifier);
  return loop.all('REF').map(readReference).filter(({ qualifier }) => wanted(qualifier));
}

export function draftReferences(references: readonly Reference[] | undefined): Draft[] {
  return (references ?? []).map(({ qualifier, value }) => ['REF', qualifier, value]);
}

/** A REF of this kind, when there is a value. */
export function draftReference(qualifier: string, value: string | undefined): Draft[] {
  return value === undefined ? [] : [['REF', qualifier, value]];
}

/** DMG: birth date and gender. */
export function readDemographics<Code extends string = string>(loop: Loop): { birthDate?: string; gender?: Code } {
  const dmg = loop.find('DMG');
  return { birthDate: given(dmg?.at(2), readDate), gender: dmg?.optional(3) as Code | undefined };
}

export function draftDemographics({ birthDate, gender }: { birthDate?: string; gender?: string }): Draft[] {
  if (birthDate === undefined && gender === undefined) return [];
  return [['DMG', birthDate === undefined ? undefined : 'D8', writeDate(birthDate), gender]];
}
