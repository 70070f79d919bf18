import { interpretResult } from '../../../../domain/clinical/interpretation';
import { type ReadBack, readBackOf } from '../../../../domain/clinical/readBack';
import { type RangePerson } from '../../../../domain/clinical/range';
import { type Act, execute, select } from '../../../http/act';

/** A reported value as it is stored; its row locked. */
export interface StoredResult {
  readonly id: string;
  readonly code: string;
  readonly category: string;
  readonly unit: string | null;
  readonly status: string;
  readonly valueNumber: string | null;
  readonly valueTextEnc: Buffer | null;
  readonly interpretation: string | null;
  readonly acknowledgedAt: Date | null;
  readonly versions: number;
}

export interface NewValue {
  readonly value: number | null;
  readonly text: string | null;
  /** A finding in words that somebody has to act on now. */
  readonly critical?: boolean;
}

export interface Rewriting {
  /** FHIR Observation.status of the new value. */
  readonly status: 'final' | 'amended' | 'corrected';
  readonly reason: string;
}

/** The results of a report, or of a round's preliminary reports. */
export async function lockResults(act: Act, where: 'o.diagnostic_report_id' | 'o.service_request_id', ids: readonly string[]): Promise<StoredResult[]> {
  if (ids.length === 0) return [];
  const rows = await select<StoredResult>(
    act,
    `SELECT o.id, o.code, o.category, o.unit, o.status, o.value_number AS valueNumber, o.value_text_enc AS valueTextEnc, o.interpretation, o.acknowledged_at AS acknowledgedAt,
       (SELECT COUNT(*) FROM observation_versions v WHERE v.observation_id = o.id) AS versions FROM observations o WHERE ${where} IN (?) ORDER BY o.id FOR UPDATE`,
    [ids],
  );
  return rows.map((row) => ({ ...row, versions: Number(row.versions) }));
}

/** Keep what was reported before and write what is reported now, read against range and critical limits again. Says whether it wants a read-back. */
export async function rewriteResult(act: Act, row: StoredResult, next: NewValue, { status, reason }: Rewriting, person: RangePerson): Promise<ReadBack> {
  const { cipher } = act.database;
  const version = row.versions + 1;
  // The earlier words keep their seal: bound to the observation's row, they open there and nowhere else.
  await execute(act, 'INSERT INTO observation_versions (observation_id, version, status, value_number, value_text_enc, interpretation, reason_enc, changed_by, changed_at) VALUES (?)', [[
    row.id, version, row.status, row.valueNumber, row.valueTextEnc, row.interpretation, cipher.seal({ table: 'observation_versions', column: 'reason_enc', id: `${row.id}/${version}` }, reason), act.principal.id, act.now,
  ]]);
  const { range, interpretation } = next.value === null ? { range: null, interpretation: next.critical ? 'AA' : null } : interpretResult(row.code, row.unit, next.value, person);
  const readBack = readBackOf({ value: row.valueNumber === null ? null : Number(row.valueNumber), interpretation: row.interpretation, isAcknowledged: row.acknowledgedAt !== null }, { value: next.value, interpretation });
  await execute(
    act,
    `UPDATE observations SET status = ?, value_number = ?, value_text_enc = ?, reference_low = ?, reference_high = ?, interpretation = ?, performer_id = ?${readBack === 'stands' ? '' : ', acknowledged_at = NULL, acknowledged_by = NULL'} WHERE id = ?`,
    [status, next.value, next.text === null ? null : cipher.seal({ table: 'observations', column: 'value_text_enc', id: row.id }, next.text), range?.low ?? null, range?.high ?? null, interpretation, act.principal.id, row.id],
  );
  return readBack;
}
