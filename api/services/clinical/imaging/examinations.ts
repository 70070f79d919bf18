import { type RowValue } from '../../../../domain/tasks/form';
import { type Act, execute, select } from '../../../http/act';
import { invalid } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { loadDisplays } from '../concepts';

/** Where an examination stands: a slot is missing, it is to be performed, or nobody has reported it. */
export type Awaited = 'slot' | 'performance' | 'report';

export interface Examination {
  readonly id: string;
  readonly systemCode: string;
  readonly code: string;
  readonly name: string;
  readonly question: string | null;
  readonly scheduledAt: Date | null;
  readonly performedAt: Date | null;
}

const WHERE: Readonly<Record<Awaited, string>> = {
  slot: 'r.scheduled_at IS NULL AND r.performed_at IS NULL',
  performance: 'r.performed_at IS NULL',
  report: 'r.performed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM diagnostic_reports d WHERE d.service_request_id = r.id)',
};

/** Imaging orders of a stay that wait for this (of one round, when given). */
export async function examinationsAwaiting(act: Act, encounterId: string, what: Awaited, round: number | null): Promise<Examination[]> {
  const rows = await select<{ id: string; systemCode: string; code: string; questionEnc: Buffer | null; scheduledAt: Date | null; performedAt: Date | null }>(
    act,
    `SELECT r.id, r.system_code AS systemCode, r.code, r.question_enc AS questionEnc, r.scheduled_at AS scheduledAt, r.performed_at AS performedAt FROM service_requests r
     WHERE r.encounter_id = :encounterId AND r.category = 'imaging' AND r.status = 'active' AND ${WHERE[what]} ${round === null ? '' : 'AND r.round_number = :round'} ORDER BY r.round_number, r.id`,
    { encounterId, round },
  );
  const display = await loadDisplays(act, rows);
  return rows.map(({ questionEnc, ...row }) => ({
    ...row, name: display(row.systemCode, row.code),
    question: questionEnc === null ? null : act.database.cipher.open({ table: 'service_requests', column: 'question_enc', id: row.id }, questionEnc),
  }));
}

/** Give examinations their time: ahead of now, by a minute's slack of clocks. */
export async function scheduleExaminations(act: Act, examinations: readonly Examination[], rows: readonly RowValue[]): Promise<number> {
  const errors = rows.flatMap((row, index) => (Date.parse(String(row['scheduledAt'])) < act.now.getTime() - 5 * 60_000 ? [{ field: `examinations[${index}].scheduledAt`, message: 'This time is over. Choose one ahead.' }] : []));
  if (errors.length > 0) throw invalid(errors, 'The form is not complete.');
  for (const row of rows) {
    if (!examinations.some(({ id }) => id === row.id)) continue;
    await execute(act, 'UPDATE service_requests SET scheduled_at = ?, version = version + 1 WHERE id = ?', [new Date(String(row['scheduledAt'])), row.id]);
  }
  return rows.length;
}

/** What was performed waits for its report; what was not is over, with the reason on its order. */
export async function performExaminations(act: Act, encounter: EncounterRow, examinations: readonly Examination[], rows: readonly RowValue[]): Promise<{ performed: number; notDone: number }> {
  let performed = 0;
  for (const row of rows) {
    if (!examinations.some(({ id }) => id === row.id)) continue;
    if (row['outcome'] === 'performed') {
      performed += 1;
      await execute(act, 'UPDATE service_requests SET performed_at = ?, performed_by = ?, version = version + 1 WHERE id = ?', [act.now, act.principal.id, row.id]);
    } else await execute(act, "UPDATE service_requests SET status = 'revoked', not_done = ?, completed_at = ?, version = version + 1 WHERE id = ?", [row['notDone'], act.now, row.id]);
  }
  act.announcements.push({ topic: 'journey', id: encounter.id, roles: ['nurse', 'charge-nurse', 'physician'] });
  return { performed, notDone: rows.length - performed };
}
