import { type z } from 'zod';
import { newId } from '../../../../db/newId';
import { rhythmWords } from '../../../../domain/medicines/prescription';
import { productOf } from '../../../../domain/medicines/recognise';
import { type medicinesContract } from '../../../contract/medicines';
import { type Act, execute, select } from '../../../http/act';
import { conflict, invalid, unprocessable } from '../../../http/problem';
import { stillThere } from '../../../http/stillThere';
import { type EncounterRow, requireGoingOn } from '../../encounters/encounterRow';
import { loadDisplays } from '../concepts';
import { medicineOrder } from './medicineOrder';
import { orderMedicines } from './orderMedicines';
import { doseWords } from './orders';
import { tellJourney } from './prescribe';

export type HomeMedicine = z.infer<typeof medicinesContract.addHomeMedicine.reply>;
type Noted = z.output<typeof medicinesContract.addHomeMedicine.body>;
type Decision = z.output<typeof medicinesContract.decideHomeMedicine.body>;
type Stage = Decision['at'];

interface Row {
  readonly id: string | null;
  readonly systemCode: string;
  readonly code: string;
  readonly doseQuantity: string | null;
  readonly doseUnit: string | null;
  readonly route: string | null;
  readonly everyHours: number | null;
  readonly asNeeded: number;
  readonly saidBy: string;
  readonly admissionDecision: string | null;
  readonly admissionReasonEnc: Buffer | null;
  readonly admissionBy: string | null;
  readonly dischargeDecision: string | null;
  readonly dischargeReasonEnc: Buffer | null;
  readonly dischargeBy: string | null;
  readonly version: number;
}

/** What the patient takes at home: what was said for this stay, then what the record knows from before and nobody has confirmed. */
export async function listHomeMedicines(act: Act, encounter: EncounterRow): Promise<HomeMedicine[]> {
  const said = await select<Row>(
    act,
    `SELECT h.id, h.system_code AS systemCode, h.code, h.dose_quantity AS doseQuantity, h.dose_unit AS doseUnit, h.route, h.every_hours AS everyHours, h.as_needed AS asNeeded, h.said_by AS saidBy,
       h.admission_decision AS admissionDecision, h.admission_reason_enc AS admissionReasonEnc, a.display_name AS admissionBy, h.discharge_decision AS dischargeDecision, h.discharge_reason_enc AS dischargeReasonEnc,
       d.display_name AS dischargeBy, h.version
     FROM home_medicines h LEFT JOIN staff_users a ON a.id = h.admission_by LEFT JOIN staff_users d ON d.id = h.discharge_by WHERE h.encounter_id = ? ORDER BY h.created_at, h.id ${act.transaction ? 'FOR UPDATE' : ''}`,
    [encounter.id],
  );
  const before = await select<Row>(
    act,
    `SELECT NULL AS id, m.system_code AS systemCode, m.code, MAX(m.dose_quantity) AS doseQuantity, MAX(m.dose_unit) AS doseUnit, MAX(m.route) AS route, MAX(m.every_hours) AS everyHours, MAX(m.as_needed) AS asNeeded, 'record' AS saidBy,
       NULL AS admissionDecision, NULL AS admissionReasonEnc, NULL AS admissionBy, NULL AS dischargeDecision, NULL AS dischargeReasonEnc, NULL AS dischargeBy, 0 AS version
     FROM medication_requests m WHERE m.patient_id = ? AND (m.encounter_id IS NULL OR m.encounter_id <> ?) AND m.status = 'active' GROUP BY m.system_code, m.code ORDER BY m.code`,
    [encounter.patientId, encounter.id],
  );
  const rows = [...said, ...before.filter((row) => !said.some((one) => one.systemCode === row.systemCode && one.code === row.code))];
  const display = await loadDisplays(act, rows);
  const number = (value: string | null): number | null => (value === null ? null : Number(value));
  return rows.map((row) => {
    const decided = (stage: Stage) => {
      const [decision, reasonEnc, by] = stage === 'admission' ? [row.admissionDecision, row.admissionReasonEnc, row.admissionBy] : [row.dischargeDecision, row.dischargeReasonEnc, row.dischargeBy];
      return decision === null ? null : { decision, by, reason: reasonEnc === null || row.id === null ? null : act.database.cipher.open({ table: 'home_medicines', column: `${stage}_reason_enc`, id: row.id }, reasonEnc) };
    };
    const quantity = number(row.doseQuantity);
    return {
      id: row.id, systemCode: row.systemCode, code: row.code, display: display(row.systemCode, row.code), dose: doseWords({ doseQuantity: quantity, doseLow: null, doseUnit: row.doseUnit, rateMlPerHour: null }),
      rhythm: rhythmWords({ schedule: Number(row.asNeeded) === 1 ? 'as-needed' : 'scheduled', everyHours: row.everyHours, dosesPlanned: null, maxPerDay: null }), saidBy: row.saidBy, inFormulary: productOf(row.code) !== null,
      doseQuantity: quantity, doseUnit: row.doseUnit, route: row.route, everyHours: row.everyHours, asNeeded: Number(row.asNeeded) === 1, admission: decided('admission'), discharge: decided('discharge'), version: Number(row.version),
    };
  });
}

/** Note a medicine the patient takes at home, once per medicine and stay. */
export async function addHomeMedicine(act: Act, encounter: EncounterRow, body: Noted): Promise<HomeMedicine> {
  requireGoingOn(encounter);
  if (!productOf(body.code)) throw unprocessable('not-in-formulary', 'This medicine is not in the formulary.', { errors: [{ field: 'code', message: 'Choose a medicine of the list.' }] });
  const known = (await listHomeMedicines(act, encounter)).find(({ code, id }) => code === body.code && id !== null);
  if (known) throw conflict('home-medicine-noted', 'This medicine is on the list already.', { currentVersion: known.version });
  await insert(act, encounter, { systemCode: 'RXNORM', ...body });
  return requireHomeMedicine(act, encounter, body.code);
}

/** Continue, change or stop one home medicine. What goes on is ordered through the one check of all orders. A later decision replaces the earlier. */
export async function decideHomeMedicine(act: Act, encounter: EncounterRow, body: Decision): Promise<HomeMedicine> {
  requireGoingOn(encounter);
  const { at, decision } = body;
  const reason = body.reason ?? '';
  if (decision !== 'continue' && reason.length < 3) throw invalid([{ field: 'reason', message: 'Say why: the next clinician needs to know.' }]);
  const listed = (await listHomeMedicines(act, encounter)).find(({ code }) => code === body.code);
  if (!listed) throw unprocessable('no-home-medicine', 'This medicine is not on the list.', { errors: [{ field: 'code', message: 'Choose a medicine of the list.' }] });
  if (listed[at] !== null) throw conflict('decided-already', `${listed[at].by ?? 'Somebody'} has decided this already: ${listed[at].decision}. Order or stop the medicine on the drug chart.`);
  if (listed.id === null) await insert(act, encounter, { ...listed, saidBy: 'record' });
  const medicine = await requireHomeMedicine(act, encounter, body.code);
  const requestId = decision === 'stop' ? null : await orderIt(act, encounter, medicine, body);
  const sealed = reason === '' || medicine.id === null ? null : act.database.cipher.seal({ table: 'home_medicines', column: `${at}_reason_enc`, id: medicine.id }, reason);
  await execute(act, `UPDATE home_medicines SET ${at}_decision = ?, ${at}_reason_enc = ?, ${at}_request_id = ?, ${at}_by = ?, ${at}_at = ?, version = version + 1 WHERE id = ?`, [decision, sealed, requestId, act.principal.id, act.now, medicine.id]);
  act.audits.push({ action: `home-medicine.${decision}`, resourceType: 'home-medicine', resourceId: medicine.id, patientId: encounter.patientId, detail: { at, code: body.code } });
  return requireHomeMedicine(act, encounter, body.code);
}

/** Refuse what may only follow once every home medicine on the list is decided. */
export async function requireReconciled(act: Act, encounter: EncounterRow, at: Stage): Promise<void> {
  const open = (await listHomeMedicines(act, encounter)).filter((medicine) => medicine.id !== null && medicine[at] === null);
  if (open.length > 0) throw unprocessable('not-reconciled', `${open.length === 1 ? 'One home medicine is' : `${open.length} home medicines are`} not decided for ${at}: continue, change or stop. Open Home medicines on the drug chart.`);
}

async function orderIt(act: Act, encounter: EncounterRow, medicine: HomeMedicine, body: Decision): Promise<string | null> {
  const takeHome = body.at === 'discharge';
  if (body.decision === 'change' && body.doseQuantity === undefined && body.everyHours === undefined) throw invalid([{ field: 'doseQuantity', message: 'Enter the new dose, or how often.' }]);
  const order = medicineOrder({
    systemCode: medicine.systemCode, code: medicine.code, category: takeHome ? 'discharge' : 'inpatient', schedule: medicine.asNeeded ? 'as-needed' : 'scheduled', doseQuantity: body.doseQuantity ?? medicine.doseQuantity,
    doseUnit: medicine.doseUnit, route: medicine.route, everyHours: body.everyHours ?? medicine.everyHours ?? 24, supplyQuantity: takeHome ? (body.supplyQuantity ?? 30) : null,
  });
  const [id] = await orderMedicines(act, encounter, [order], { override: body.overrideReason ?? null, field: 'code' });
  tellJourney(act, encounter);
  return id ?? null;
}

async function insert(act: Act, encounter: EncounterRow, row: Pick<HomeMedicine, 'systemCode' | 'code' | 'doseQuantity' | 'doseUnit' | 'route' | 'everyHours' | 'asNeeded' | 'saidBy'>): Promise<void> {
  await execute(act, 'INSERT INTO home_medicines (id, patient_id, encounter_id, system_code, code, dose_quantity, dose_unit, route, every_hours, as_needed, said_by, created_by, created_at) VALUES (?)', [[
    newId(), encounter.patientId, encounter.id, row.systemCode, row.code, row.doseQuantity, row.doseUnit, row.route, row.everyHours, row.asNeeded, row.saidBy, act.principal.id, act.now,
  ]]);
}

async function requireHomeMedicine(act: Act, encounter: EncounterRow, code: string): Promise<HomeMedicine> {
  return stillThere((await listHomeMedicines(act, encounter)).find((one) => one.code === code && one.id !== null), 'home medicine');
}
