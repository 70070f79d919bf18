import { matchLines } from '../../../../domain/claims/matchLines';
import { GROUPS } from '../../../../domain/adjudication/types';
import { type Adjustment, type LineAdjudication, type OtherPayer } from '../../../../interop/x12';
import { type PriorAnswer } from '../priorAnswer';
import { type ClaimPatient, type SnapshotLine } from '../snapshot';
import { filingIndicatorOf, personName } from './parties';

export interface CoordinatedBenefits {
  readonly otherPayers: OtherPayer[];
  /** By line number of ours. */
  readonly adjudications: ReadonlyMap<number, LineAdjudication>;
}

/**
 * Loops 2320, 2330 and 2430: the payer before and what it decided, at the level at which it did. An answer whose lines are not all
 * ours goes out at claim level; either way charge = paid + adjustments.
 */
export function coordinateBenefits(prior: PriorAnswer | null, patient: ClaimPatient, lines: readonly SnapshotLine[]): CoordinatedBenefits {
  if (!prior) return { otherPayers: [], adjudications: new Map() };
  const { settled } = prior;
  const byLine = adjudicateLines(prior, lines);
  const adjustments = byLine ? settled.adjustments : [...settled.adjustments, ...settled.lines.flatMap((line) => line.adjustments)];
  return {
    adjudications: byLine ?? new Map(),
    otherPayers: [{
      responsibility: prior.responsibility, relationship: '18', filingIndicator: filingIndicatorOf(prior.payer), adjustments: toX12(adjustments), paidCents: settled.paidCents,
      benefitsAssigned: 'Y', releaseOfInformation: 'Y',
      subscriber: { name: personName(patient), memberId: { qualifier: 'MI', value: prior.memberNumber } },
      payer: {
        name: prior.payer.name.slice(0, 60), id: { qualifier: 'PI', value: prior.payer.identifier },
        ...(byLine ? {} : { adjudicatedOn: prior.answeredOn }), ...(prior.payerClaimNumber ? { payerControlNumber: prior.payerClaimNumber } : {}),
      },
    }],
  };
}

function adjudicateLines({ payer, answeredOn, settled }: PriorAnswer, lines: readonly SnapshotLine[]): Map<number, LineAdjudication> | null {
  if (settled.lines.length === 0) return null;
  const numbers = matchLines(lines, settled.lines).map(({ number }) => number);
  const found = settled.lines.flatMap((line, index): [number, LineAdjudication][] => {
    const own = lines.find((one) => one.number === numbers[index]);
    if (!own || own.chargeCents !== line.chargeCents) return [];
    return [[own.number, {
      payerId: payer.identifier, paidCents: line.paidCents, paidUnits: own.units, adjustments: toX12(line.adjustments), adjudicatedOn: answeredOn,
      ...(own.procedure ? { procedure: { qualifier: 'HC', code: own.procedure, modifiers: [...own.modifiers] } } : {}),
      ...(own.revenueCode ? { revenueCode: own.revenueCode } : {}),
    }]];
  });
  return found.length === settled.lines.length ? new Map(found) : null;
}

/** One adjustment per group and reason, in order: a segment holds six of a group. */
function toX12(adjustments: readonly { readonly group: string; readonly reason: string; readonly cents: number }[]): Adjustment[] {
  const merged = new Map<string, Adjustment>();
  for (const { group: name, reason, cents } of adjustments) {
    const group = GROUPS.find((one) => one === name);
    if (!group) continue;
    const key = `${group}-${reason}`;
    merged.set(key, { group, reason, cents: (merged.get(key)?.cents ?? 0) + cents });
  }
  return [...merged.values()].filter((one) => one.cents !== 0).sort((a, b) => (a.group === b.group ? a.reason.localeCompare(b.reason, 'en', { numeric: true }) : a.group < b.group ? -1 : 1));
}
