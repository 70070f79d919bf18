import { type z } from 'zod';
import { type EnteredVitals, type MeasuredVitals, vitalsToEnter } from '../../../domain/clinical/replayVitals';
import { VITAL_CODES } from '../../../domain/clinical/vitals';
import { REPLAY_ORDER_SET } from '../../../domain/orders/orderSets';
import { DAY_MS } from '../../../domain/time';
import { type demonstrationContract } from '../../contract/demonstration';
import { type Act, select, selectOne } from '../../http/act';
import { loadDisplays } from '../clinical/concepts';
import { findingsOf } from '../clinical/medicines/orderMedicines';
import { replayOrders } from '../clinical/orders/replay';
import { type EncounterRow } from '../encounters/encounterRow';
import { stayHours } from './replays';

type Script = z.infer<typeof demonstrationContract.readScript.reply>;

/** Of what was measured then, the first sets are entered as they were; the patient recovers from there. */
const MEASURED_SETS = 2;
const RECOVERY_SETS = 6;
const UNPLANNED_HOURS = 24;
/** NUBC discharge status: home. Synthea does not say where patients went. */
const HOME = '01';
const FALLS_RISK = ['low', 'moderate', 'high'] as const;

const BY_CODE = new Map<string, keyof MeasuredVitals>(
  (['respirations', 'spo2', 'systolic', 'pulse', 'temperature', 'pain'] as const).map((name) => [VITAL_CODES[name].code, name]),
);

/** What simulated staff enter in this stay: as recorded in the past one where it was, else plausible and the same at every reading. */
export async function readScript(act: Act, encounter: EncounterRow): Promise<Script> {
  const past = encounter.replayOfEncounterId === null ? null : await selectOne<{ start: Date; end: Date | null; disposition: string | null; deceasedAt: Date | null }>(
    act,
    'SELECT e.period_start AS start, e.period_end AS end, e.discharge_disposition AS disposition, p.deceased_at AS deceasedAt FROM encounters e JOIN patients p ON p.id = e.patient_id WHERE e.id = ?',
    [encounter.replayOfEncounterId],
  );
  const rounds = await vitalSets(act, encounter);
  const first = rounds[0] as EnteredVitals;
  return {
    encounterId: encounter.id,
    orderSet: past ? REPLAY_ORDER_SET : (encounter.orderSet ?? 'general-medicine'),
    plannedHours: past ? stayHours(past.start, past.end) : (encounter.plannedHours ?? UNPLANNED_HOURS),
    disposition: past?.disposition ?? HOME,
    died: past !== null && diedIn(past),
    overrideReason: past && encounter.replayOfEncounterId ? await overrideFor(act, encounter, encounter.replayOfEncounterId) : null,
    assessment: { ...plain(first), fallsRisk: FALLS_RISK[encounter.id.charCodeAt(encounter.id.length - 1) % FALLS_RISK.length] ?? 'low' },
    rounds: rounds.map(plain),
    selfPay: encounter.coverageId === null,
  };
}

function diedIn({ start, end, deceasedAt }: { start: Date; end: Date | null; deceasedAt: Date | null }): boolean {
  return deceasedAt !== null && end !== null && deceasedAt >= start && deceasedAt.getTime() <= end.getTime() + DAY_MS;
}

async function vitalSets(act: Act, encounter: EncounterRow): Promise<EnteredVitals[]> {
  const rows = encounter.replayOfEncounterId === null ? [] : await select<{ code: string; value: string; at: Date }>(
    act,
    "SELECT code, value_number AS value, effective_at AS at FROM observations WHERE encounter_id = ? AND category = 'vital-signs' AND code IN (?) AND value_number IS NOT NULL ORDER BY effective_at, id",
    [encounter.replayOfEncounterId, [...BY_CODE.keys()]],
  );
  const sets = new Map<string, MeasuredVitals>();
  for (const row of rows) {
    const name = BY_CODE.get(row.code);
    if (name) sets.set(row.at.toISOString(), { ...sets.get(row.at.toISOString()), [name]: Number(row.value) });
  }
  const measured = [...sets.values()].slice(0, MEASURED_SETS);
  const seed = encounter.replayOfEncounterId ?? encounter.id;
  return [...measured, ...Array.from({ length: RECOVERY_SETS }, () => ({}))].map((set, index) => vitalsToEnter(set, `${seed}/${index}`));
}

/** The form has no field for the SpO2 scale: a clinician sets it on the stay. */
function plain({ spo2Scale2: _scale, ...vitals }: EnteredVitals): Omit<EnteredVitals, 'spo2Scale2'> {
  return vitals;
}

async function overrideFor(act: Act, encounter: EncounterRow, pastEncounterId: string): Promise<string | null> {
  const { medicines } = await replayOrders(act, pastEncounterId);
  const found = await findingsOf(act, encounter, medicines, await loadDisplays(act, medicines));
  return found.some(({ level }) => level === 'stop') ? 'Given in the recorded stay and tolerated.' : null;
}
