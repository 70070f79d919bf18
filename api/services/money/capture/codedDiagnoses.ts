import { newId } from '../../../../db/newId';
import { type Act, execute, executeLater, select } from '../../../http/act';
import { type BilledEncounter } from './billedEncounter';
import { certainCode, lookUpMappings } from './crosswalk';

interface RecordedDiagnosis {
  readonly systemCode: string;
  readonly code: string;
  readonly conditionId: string | null;
  readonly rankOrder: number | null;
  readonly presentOnAdmission: string | null;
  readonly isReason: boolean;
}

export interface CodedDiagnosis {
  readonly id: string;
  readonly systemCode: string;
  readonly sourceCode: string;
  readonly code: string | null;
  readonly state: 'uncoded' | 'coded' | 'not-billable';
  readonly isPrincipal: boolean;
  readonly presentOnAdmission: string | null;
}

/** Bring an encounter's coded diagnoses up to date with its record: new ones are added, coded where the crosswalk is certain. */
export async function codeDiagnoses(act: Act, encounter: BilledEncounter): Promise<void> {
  const recorded = await recordedDiagnoses(act, encounter);
  if (recorded.length === 0) return;
  const known = new Set((await readCodedDiagnoses(act, encounter.id)).map((one) => `${one.systemCode}|${one.sourceCode}`));
  const fresh = recorded.filter((one) => !known.has(`${one.systemCode}|${one.code}`));
  if (fresh.length > 0) {
    const mappingsOf = await lookUpMappings(act, fresh.map(({ systemCode, code }) => ({ systemCode, code })));
    const rows = fresh.map((one) => {
      const code = one.systemCode === 'ICD10CM' ? one.code : certainCode(mappingsOf(one), 'ICD10CM');
      return [newId(), encounter.id, one.systemCode, one.code, one.conditionId, code, code === null ? 'uncoded' : 'coded', one.presentOnAdmission, code === null ? null : act.now, act.now];
    });
    await executeLater(act, `INSERT IGNORE INTO coded_diagnoses (id, encounter_id, system_code, source_code, condition_id, code, state, present_on_admission, coded_at, created_at) VALUES ${rows.map(() => '(?)').join(', ')}`, rows);
  }
  await choosePrincipal(act, encounter, recorded);
}

/** An encounter's diagnoses with their codes, principal first. */
export async function readCodedDiagnoses(act: Act, encounterId: string): Promise<CodedDiagnosis[]> {
  const rows = await select<Omit<CodedDiagnosis, 'isPrincipal'> & { isPrincipal: number }>(
    act,
    `SELECT id, system_code AS systemCode, source_code AS sourceCode, code, state, is_principal AS isPrincipal, present_on_admission AS presentOnAdmission
     FROM coded_diagnoses WHERE encounter_id = ? ORDER BY is_principal DESC, created_at, id`,
    [encounterId],
  );
  return rows.map((row) => ({ ...row, isPrincipal: Number(row.isPrincipal) === 1 }));
}

/** The diagnosis the stay was mainly for, moved to `code`; made when no recorded diagnosis has it. */
export async function setPrincipalDiagnosis(act: Act, encounterId: string, code: string): Promise<void> {
  await executeLater(act, 'UPDATE coded_diagnoses SET is_principal = 0 WHERE encounter_id = ? AND is_principal = 1 AND code <> ?', [encounterId, code]);
  const coder = act.principal.kind === 'person' ? act.principal.id : null;
  const marked = await execute(act, "UPDATE coded_diagnoses SET is_principal = 1 WHERE encounter_id = ? AND code = ? AND state = 'coded' ORDER BY created_at, id LIMIT 1", [encounterId, code]);
  if (marked > 0) return;
  await executeLater(
    act,
    `INSERT INTO coded_diagnoses (id, encounter_id, system_code, source_code, code, state, is_principal, present_on_admission, coded_by, coded_at, created_at) VALUES (?, ?, 'ICD10CM', ?, ?, 'coded', 1, 'Y', ?, ?, ?)
     ON DUPLICATE KEY UPDATE code = VALUES(code), state = 'coded', is_principal = 1, coded_by = VALUES(coded_by), coded_at = VALUES(coded_at)`,
    [newId(), encounterId, code, code, coder, act.now, act.now],
  );
}

/** Conditions found in the stay (or in the past one it plays again), and its reason. One row per code. */
async function recordedDiagnoses(act: Act, encounter: BilledEncounter): Promise<RecordedDiagnosis[]> {
  const rows = await select<Omit<RecordedDiagnosis, 'isReason'>>(
    act,
    `SELECT system_code AS systemCode, code, id AS conditionId, rank_order AS rankOrder, present_on_admission AS presentOnAdmission
     FROM conditions WHERE encounter_id IN (:encounterIds) AND clinical_status <> 'entered-in-error' ORDER BY rank_order IS NULL, rank_order, onset_at, id`,
    { encounterIds: [encounter.id, encounter.replayOfEncounterId ?? encounter.id] },
  );
  const byCode = new Map<string, RecordedDiagnosis>();
  if (encounter.reasonSystem !== null && encounter.reasonCode !== null) {
    const { reasonSystem: systemCode, reasonCode: code } = encounter;
    byCode.set(`${systemCode}|${code}`, { systemCode, code, conditionId: null, rankOrder: 0, presentOnAdmission: 'Y', isReason: true });
  }
  for (const row of rows) {
    const key = `${row.systemCode}|${row.code}`;
    const known = byCode.get(key);
    if (!known) byCode.set(key, { ...row, isReason: false });
    else if (known.conditionId === null) byCode.set(key, { ...known, conditionId: row.conditionId, presentOnAdmission: row.presentOnAdmission ?? known.presentOnAdmission });
  }
  return [...byCode.values()];
}

/** The coded reason of the stay, else its first-ranked coded condition, else the only one; otherwise a coder says. */
async function choosePrincipal(act: Act, encounter: BilledEncounter, recorded: readonly RecordedDiagnosis[]): Promise<void> {
  const coded = (await readCodedDiagnoses(act, encounter.id)).filter((one) => one.state === 'coded');
  if (coded.some((one) => one.isPrincipal)) return;
  const codeOf = (wanted: RecordedDiagnosis | undefined) => coded.find((one) => wanted && one.systemCode === wanted.systemCode && one.sourceCode === wanted.code)?.code;
  const chosen = codeOf(recorded.find((one) => one.isReason)) ?? codeOf(recorded.find((one) => one.rankOrder === 1)) ?? (coded.length === 1 ? coded[0]?.code : undefined);
  if (chosen) await setPrincipalDiagnosis(act, encounter.id, chosen);
}
