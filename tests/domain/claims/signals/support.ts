import { type BilledClaim, type BilledLine, type ClaimFacts, type Stay } from '../../../../domain/claims/signals/facts';
import { learnPeers, type Peers } from '../../../../domain/claims/signals/peers';

let counter = 0;

/** A line of $100 on the day of the tests. */
export function line(over: Partial<BilledLine> = {}): BilledLine {
  return { number: 1, service: 'SNOMED|1', procedure: null, revenueCode: null, modifiers: [], units: 1, chargeCents: 10_000, serviceDate: '2026-03-02', words: 'Service', ...over };
}

/** A claim of one line; its charge and the numbers of its lines follow from them. */
export function claim(over: Partial<BilledClaim> = {}): BilledClaim {
  counter += 1;
  const id = over.id ?? `c${String(counter).padStart(5, '0')}`;
  const lines = (over.lines ?? [line()]).map((one, index) => ({ ...one, number: index + 1 }));
  return {
    number: id.toUpperCase(), patientId: 'p1', encounterId: `e-${id}`, type: 'professional', classCode: 'AMB', serviceFrom: '2026-03-02', serviceThrough: '2026-03-02', diagnoses: ['I50.9'], createdAt: '2026-03-03T00:00:00.000Z',
    isOut: false, family: id, ...over, id, lines, chargeCents: lines.reduce((sum, { chargeCents }) => sum + chargeCents, 0),
  };
}

export function stay(over: Partial<Stay> = {}): Stay {
  return { encounterId: 'e1', classCode: 'AMB', from: '2026-03-02T09:00:00.000Z', to: '2026-03-02T09:30:00.000Z', practitionerId: 'd1', ...over };
}

export function facts(own: BilledClaim, over: Partial<ClaimFacts> = {}): ClaimFacts {
  return { claim: own, stay: null, others: [], stays: [], deceasedAt: null, practitionerDay: null, bundles: [], ...over };
}

/** An earlier claim that has left the house. */
export const earlier = (over: Partial<BilledClaim> = {}): BilledClaim => claim({ isOut: true, createdAt: '2026-03-01T00:00:00.000Z', ...over });

/** Peers learnt from claims of one line each, each of another patient. */
export function peersOf(lines: readonly BilledLine[], over: Partial<BilledClaim> = {}): Peers {
  return learnPeers(lines.map((one, index) => claim({ ...over, patientId: `peer-${index}`, lines: [one] })));
}
