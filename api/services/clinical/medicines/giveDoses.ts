import { type Outcome, rightsProblems } from '../../../../domain/medicines/administration';
import { HOUR_MS, MINUTE_MS } from '../../../../domain/time';
import { type Act, execute } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { announceChart } from './announceChart';
import { packageCodes, readMedicineScan, readWristband, wristbandOf } from './bedsideCodes';
import { type OpenDose } from './openDoses';

/** A dose may be given this long before it is due (half an hour, or an eighth of its interval: what the rounds gather). */
const EARLY_MS = 30 * MINUTE_MS;

/** What a nurse says about one dose. */
export interface DoseReport {
  readonly dose: OpenDose;
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly note: string | null;
  readonly medicineCode: string | null;
  readonly quantity: number | null;
  /** Where a refusal points in the form. */
  readonly field: string;
}

export interface Settled {
  readonly given: number;
  readonly notGiven: number;
}

/**
 * Record doses as given, held, refused or missed; the one way, whether from a round's form or from the drug chart. The patient is
 * identified for every outcome, and a dose is given only when the five rights are right. A dose is settled once.
 */
export async function settleDoses(act: Act, encounter: EncounterRow, wristband: string, reports: readonly DoseReport[]): Promise<Settled> {
  const band = requirePatient(act, encounter.id, wristband);
  const codes = await packageCodes(act, reports.map(({ dose }) => dose.order));
  const wrong = reports.flatMap((report) => (report.outcome === 'given' ? problemsOf(act, band, report, codes(report.dose.order)) : []));
  if (wrong.length > 0) throw refusal(wrong);
  for (const report of reports) await settleOne(act, report);
  for (const { dose, outcome } of reports) {
    act.audits.push({ action: `medicine.${outcome}`, resourceType: 'medication-administration', resourceId: dose.id, patientId: encounter.patientId, detail: { order: dose.order.id, dose: dose.doseNumber } });
  }
  await completeFinishedOrders(act, encounter.id);
  announceChart(act, encounter.id);
  const given = reports.filter(({ outcome }) => outcome === 'given').length;
  return { given, notGiven: reports.length - given };
}

/** The wristband as read; refused before anything is done when it is not this patient's. */
export function requirePatient(act: Act, encounterId: string, typed: string): string {
  const band = readWristband(typed);
  if (band === wristbandOf(act, encounterId)) return band;
  throw refusal([{ field: 'wristband', right: 'patient', message: 'This wristband belongs to another patient. Give nothing; check who lies in the bed.' }]);
}

interface Wrong {
  readonly field: string;
  readonly right: string;
  readonly message: string;
}

function problemsOf(act: Act, wristband: string, report: DoseReport, codes: readonly string[]): Wrong[] {
  const { dose, quantity } = report;
  const { order } = dose;
  const read = report.medicineCode === null ? [] : readMedicineScan(report.medicineCode);
  const scanned = { wristband, medicineCode: read.find((code) => codes.includes(code)) ?? read[0] ?? null };
  return rightsProblems(scanned, {
    wristband, medicineCodes: codes, notBefore: dose.dueAt.getTime() - earlyFor(order.everyHours), now: act.now.getTime(), doseLow: order.doseLow, doseHigh: order.doseQuantity, isVariable: order.schedule === 'variable',
    quantity, isHighAlert: order.highAlert !== null, givenBy: act.principal.id, checkedBy: dose.checkedBy, checkedAt: dose.checkedAt?.getTime() ?? null,
  }).map(({ right, message }) => ({ right, field: `${report.field}${FIELDS[right]}`, message: `${dose.name}: ${message}` }));
}

const FIELDS = { patient: 'wristband', medicine: 'medicineCode', dose: 'quantity', time: 'outcome', 'second-check': 'outcome' } as const;

function earlyFor(everyHours: number | null): number {
  return Math.max(EARLY_MS, ((everyHours ?? 0) * HOUR_MS) / 8);
}

function refusal(wrong: readonly Wrong[]): Error {
  const [first] = wrong;
  const name = first?.right === 'second-check' ? 'second-check-needed' : `wrong-${first?.right ?? 'dose'}`;
  return unprocessable(name, 'Nothing was recorded: the five rights do not agree.', { errors: wrong.map(({ field, message }) => ({ field, message })) });
}

async function settleOne(act: Act, { dose, outcome, reason, note, medicineCode, quantity }: DoseReport): Promise<void> {
  const isGiven = outcome === 'given';
  const sealed = note === null ? null : act.database.cipher.seal({ table: 'medication_administrations', column: 'note_enc', id: dose.id }, note);
  const settled = await execute(
    act,
    `UPDATE medication_administrations SET status = ?, outcome = ?, given_at = ?, performer_id = ?, reason_code = ?, note_enc = ?, dose_quantity = ?, scanned_code = ?,
       checked_by = CASE WHEN ? THEN checked_by ELSE NULL END, checked_at = CASE WHEN ? THEN checked_at ELSE NULL END, version = version + 1
     WHERE id = ? AND status = 'planned'`,
    [isGiven ? 'completed' : 'not-done', outcome, isGiven ? act.now : null, act.principal.id, isGiven ? null : reason, sealed, isGiven ? (quantity ?? dose.order.doseQuantity) : null, isGiven && medicineCode !== null ? readMedicineScan(medicineCode)[0] : null,
      isGiven, isGiven, dose.id],
  );
  if (settled === 0) throw unprocessable('dose-settled', 'A dose on this form has been settled meanwhile. Reload the page.');
}

/** A colleague has checked patient, package and order of a high-alert dose, before somebody else gives it. */
export async function checkDoses(act: Act, encounter: EncounterRow, wristband: string, checks: readonly { readonly dose: OpenDose; readonly medicineCode: string; readonly field: string }[]): Promise<void> {
  requirePatient(act, encounter.id, wristband);
  const codes = await packageCodes(act, checks.map(({ dose }) => dose.order));
  const wrong = checks.filter(({ dose, medicineCode }) => !readMedicineScan(medicineCode).some((code) => codes(dose.order).includes(code)))
    .map(({ dose, field }) => ({ right: 'medicine', field: `${field}medicineCode`, message: `${dose.name}: This package is not the medicine that is ordered. Give nothing; check the package.` }));
  if (wrong.length > 0) throw refusal(wrong);
  for (const { dose } of checks) {
    await execute(act, "UPDATE medication_administrations SET checked_by = ?, checked_at = ?, version = version + 1 WHERE id = ? AND status = 'planned'", [act.principal.id, act.now, dose.id]);
    act.audits.push({ action: 'medicine.checked', resourceType: 'medication-administration', resourceId: dose.id, patientId: encounter.patientId, detail: { order: dose.order.id, dose: dose.doseNumber } });
  }
  announceChart(act, encounter.id);
}

/** Orders whose last dose is settled are done. */
async function completeFinishedOrders(act: Act, encounterId: string): Promise<void> {
  await execute(
    act,
    `UPDATE medication_requests m SET m.status = 'completed', m.version = m.version + 1 WHERE m.encounter_id = ? AND m.status = 'active' AND m.category = 'inpatient' AND (m.doses_planned IS NOT NULL OR m.schedule = 'stat')
       AND (SELECT COUNT(*) FROM medication_administrations a WHERE a.medication_request_id = m.id AND a.status IN ('completed', 'not-done')) >= COALESCE(m.doses_planned, 1)`,
    [encounterId],
  );
}

/** Doses that will not be given any more, and why: care stopped, or the patient has left. */
export async function dropOpenDoses(act: Act, encounterId: string, reason: 'discontinued' | 'discharged', medicineId: string | null = null): Promise<number> {
  return execute(
    act,
    `UPDATE medication_administrations SET status = 'not-done', outcome = 'missed', reason_code = ?, performer_id = ?, checked_by = NULL, checked_at = NULL, version = version + 1
     WHERE encounter_id = ? AND status = 'planned' ${medicineId === null ? '' : 'AND medication_request_id = ?'}`,
    [reason, act.principal.kind === 'person' ? act.principal.id : null, encounterId, ...(medicineId === null ? [] : [medicineId])],
  );
}
