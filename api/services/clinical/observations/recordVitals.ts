import { newId } from '../../../../db/newId';
import { needsUrgentReview, NEWS2_PARAMETERS, type News2Risk, type PartialNews2, scoreMeasured, withConcern } from '../../../../domain/clinical/news2';
import { CONCERN_CODE, NEWS2_CODE, NOT_MEASURED_REASONS, VITAL_CODES, type Vitals } from '../../../../domain/clinical/vitals';
import { type FormValue, type FormValues } from '../../../../domain/tasks/form';
import { type Act, execute, select } from '../../../http/act';
import { showAcuity } from '../../journeys/acuity';
import { invalid } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { writeNote } from '../notes';
import { followScore } from './escalations';
import { isScored } from './isScored';

/** HL7 table 0078 for a score: abnormal when it calls a clinician, critically abnormal when the risk is high. */
const SCORE_INTERPRETATION = { low: 'N', 'low-medium': 'A', medium: 'A', high: 'AA' } as const;

const PARAMETER_WORDS = { respirations: 'respirations', spo2: 'SpO₂', onOxygen: 'oxygen', systolic: 'systolic pressure', pulse: 'pulse', consciousness: 'consciousness', temperature: 'temperature' } as const;

/**
 * Record one set of bedside observations: one Observation each, exactly as entered, all effective at the same moment, with NEWS2 as an
 * observation of its own when all seven values are there. The journey shows the latest score. Answers the facts the pathway branches on:
 * for somebody who is not scored none but the worry of whoever stands at the bed.
 */
export async function recordVitals(act: Act, encounter: EncounterRow, values: FormValues, taskId: string | null, measuredAt: Date = act.now): Promise<Readonly<Record<string, FormValue>>> {
  requirePlausiblePressure(values);
  const score = scoreMeasured({ ...(values as unknown as Partial<Vitals>), spo2Scale2: encounter.spo2Scale === 2 });
  const isComplete = score.missing.length === 0;
  const scored = await isScored(act, encounter);
  const isWorried = values['concern'] === true;
  const risk = withConcern(scored ? score.risk : 'low', isWorried);
  const { at, isLatest } = await momentOfItsOwn(act, encounter.id, measuredAt);
  await insertSet(act, encounter, values, scored && isComplete ? { total: score.total, risk: score.risk } : null, at);
  await noteWhatIsMissing(act, encounter, values, score, taskId);
  if (isLatest && (isWorried || score.missing.length < NEWS2_PARAMETERS.length)) {
    await followScore(act, encounter, { news2: scored ? score.total : null, risk, isComplete, isWorried, at });
    // What is missing can only add: a part that calls for help is shown, one that does not never hides an older score.
    if (scored && (isComplete || needsUrgentReview(score))) await showAcuity(act, encounter.id, score.total);
  }
  const late: Readonly<Record<string, FormValue>> = isLatest ? {} : { late: true };
  const complete: Readonly<Record<string, FormValue>> = isComplete ? {} : { complete: false };
  if (!scored) return { ...(isWorried ? { risk } : {}), ...complete, ...late };
  const singleParameter = Object.values(score.parts).some((part) => part === 3);
  return { news2: score.total, risk, singleParameter, ...complete, ...late };
}

async function insertSet(act: Act, encounter: EncounterRow, values: FormValues, score: { readonly total: number; readonly risk: News2Risk } | null, at: Date): Promise<void> {
  const rows: unknown[][] = [];
  const add = (systemCode: string, code: string, number: number | null, text: string | null, unit: string | null, interpretation: string | null = null): void => {
    const id = newId();
    const sealed = text === null ? null : act.database.cipher.seal({ table: 'observations', column: 'value_text_enc', id }, text);
    rows.push([id, encounter.patientId, encounter.id, 'vital-signs', systemCode, code, 'final', number, sealed, unit, interpretation, at, act.principal.id]);
  };
  for (const [name, { code, unit }] of Object.entries(VITAL_CODES)) {
    const value = values[name];
    if (typeof value === 'number') add('LOINC', code, value, null, unit);
    else if (typeof value === 'string') add('LOINC', code, null, value, unit);
    else if (typeof value === 'boolean') add('LOINC', code, null, value ? 'oxygen' : 'air', unit);
  }
  if (values['concern'] === true) add(CONCERN_CODE.system, CONCERN_CODE.code, null, 'yes', null);
  if (score) add(NEWS2_CODE.system, NEWS2_CODE.code, score.total, null, '{score}', SCORE_INTERPRETATION[score.risk]);
  if (rows.length === 0) return;
  await execute(
    act,
    `INSERT INTO observations (id, patient_id, encounter_id, category, system_code, code, status, value_number, value_text_enc, unit, interpretation, effective_at, performer_id) VALUES ${rows.map(() => '(?)').join(', ')}`,
    rows,
  );
}

/** Each value may be possible and both together not. */
function requirePlausiblePressure({ systolic, diastolic }: FormValues): void {
  if (typeof systolic === 'number' && typeof diastolic === 'number' && diastolic >= systolic) throw invalid([{ field: 'diastolic', message: 'Diastolic must be below systolic. Check both readings.' }], 'The form is not complete.');
}

/** A set is known by its moment; two entered for the same minute stay two. The encounter's row is locked, so nobody else looks now. */
async function momentOfItsOwn(act: Act, encounterId: string, wanted: Date): Promise<{ at: Date; isLatest: boolean }> {
  const sets = await select<{ at: Date; counts: number }>(
    act, "SELECT effective_at AS at, MAX(status <> 'entered-in-error') AS counts FROM observations WHERE encounter_id = ? AND category = 'vital-signs' AND effective_at >= ? GROUP BY effective_at", [encounterId, wanted]);
  const taken = new Set(sets.map(({ at }) => at.getTime()));
  let at = wanted;
  while (taken.has(at.getTime())) at = new Date(at.getTime() + 1);
  return { at, isLatest: !sets.some((set) => set.at > at && Number(set.counts) === 1) };
}

/** In a round, what was not measured stands in the notes with the reason. */
async function noteWhatIsMissing(act: Act, encounter: EncounterRow, values: FormValues, { missing }: PartialNews2, taskId: string | null): Promise<void> {
  const reason = NOT_MEASURED_REASONS.find(({ value }) => value === values['notMeasured']);
  if (!reason || missing.length === 0) return;
  await writeNote(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'observation', text: `Not measured: ${missing.map((name) => PARAMETER_WORDS[name]).join(', ')} (${reason.label.toLowerCase()}).`, taskId });
}
