import { deltaCheck } from '../../../../domain/clinical/deltaCheck';
import { DAY_MS } from '../../../../domain/time';
import { type Act, select } from '../../../http/act';

interface Result {
  readonly id: string;
  readonly patientId: string;
  readonly category: string;
  readonly code: string;
  readonly unit: string | null;
  readonly valueNumber: string | null;
  readonly effectiveAt: Date;
}

interface EarlierValue {
  readonly status: string;
  readonly value: number | null;
  readonly text: string | null;
  readonly changedAt: string;
  readonly changedBy: string | null;
  readonly reason: string;
}

interface Before {
  readonly delta: string | null;
  readonly earlier: EarlierValue[];
}

/** The longest time a delta check looks back. */
const LOOK_BACK_DAYS = 3;

/** What stood before each result: the values it was reported with earlier, and whether it changed more than the laboratory believes. Two queries. */
export async function loadEarlier(act: Act, results: readonly Result[]): Promise<(id: string) => Before> {
  const reported = results.filter(({ category }) => category === 'laboratory' || category === 'imaging');
  const [versions, deltas] = [await loadVersions(act, reported), await loadDeltas(act, reported.filter(({ category }) => category === 'laboratory'))];
  return (id) => ({ delta: deltas.get(id) ?? null, earlier: versions.get(id) ?? [] });
}

async function loadVersions(act: Act, results: readonly Result[]): Promise<Map<string, EarlierValue[]>> {
  const rows = results.length === 0 ? [] : await select<{ id: string; version: number; status: string; valueNumber: string | null; valueTextEnc: Buffer | null; reasonEnc: Buffer; changedAt: Date; changedBy: string | null }>(
    act,
    `SELECT v.observation_id AS id, v.version, v.status, v.value_number AS valueNumber, v.value_text_enc AS valueTextEnc, v.reason_enc AS reasonEnc, v.changed_at AS changedAt, u.display_name AS changedBy
     FROM observation_versions v LEFT JOIN staff_users u ON u.id = v.changed_by WHERE v.observation_id IN (?) ORDER BY v.observation_id, v.version DESC`,
    [results.map(({ id }) => id)],
  );
  const { cipher } = act.database;
  const byResult = new Map<string, EarlierValue[]>();
  for (const { id, version, valueNumber, valueTextEnc, reasonEnc, changedAt, ...row } of rows) {
    const text = valueTextEnc === null ? null : cipher.open({ table: 'observations', column: 'value_text_enc', id }, valueTextEnc);
    const reason = cipher.open({ table: 'observation_versions', column: 'reason_enc', id: `${id}/${version}` }, reasonEnc);
    byResult.set(id, [...(byResult.get(id) ?? []), { ...row, value: valueNumber === null ? null : Number(valueNumber), text, changedAt: changedAt.toISOString(), reason }]);
  }
  return byResult;
}

async function loadDeltas(act: Act, results: readonly Result[]): Promise<Map<string, string>> {
  const numbers = results.filter(({ valueNumber }) => valueNumber !== null);
  const [first] = numbers;
  if (!first) return new Map();
  const since = new Date(Math.min(...numbers.map(({ effectiveAt }) => effectiveAt.getTime())) - LOOK_BACK_DAYS * DAY_MS);
  const history = await select<{ code: string; value: string; at: Date }>(
    act,
    "SELECT code, value_number AS value, effective_at AS at FROM observations WHERE patient_id = ? AND category = 'laboratory' AND code IN (?) AND effective_at >= ? AND value_number IS NOT NULL AND status <> 'entered-in-error' ORDER BY effective_at",
    [first.patientId, [...new Set(numbers.map(({ code }) => code))], since],
  );
  return new Map(numbers.flatMap((result): [string, string][] => {
    const before = history.filter(({ code, at }) => code === result.code && at.getTime() < result.effectiveAt.getTime()).pop();
    const words = deltaCheck(result.code, result.unit, before ? { value: Number(before.value), at: before.at.getTime() } : null, { value: Number(result.valueNumber), at: result.effectiveAt.getTime() });
    return words === null ? [] : [[result.id, words]];
  }));
}
