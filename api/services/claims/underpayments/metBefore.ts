import { allAdjustments } from '../../../../domain/claims/settlement';
import { type Act, select } from '../../../http/act';
import { type Accumulators } from '../../payer/adjudicationInput';
import { type AnsweredClaim, toSettled } from './answered';

interface Share {
  readonly answerId: string;
  readonly coverageId: string;
  readonly familyId: string;
  readonly year: string;
  readonly deductible: number;
  readonly pocket: number;
}

/**
 * Where each member and family stood before an answer: what the answers before it had counted, those that stand, in the order they came. The
 * accumulators on file have this answer and the later ones in them.
 */
export async function metBefore(act: Act, batch: readonly AnsweredClaim[]): Promise<(answered: AnsweredClaim) => Accumulators> {
  const shares = await sharesOf(act, [...new Set(batch.flatMap(({ coverageId }) => coverageId ?? []))]);
  const families = new Map(shares.map(({ coverageId, familyId }) => [coverageId, familyId]));
  return ({ answerId, coverageId, serviceFrom }) => {
    if (coverageId === null) return {};
    const year = serviceFrom.slice(0, 4);
    const family = families.get(coverageId) ?? coverageId;
    const own = { deductible: 0, pocket: 0 };
    const all = { deductible: 0, pocket: 0 };
    for (const share of shares) {
      if (share.answerId === answerId) break;
      if (share.familyId !== family || share.year !== year) continue;
      all.deductible += share.deductible;
      all.pocket += share.pocket;
      if (share.coverageId !== coverageId) continue;
      own.deductible += share.deductible;
      own.pocket += share.pocket;
    }
    return { [year]: { deductibleIndividualCents: own.deductible, deductibleFamilyCents: all.deductible, outOfPocketIndividualCents: own.pocket, outOfPocketFamilyCents: all.pocket } };
  };
}

async function sharesOf(act: Act, coverageIds: readonly string[]): Promise<Share[]> {
  if (coverageIds.length === 0) return [];
  const rows = await select<{ answerId: string; coverageId: string; familyId: string; year: number; statusCode: string; chargeCents: number; paidCents: number; patientCents: number; adjustments: unknown; serviceLines: unknown }>(
    act,
    `SELECT x.id AS answerId, c.coverage_id AS coverageId, COALESCE(v.subscriber_coverage_id, v.id) AS familyId, YEAR(c.service_from) AS year, x.status_code AS statusCode, x.charge_cents AS chargeCents, x.paid_cents AS paidCents,
       x.patient_cents AS patientCents, x.adjustments, x.service_lines AS serviceLines
     FROM remittance_claims x JOIN remittances r ON r.id = x.remittance_id JOIN claims c ON c.id = x.claim_id JOIN coverages v ON v.id = c.coverage_id
     WHERE COALESCE(v.subscriber_coverage_id, v.id) IN (SELECT COALESCE(w.subscriber_coverage_id, w.id) FROM coverages w WHERE w.id IN (:coverageIds))
       AND x.state = 'posted' AND x.status_code IN ('1', '19') AND x.reversed_by_id IS NULL ORDER BY r.received_at, x.id`,
    { coverageIds },
  );
  return rows.map(({ answerId, coverageId, familyId, year, ...row }) => {
    const counted = allAdjustments(toSettled(row)).filter(({ group, reason }) => group === 'PR' && ['1', '2', '3'].includes(reason));
    const sum = (reasons: readonly string[]) => counted.filter(({ reason }) => reasons.includes(reason)).reduce((total, { cents }) => total + cents, 0);
    return { answerId, coverageId, familyId, year: String(year), deductible: sum(['1']), pocket: sum(['1', '2', '3']) };
  });
}
