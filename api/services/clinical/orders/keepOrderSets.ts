import { type z } from 'zod';
import { REPLAY_ORDER_SET } from '../../../../domain/orders/orderSets';
import { LINE_SYSTEM, orderSetProblems } from '../../../../domain/orders/orderSetRules';
import { type orderSetsContract } from '../../../contract/orderSets';
import { type Act, execute, select, selectOne } from '../../../http/act';
import { conflict, invalid, notFound, staleVersion, unprocessable } from '../../../http/problem';

type Saved = z.output<typeof orderSetsContract.saveOrderSet.body>;

interface Head {
  readonly code: string;
  readonly version: number;
  readonly changedBy: string | null;
  readonly changedByName: string | null;
}

/** A physician in charge keeps the sets, like an administrator. */
export async function keepsOrderSets(act: Act): Promise<boolean> {
  if (act.principal.roles.includes('administrator')) return true;
  return act.principal.roles.includes('physician') && (await selectOne(act, "SELECT user_id FROM staff_skills WHERE user_id = ? AND skill = 'charge'", [act.principal.id])) !== null;
}

/**
 * Write a set's next version, or a new set (version 0). What was there before is kept. It holds for orders placed from now on: a task that
 * is open goes by what stood when it was opened.
 */
export async function saveOrderSet(act: Act, code: string, body: Saved): Promise<{ code: string; version: number }> {
  if (code === REPLAY_ORDER_SET) throw unprocessable('reserved-code', 'This code is the demonstration’s.', { errors: [{ field: 'code', message: 'Choose another code.' }] });
  const heads = await lockSets(act);
  const head = heads.find((one) => one.code === code) ?? null;
  if (head === null && body.version > 0) throw notFound();
  if (head !== null && body.version === 0) throw conflict('code-taken', 'There is a set with this code already.', { currentVersion: head.version });
  if (head !== null && head.version !== body.version) throw staleVersion(head.version, head.changedBy === null ? null : { id: head.changedBy, name: head.changedByName ?? 'A colleague' });
  const problems = orderSetProblems(body.items);
  if (problems.length > 0) throw invalid(problems, 'The set cannot be ordered like this.');
  await requireReasons(act, code, body.reasons);
  const version = body.version + 1;
  await writeHead(act, code, version, body, heads.length + 1);
  await writeVersion(act, code, version, body);
  await execute(act, 'DELETE FROM order_set_reasons WHERE set_code = ?', [code]);
  if (body.reasons.length > 0) await execute(act, `INSERT INTO order_set_reasons (set_code, system_code, code) VALUES ${body.reasons.map(() => '(?)').join(', ')}`, body.reasons.map((reason) => [code, 'SNOMED', reason]));
  act.audits.push({ action: 'order-set.changed', resourceType: 'order-set', detail: { code, ...body, version } });
  return { code, version };
}

/** All heads, locked in one order: two people who change sets do so one after the other, whichever sets they change. */
async function lockSets(act: Act): Promise<Head[]> {
  return select<Head>(
    act,
    `SELECT s.code, s.version, v.changed_by AS changedBy, (SELECT display_name FROM staff_users u WHERE u.id = v.changed_by) AS changedByName
     FROM order_sets s JOIN order_set_versions v ON v.set_code = s.code AND v.version = s.version ORDER BY s.code FOR UPDATE`,
  );
}

/** A reason suggests one set, and is something an admission can be for. */
async function requireReasons(act: Act, code: string, reasons: readonly string[]): Promise<void> {
  if (reasons.length === 0) return;
  const known = await select<{ code: string }>(act, "SELECT code FROM concepts WHERE system_code = 'SNOMED' AND code IN (?)", [reasons]);
  const taken = await select<{ code: string; label: string }>(act, "SELECT r.code, s.label FROM order_set_reasons r JOIN order_sets s ON s.code = r.set_code WHERE r.system_code = 'SNOMED' AND r.code IN (?) AND r.set_code <> ?", [reasons, code]);
  const own = await select<{ code: string }>(act, 'SELECT code FROM order_set_reasons WHERE set_code = ?', [code]);
  const errors = reasons.flatMap((reason, index) => {
    const other = taken.find((one) => one.code === reason);
    if (other) return [{ field: `reasons[${index}]`, message: `${reason} suggests the set ${other.label} already.` }];
    return [...known, ...own].some((one) => one.code === reason) ? [] : [{ field: `reasons[${index}]`, message: `${reason} is no SNOMED CT code the hospital knows.` }];
  });
  if (errors.length > 0) throw unprocessable('reason-refused', 'A reason for admission of this set is not right.', { errors });
}

async function writeHead(act: Act, code: string, version: number, { label, source, isRetired }: Saved, position: number): Promise<void> {
  const retiredAt = isRetired ? act.now : null;
  if (version === 1) await execute(act, 'INSERT INTO order_sets (code, label, source, position, retired_at, version) VALUES (?)', [[code, label, source, position, retiredAt, version]]);
  else await execute(act, 'UPDATE order_sets SET label = ?, source = ?, retired_at = ?, version = ? WHERE code = ?', [label, source, retiredAt, version, code]);
}

async function writeVersion(act: Act, code: string, version: number, { label, source, isRetired, items, why }: Saved): Promise<void> {
  const sealed = act.database.cipher.seal({ table: 'order_set_versions', column: 'why_enc', id: `${code}/${version}` }, why);
  await execute(act, 'INSERT INTO order_set_versions (set_code, version, label, source, is_retired, why_enc, changed_by, changed_at) VALUES (?)', [[code, version, label, source, isRetired ? 1 : 0, sealed, act.principal.id, act.now]]);
  await execute(
    act,
    `INSERT INTO order_set_items (set_code, version, position, category, system_code, code, is_preselected, priority, dose_quantity, dose_unit, route, every_hours, note) VALUES ${items.map(() => '(?)').join(', ')}`,
    items.map((item, index) => [code, version, index + 1, item.category, LINE_SYSTEM[item.category], item.code, item.isPreselected ? 1 : 0, item.priority, item.doseQuantity, item.doseUnit, item.route, item.everyHours, item.note]),
  );
}
