import { type z } from 'zod';
import { labName } from '../../../domain/orders/panels';
import { INTERPRETATIONS, type Interpretation } from '../../../domain/clinical/interpretation';
import { partsOfSummary, type SummarySection } from '../../../domain/discharge/summary';
import { type dischargeContract } from '../../contract/discharge';
import { type Act, select, selectOne } from '../../http/act';
import { loadDisplays } from '../clinical/concepts';
import { lockPatient } from '../clinical/patients/patientRow';
import { presentPatientHeader } from '../clinical/patients/readPatient';
import { type EncounterRow } from '../encounters/encounterRow';
import { hospitalMoment } from '../staff/hospitalZone';

type Summary = z.infer<typeof dischargeContract.readDischargeSummary.reply>;

interface CodedCount { systemCode: string; code: string; n: number }

/** A first draft of the discharge summary from the record, section by section. The physician edits and signs it. */
export async function draftDischargeSummary(act: Act, encounter: EncounterRow): Promise<Partial<Record<SummarySection, string>>> {
  const coded = (table: string, where: string) => select<CodedCount>(
    act, `SELECT system_code AS systemCode, code, COUNT(*) AS n FROM ${table} WHERE encounter_id = ? AND ${where} GROUP BY system_code, code ORDER BY MIN(id) LIMIT 20`, [encounter.id]);
  const diagnoses = await coded('conditions', "clinical_status <> 'refuted'");
  const procedures = await coded('procedures', "status = 'completed'");
  const given = await coded('medication_requests', "status IN ('active', 'completed') AND category = 'inpatient'");
  const toTakeHome = await coded('medication_requests', "status = 'active' AND category = 'discharge'");
  const display = await loadDisplays(act, [...diagnoses, ...procedures, ...given, ...toTakeHome, { systemCode: encounter.reasonSystem, code: encounter.reasonCode }]);
  const lines = (rows: readonly CodedCount[]) => rows.map((row) => display(row.systemCode, row.code) + (Number(row.n) > 1 ? ` (${row.n} times)` : '')).join('\n');
  const course = [
    ...(encounter.reasonCode === null ? [] : [`Reason for admission: ${display(encounter.reasonSystem, encounter.reasonCode)}.`]),
    ...(given.length > 0 ? [`Medicines given: ${lines(given).replace(/\n/g, '; ')}.`] : []),
  ];
  return { diagnoses: lines(diagnoses), summary: course.join('\n'), procedures: lines(procedures), results: await resultsToKnow(act, encounter.id), medicines: lines(toTakeHome), followUp: await appointments(act, encounter.id) };
}

/** The last value of every test that was out of range at the end. */
async function resultsToKnow(act: Act, encounterId: string): Promise<string> {
  const rows = await select<{ code: string; value: string; unit: string | null; interpretation: Interpretation; status: string }>(
    act,
    `SELECT o.code, o.value_number AS value, o.unit, o.interpretation, o.status FROM observations o
     JOIN (SELECT code, MAX(effective_at) AS at FROM observations WHERE encounter_id = :encounterId AND category = 'laboratory' AND status <> 'entered-in-error' GROUP BY code) l ON l.code = o.code AND l.at = o.effective_at
     WHERE o.encounter_id = :encounterId AND o.category = 'laboratory' AND o.value_number IS NOT NULL AND o.interpretation IN ('L', 'H', 'LL', 'HH') AND o.status <> 'entered-in-error' ORDER BY o.interpretation IN ('LL', 'HH') DESC, o.code LIMIT 20`,
    { encounterId },
  );
  return rows.map((row) => `${labName(row.code) ?? row.code}: ${Number(row.value)}${row.unit ? ` ${row.unit}` : ''} (${INTERPRETATIONS[row.interpretation].toLowerCase()}${row.status === 'preliminary' ? ', preliminary' : ''})`).join('\n');
}

async function appointments(act: Act, encounterId: string): Promise<string> {
  const rows = await select<{ startsAt: Date; practitioner: string | null }>(
    act, "SELECT a.starts_at AS startsAt, p.name AS practitioner FROM appointments a LEFT JOIN practitioners p ON p.id = a.practitioner_id WHERE a.encounter_id = ? AND a.status = 'booked' ORDER BY a.starts_at LIMIT 5", [encounterId]);
  return rows.map(({ startsAt, practitioner }) => `${hospitalMoment(startsAt)}${practitioner ? ` with ${practitioner}` : ''}`).join('\n');
}

interface NoteRow { id: string; bodyEnc: Buffer; author: string | null; signedAt: Date; amends: string | null }

/** The signed summary of a stay in its newest version, and who signed which version when. Null when none is signed. */
export async function readDischargeSummary(act: Act, encounter: EncounterRow): Promise<Summary | null> {
  const rows = await select<NoteRow>(
    act,
    `SELECT n.id, n.body_enc AS bodyEnc, u.display_name AS author, n.signed_at AS signedAt, n.amends_id AS amends FROM clinical_notes n LEFT JOIN staff_users u ON u.id = n.author_id
     WHERE n.encounter_id = ? AND n.kind = 'discharge-summary' AND n.status = 'signed' ORDER BY n.created_at DESC, n.id DESC`,
    [encounter.id],
  );
  const [newest] = rows;
  const patient = await lockPatient({ ...act, transaction: null }, encounter.patientId);
  if (!newest || !patient) return null;
  const text = act.database.cipher.open({ table: 'clinical_notes', column: 'body_enc', id: newest.id }, newest.bodyEnc);
  const reason = await selectOne<{ display: string }>(act, 'SELECT display FROM concepts WHERE system_code = ? AND code = ?', [encounter.reasonSystem, encounter.reasonCode]);
  return {
    encounterId: encounter.id, noteId: newest.id, patient: await presentPatientHeader(act, patient), admittedAt: encounter.periodStart.toISOString(), dischargedAt: encounter.periodEnd?.toISOString() ?? null, reason: reason?.display ?? null,
    parts: partsOfSummary(text), versions: rows.map(({ id, author, signedAt, amends }) => ({ id, author, signedAt: signedAt.toISOString(), isAmendment: amends !== null })),
  };
}

/** Stays of a patient that have a signed summary, the latest first. */
export async function listDischargeSummaries(act: Act, patientId: string): Promise<{ encounterId: string; admittedAt: string; signedAt: string }[]> {
  const rows = await select<{ encounterId: string; admittedAt: Date; signedAt: Date }>(
    act,
    `SELECT e.id AS encounterId, e.period_start AS admittedAt, MAX(n.signed_at) AS signedAt FROM clinical_notes n JOIN encounters e ON e.id = n.encounter_id
     WHERE n.patient_id = ? AND n.kind = 'discharge-summary' AND n.status = 'signed' GROUP BY e.id, e.period_start ORDER BY e.period_start DESC LIMIT 50`,
    [patientId],
  );
  return rows.map((row) => ({ encounterId: row.encounterId, admittedAt: row.admittedAt.toISOString(), signedAt: row.signedAt.toISOString() }));
}
