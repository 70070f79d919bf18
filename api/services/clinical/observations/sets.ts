import { type News2Risk, NEWS2_PARAMETERS, riskOf, scoreMeasured, withConcern } from '../../../../domain/clinical/news2';
import { type MeasuredSet } from '../../../../domain/clinical/deteriorationLoop';
import { CONCERN_CODE, type Consciousness, NEWS2_CODE, VITAL_CODES, type Vitals } from '../../../../domain/clinical/vitals';
import { type Act, select } from '../../../http/act';
import { type EncounterRow } from '../../encounters/encounterRow';
import { isScored } from './isScored';

interface Row {
  readonly id: string;
  readonly code: string;
  readonly valueNumber: string | null;
  readonly valueTextEnc: Buffer | null;
  readonly interpretation: string | null;
  readonly at: Date;
}

/** The sets of observations of a stay that stand, oldest first, each with what it comes to. A set without any value of the score is left out. */
export async function standingSets(act: Act, encounter: EncounterRow): Promise<MeasuredSet[]> {
  const rows = await select<Row>(
    act,
    `SELECT id, code, value_number AS valueNumber, value_text_enc AS valueTextEnc, interpretation, effective_at AS at FROM observations
     WHERE encounter_id = ? AND category = 'vital-signs' AND status <> 'entered-in-error' ORDER BY effective_at, id`,
    [encounter.id],
  );
  const byMoment = new Map<number, Row[]>();
  for (const row of rows) byMoment.set(row.at.getTime(), [...(byMoment.get(row.at.getTime()) ?? []), row]);
  const scored = await isScored(act, encounter);
  return [...byMoment].flatMap(([at, set]) => scoreOf(act, encounter, at, set, scored) ?? []);
}

/** The score as it was recorded; without one, what the values of the set come to. */
function scoreOf(act: Act, encounter: EncounterRow, at: number, set: readonly Row[], scored: boolean): MeasuredSet | null {
  const isWorried = set.some(({ code }) => code === CONCERN_CODE.code);
  const recorded = set.find(({ code }) => code === NEWS2_CODE.code);
  if (recorded) {
    // "A" below 5 says that one value alone scores 3 (recordVitals).
    const risk: News2Risk = riskOf(Number(recorded.valueNumber), recorded.interpretation === 'A');
    return { at, news2: Number(recorded.valueNumber), risk: withConcern(risk, isWorried), isComplete: true };
  }
  const score = scoreMeasured({ ...vitalsOf(act, set), spo2Scale2: encounter.spo2Scale === 2 });
  if (score.missing.length === NEWS2_PARAMETERS.length && !isWorried) return null;
  if (!scored) return { at, news2: null, risk: withConcern('low', isWorried), isComplete: score.missing.length === 0 };
  return { at, news2: score.total, risk: withConcern(score.risk, isWorried), isComplete: false };
}

function vitalsOf(act: Act, set: readonly Row[]): Partial<Vitals> {
  const row = (name: keyof typeof VITAL_CODES) => set.find(({ code }) => code === VITAL_CODES[name].code);
  const number = (name: 'respirations' | 'spo2' | 'systolic' | 'pulse' | 'temperature') => {
    const value = row(name)?.valueNumber;
    return value === null || value === undefined ? {} : { [name]: Number(value) };
  };
  const text = (name: 'consciousness' | 'onOxygen'): string | null => {
    const found = row(name);
    return found?.valueTextEnc ? act.database.cipher.open({ table: 'observations', column: 'value_text_enc', id: found.id }, found.valueTextEnc) : null;
  };
  const [awake, oxygen] = [text('consciousness'), text('onOxygen')];
  return {
    ...number('respirations'), ...number('spo2'), ...number('systolic'), ...number('pulse'), ...number('temperature'),
    ...(awake === null ? {} : { consciousness: awake as Consciousness }), ...(oxygen === null ? {} : { onOxygen: oxygen === 'oxygen' }),
  };
}
