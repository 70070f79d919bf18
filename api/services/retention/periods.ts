import { type z } from 'zod';
import { RETENTION_KIND_NAMES, RETENTION_KINDS, type RetentionKindName } from '../../../domain/privacy/retention';
import { type retentionContract } from '../../contract/retention';
import { type Act, execute, select } from '../../http/act';
import { invalid, staleVersion } from '../../http/problem';

export type Period = z.input<typeof retentionContract.setRetentionPeriod.reply>;
interface Row { readonly kind: RetentionKindName; readonly days: number; readonly changedBy: string | null; readonly changedByName: string | null; readonly changedAt: Date | null; readonly version: number }

/** Every kind with its period, in the order of the list. */
export async function readPeriods(act: Pick<Act, 'database' | 'transaction'>, isLocked = false): Promise<Period[]> {
  const rows = await select<Row>(act, `SELECT r.kind, r.days, r.changed_by AS changedBy, u.display_name AS changedByName, r.changed_at AS changedAt, r.version FROM retention_periods r LEFT JOIN staff_users u ON u.id = r.changed_by ${isLocked ? 'FOR UPDATE' : ''}`);
  return RETENTION_KIND_NAMES.flatMap((kind) => {
    const row = rows.find((one) => one.kind === kind);
    return row === undefined ? [] : [{ kind, ...RETENTION_KINDS[kind], days: row.days, changedBy: row.changedBy === null ? null : { id: row.changedBy, name: row.changedByName ?? '' }, changedAt: row.changedAt?.toISOString() ?? null, version: row.version }];
  });
}

/** Set a period. Never below what the law asks for. */
export async function setPeriod(act: Act, { kind, days, version }: z.output<typeof retentionContract.setRetentionPeriod.body>): Promise<Period> {
  const before = (await readPeriods(act, true)).find((period) => period.kind === kind);
  if (!before) throw new Error(`The period of ${kind} is missing: the record was not prepared.`);
  if (version !== before.version) throw staleVersion(before.version);
  if (days < before.floorDays) throw invalid([{ field: 'days', message: `At least ${before.floorDays} days: ${before.source}.` }]);
  await execute(act, 'UPDATE retention_periods SET days = ?, changed_by = ?, changed_at = ?, version = version + 1 WHERE kind = ?', [days, act.principal.id, act.now, kind]);
  act.audits.push({ action: 'retention.changed', resourceType: 'retention', detail: { kind, before: before.days, after: days } });
  return { ...before, days, changedBy: { id: act.principal.id, name: act.principal.name }, changedAt: act.now.toISOString(), version: version + 1 };
}
