import { usStateCode } from '../../../../domain/claims/usStates';
import type { Address, BillingProvider, ClaimFilingIndicator, Provider, Subscriber, Submitter, TradingPartner } from '../../../../interop/x12';
import { type ClaimPatient, type ClaimPayer, type ClaimSnapshot, type Hospital, type PostalAddress } from '../snapshot';

/** The clinician in charge of a stay. */
export interface Attending {
  readonly name: string;
  readonly npi: string | null;
}

/** The interchange addresses of the hospital and a payer (ISA05 to ISA08). */
export function tradingPartners(hospital: Hospital, payer: ClaimPayer): { hospital: TradingPartner; payer: TradingPartner } {
  return { hospital: { qualifier: 'ZZ', id: (hospital.npi ?? 'CAREWAY').slice(0, 15) }, payer: { qualifier: 'ZZ', id: payer.identifier.slice(0, 15) } };
}

/** Loop 1000A. */
export function submitterOf(hospital: Hospital): Submitter {
  return {
    name: { kind: 'organization', name: hospital.name.slice(0, 60) }, id: hospital.npi ?? 'CAREWAY',
    contacts: [{ name: 'BILLING OFFICE', numbers: hospital.phone ? [{ qualifier: 'TE', value: digits(hospital.phone).slice(-10) }] : [] }],
  };
}

/** Loops 2000A and 2010AA. */
export function billingProviderOf(hospital: Hospital): BillingProvider {
  return {
    name: { kind: 'organization', name: hospital.name.slice(0, 60) },
    ...(hospital.npi ? { npi: hospital.npi } : {}),
    ...(hospital.taxonomy ? { taxonomy: hospital.taxonomy } : {}),
    address: addressOf(hospital.address) ?? { lines: [], city: '' },
    taxId: { qualifier: 'EI', value: digits(hospital.taxId ?? '') },
  };
}

/**
 * Loops 2000B and 2010BA. Our payers give every member a number of their own, and the guide then has the patient be the subscriber,
 * dependants too.
 */
export function subscriberOf({ patient, coverage, payer, responsibility }: Pick<ClaimSnapshot, 'patient' | 'coverage' | 'payer' | 'responsibility'>): Subscriber {
  const address = addressOf(patient.address);
  return {
    responsibility, filingIndicator: filingIndicatorOf(payer), name: personName(patient),
    memberId: { qualifier: 'MI', value: coverage?.memberNumber ?? '' },
    ...(address ? { address } : {}),
    ...(patient.birthDate ? { birthDate: patient.birthDate } : {}),
    gender: patient.gender === 'female' ? 'F' : patient.gender === 'male' ? 'M' : 'U',
  };
}

export function personName({ name }: Pick<ClaimPatient, 'name'>): { kind: 'person'; last: string; first?: string; middle?: string; suffix?: string } {
  const [first, middle] = name?.given ?? [];
  return {
    kind: 'person', last: (name?.family ?? '').slice(0, 60), ...(first ? { first: first.slice(0, 35) } : {}), ...(middle ? { middle: middle.slice(0, 25) } : {}),
    ...(name?.suffix ? { suffix: name.suffix.slice(0, 10) } : {}),
  };
}

/** "Jane Q. Smith" or "Smith, Jane" as first and last name. */
export function providerOf(attending: Attending): Provider {
  const [beforeComma, afterComma] = attending.name.split(',').map((part) => part.trim());
  const words = (afterComma === undefined ? attending.name : `${afterComma} ${beforeComma ?? ''}`).split(/\s+/).filter((word) => word !== '' && !/^(dr|md|do|phd)\.?$/i.test(word));
  const last = words.pop() ?? attending.name;
  return { name: { kind: 'person', last: last.slice(0, 60), ...(words[0] ? { first: words[0].slice(0, 35) } : {}) }, ...(attending.npi ? { npi: attending.npi } : {}) };
}

/** SBR09: what kind of insurance it is. */
export function filingIndicatorOf({ name, kind }: Pick<ClaimPayer, 'name' | 'kind'>): ClaimFilingIndicator {
  if (kind === 'medicare') return 'MA';
  if (kind === 'medicaid' || kind === 'dual') return 'MC';
  if (/blue\s?cross|blue\s?shield|anthem/i.test(name)) return 'BL';
  return kind === 'government' ? 'OF' : 'CI';
}

/** CLP06 has a list of its own, without commercial insurance and Blue Cross: those answer as preferred provider organisations. */
export function remittanceFilingOf(payer: Pick<ClaimPayer, 'name' | 'kind'>): ClaimFilingIndicator {
  const indicator = filingIndicatorOf(payer);
  return indicator === 'CI' || indicator === 'BL' ? '12' : indicator;
}

/** N3 and N4; null when a part is missing or the state is none. */
export function addressOf(address: PostalAddress | null): Address | null {
  const state = address && usStateCode(address.state);
  if (!address || !state) return null;
  return { lines: [address.line.slice(0, 55)], city: address.city.slice(0, 30), state, postalCode: digits(address.postalCode) };
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}
