import { newId } from '../../../db/newId';
import { filingLimit } from '../../../domain/claims/scrub';
import { readJson } from '../../../db/models/table';
import { isVisitLine } from '../../../domain/claims/visitLine';
import { sumCents } from '../../../domain/money';
import { type Act, executeLater, select, selectOne } from '../../http/act';
import { approvedNumber } from '../authorizations/approvedNumber';
import { openAccount } from '../money/accounts';
import { type BilledEncounter, payingCoverage } from '../money/capture/billedEncounter';
import { captureCharges } from '../money/captureCharges';
import { nextNumber } from '../money/numbers';
import { recordClaimEvent } from './events';
import { endOfHospitalDay, hospitalDay } from '../staff/hospitalZone';

interface BillableCharge {
  readonly id: string;
  readonly procedureCode: string | null;
  readonly revenueCode: string | null;
  readonly modifiers: unknown;
  readonly units: number;
  readonly amountCents: number;
  readonly serviceDate: string;
}

/**
 * Make the claim of an encounter, once: 837I for a hospital stay or emergency visit, 837P for an office visit. What was done since
 * the charges were captured is charged first, so that nothing stays behind. Null when no payer is to be asked, or nothing is billable.
 */
export async function prepareClaim(act: Act, encounter: BilledEncounter): Promise<string | null> {
  const known = await selectOne<{ id: string }>(act, "SELECT id FROM claims WHERE source = 'careway' AND source_id = ?", [encounter.id]);
  if (known) return known.id;
  await captureCharges(act, encounter);
  const [coverage, charges] = await Promise.all([payingCoverage(act, encounter), billableCharges(act, encounter.id)]);
  const chargeCents = sumCents(charges.map((charge) => charge.amountCents));
  if (!coverage || chargeCents === 0) return null;
  const [account, filingDays, authorizationNumber] = await Promise.all([
    openAccount(act, { patientId: encounter.patientId, encounterId: encounter.id }), timelyFilingDays(act, coverage.planId), approvedNumber(act, encounter.id, coverage.payerId),
  ]);
  const claimId = newId();
  const serviceFrom = hospitalDay(encounter.periodStart);
  const serviceThrough = hospitalDay(encounter.periodEnd ?? act.now);
  const timelyFilingOn = filingLimit(serviceThrough, filingDays);
  await executeLater(
    act,
    `INSERT INTO claims (id, number, patient_id, encounter_id, account_id, coverage_id, payer_id, plan_id, type, status, service_from, service_through, charge_cents,
       timely_filing_on, next_deadline_at, authorization_number, source, source_id, created_at, updated_at) VALUES (?)`,
    [[
      claimId, await nextNumber(act, 'claim'), encounter.patientId, encounter.id, account.id, coverage.id, coverage.payerId, coverage.planId,
      encounter.classCode === 'AMB' || encounter.classCode === 'VR' || encounter.classCode === 'HH' ? 'professional' : 'institutional', 'draft', serviceFrom, serviceThrough, chargeCents,
      timelyFilingOn, timelyFilingOn && endOfHospitalDay(timelyFilingOn), authorizationNumber, 'careway', encounter.id, act.now, act.now,
    ]],
  );
  await addLines(act, claimId, charges);
  await copyDiagnoses(act, claimId, encounter.id);
  await executeLater(act, 'UPDATE journeys SET claim_id = ?, payer_id = ?, money_cents = ?, updated_at = ? WHERE id = ?', [claimId, coverage.payerId, chargeCents, act.now, encounter.id]);
  await recordClaimEvent(act, { claimId, kind: 'prepared', detail: { text: `${charges.length} charges`, chargeCents }, dedupId: `claim/${claimId}/prepared` });
  act.audits.push({ action: 'claim.prepared', resourceType: 'claim', resourceId: claimId, patientId: encounter.patientId });
  return claimId;
}

async function billableCharges(act: Act, encounterId: string): Promise<BillableCharge[]> {
  const rows = await select<BillableCharge>(
    act,
    `SELECT id, procedure_code AS procedureCode, revenue_code AS revenueCode, modifiers, units, amount_cents AS amountCents, service_date AS serviceDate
     FROM charge_items WHERE encounter_id = ? AND status = 'billable' ORDER BY revenue_code, service_date, id FOR UPDATE`,
    [encounterId],
  );
  return rows.map((row) => ({ ...row, amountCents: Number(row.amountCents) }));
}

/** One line per charge with an amount, numbered from 1; charges without an amount are part of the bill but no payer's line. */
async function addLines(act: Act, claimId: string, charges: readonly BillableCharge[]): Promise<void> {
  const rows = charges.filter((charge) => charge.amountCents > 0).map((charge, index) => [
    newId(), claimId, index + 1, charge.id, charge.procedureCode, charge.modifiers === null ? null : JSON.stringify(readJson(charge.modifiers)), charge.revenueCode,
    charge.units, charge.amountCents, charge.serviceDate, isVisitLine(charge.procedureCode, charge.revenueCode) ? 1 : 0,
  ]);
  await executeLater(
    act,
    `INSERT INTO claim_lines (id, claim_id, number, charge_item_id, procedure_code, modifiers, revenue_code, units, charge_cents, service_date, is_visit) VALUES ${rows.map(() => '(?)').join(', ')}`,
    rows,
  );
  await executeLater(act, "UPDATE charge_items SET status = 'billed', version = version + 1 WHERE id IN (:ids)", { ids: charges.map((charge) => charge.id) });
}

/**
 * The encounter's coded diagnoses onto the claim: principal first, each code once, at most 25, as an 837I carries. Without a principal
 * one the claim gets none, and the scrubber asks for it: which diagnosis a stay was for is not ours to guess.
 */
export async function copyDiagnoses(act: Act, claimId: string, encounterId: string): Promise<void> {
  const coded = await select<{ code: string; presentOnAdmission: string | null; isPrincipal: number }>(
    act,
    `SELECT code, MAX(present_on_admission) AS presentOnAdmission, MAX(is_principal) AS isPrincipal FROM coded_diagnoses WHERE encounter_id = ? AND state = 'coded'
     GROUP BY code ORDER BY MAX(is_principal) DESC, MIN(created_at), code LIMIT 25`,
    [encounterId],
  );
  await executeLater(act, 'DELETE FROM claim_diagnoses WHERE claim_id = ?', [claimId]);
  if (Number(coded[0]?.isPrincipal ?? 0) !== 1) return;
  const rows = coded.map((one, index) => [claimId, index + 1, one.code, one.presentOnAdmission]);
  await executeLater(act, `INSERT INTO claim_diagnoses (claim_id, rank_order, code, present_on_admission) VALUES ${rows.map(() => '(?)').join(', ')}`, rows);
}

async function timelyFilingDays(act: Act, planId: string): Promise<number | null> {
  const plan = await selectOne<{ rules: unknown }>(act, 'SELECT rules FROM plans WHERE id = ?', [planId]);
  return (readJson(plan?.rules) as { timelyFilingDays?: number | null } | undefined)?.timelyFilingDays ?? null;
}
