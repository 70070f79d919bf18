import type { Draft } from '../core/draft';
import type { Segment } from '../core/segment';
import { given, present, readQuantity, unlessEmpty, writeQuantity } from '../core/text';
import type { Loop } from '../grammar/loop';
import { draftPeriod, readPeriod } from '../parts/dates';
import { readName } from '../parts/party';
import type { DescribedReference, EligibilityParty, EligibilityTrace, QualifiedPeriod, Rejection, RelatedProvider, Relationship, ServiceDelivery } from './model';

export function readEligibilityParty(nm1: Segment): EligibilityParty {
  return present({ entity: nm1.at(1), name: readName(nm1), id: { qualifier: nm1.at(8), value: nm1.at(9) } });
}

export function readDescribedReferences(loop: Loop): DescribedReference[] | undefined {
  return unlessEmpty(loop.all('REF').map((ref) => present({ qualifier: ref.at(1), value: ref.at(2), description: ref.optional(3) })));
}

export function draftDescribedReferences(references: readonly DescribedReference[] | undefined): Draft[] {
  return (references ?? []).map(({ qualifier, value, description }): Draft => ['REF', qualifier, value, description]);
}

export function readRejections(loop: Loop): Rejection[] | undefined {
  return unlessEmpty(loop.all('AAA').map((aaa) => ({ valid: aaa.at(1) === 'Y', reason: aaa.at(3), followUp: aaa.at(4) })));
}

export function draftRejections(rejections: readonly Rejection[] | undefined): Draft[] {
  return (rejections ?? []).map(({ valid, reason, followUp }): Draft => ['AAA', valid ? 'Y' : 'N', undefined, reason, followUp]);
}

export function readRelatedProvider(loop: Loop): RelatedProvider | undefined {
  const prv = loop.find('PRV');
  return prv && present({ code: prv.at(1), id: prv.at(3) === '' ? undefined : { qualifier: prv.at(2), value: prv.at(3) } });
}

export function draftRelatedProvider(provider: RelatedProvider | undefined): Draft[] {
  return provider ? [['PRV', provider.code, provider.id?.qualifier, provider.id?.value]] : [];
}

export function readTraces(loop: Loop): EligibilityTrace[] | undefined {
  return unlessEmpty(loop.all('TRN').map((trn) => present({
    type: trn.at(1) as EligibilityTrace['type'], number: trn.at(2), origin: trn.at(3), supplement: trn.optional(4),
  })));
}

export function draftTraces(traces: readonly EligibilityTrace[] | undefined): Draft[] {
  return (traces ?? []).map(({ type, number, origin, supplement }): Draft => ['TRN', type, number, origin, supplement]);
}

export function readRelationship(loop: Loop): Relationship | undefined {
  const ins = loop.find('INS');
  return ins && present({ code: ins.at(2), birthSequence: given(ins.optional(17), Number), changed: ins.at(3) === '001' ? (true as const) : undefined });
}

/** INS01 says whether the member is the subscriber, INS03 and INS04 that the data was changed. */
export function draftRelationship(relationship: Relationship | undefined): Draft[] {
  if (!relationship) return [];
  const { code, birthSequence, changed } = relationship;
  return [['INS', code === '18' ? 'Y' : 'N', code, changed && '001', changed && '25', ...Array<undefined>(12).fill(undefined), writeQuantity(birthSequence)]];
}

export function readQualifiedPeriods(loop: Loop): QualifiedPeriod[] | undefined {
  return unlessEmpty(loop.all('DTP').map((dtp) => ({ qualifier: dtp.at(1), ...readPeriod(dtp) })));
}

export function draftQualifiedPeriods(periods: readonly QualifiedPeriod[] | undefined): Draft[] {
  return (periods ?? []).flatMap(({ qualifier, ...period }) => draftPeriod(qualifier, period));
}

export function readDelivery(hsd: Segment): ServiceDelivery {
  return present({
    quantityQualifier: hsd.optional(1), quantity: given(hsd.optional(2), readQuantity), unit: hsd.optional(3), every: given(hsd.optional(4), readQuantity),
    periodQualifier: hsd.optional(5), periods: given(hsd.optional(6), readQuantity), pattern: hsd.optional(7), patternTime: hsd.optional(8),
  });
}

export function draftDelivery(delivery: ServiceDelivery): Draft {
  const { quantityQualifier, quantity, unit, every, periodQualifier, periods, pattern, patternTime } = delivery;
  return ['HSD', quantityQualifier, writeQuantity(quantity), unit, writeQuantity(every), periodQualifier, writeQuantity(periods), pattern, patternTime];
}
