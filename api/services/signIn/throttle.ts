import { FORGOTTEN_AFTER_MS, type GateKind, waitSeconds } from '../../../domain/signIn/throttle';
import { type Act, execute, selectOne } from '../../http/act';
import { Problem } from '../../http/problem';

/** One counter of wrong tries. */
export interface Gate {
  readonly kind: GateKind;
  readonly account: string;
  readonly address: string;
}

/** The gates a try passes. A device that the owner of the account used before stands apart from all strangers. */
export function gatesOf(account: string, address: string, deviceId: string | null): Gate[] {
  if (deviceId) return [{ kind: 'device', account, address: deviceId }];
  return [{ kind: 'pair', account, address }, { kind: 'account', account, address: '' }, { kind: 'address', account: '', address }];
}

const WHERE = 'WHERE kind = ? AND account = ? AND address = ?';
const keyOf = ({ kind, account, address }: Gate) => [kind, account, address];
const forgottenAt = (act: Act) => new Date(act.now.getTime() - FORGOTTEN_AFTER_MS);

/**
 * May somebody try now? Throws 429 while one has to wait. When the wait is over one try is let through, counted before it is looked at, so that
 * a hundred at the same moment are one. Answers the gates where it is counted already.
 */
export async function passGates(act: Act, gates: readonly Gate[]): Promise<Gate[]> {
  const counted: Gate[] = [];
  for (const gate of gates) {
    const row = await selectOne<{ failures: number; lockedUntil: Date | null }>(act, `SELECT failures, locked_until AS lockedUntil FROM sign_in_throttles ${WHERE} AND last_at > ?`, [...keyOf(gate), forgottenAt(act)]);
    if (!row || waitSeconds(gate.kind, row.failures) === 0) continue;
    if (row.lockedUntil && row.lockedUntil > act.now) throw tooMany(row.lockedUntil.getTime() - act.now.getTime());
    const seconds = waitSeconds(gate.kind, row.failures + 1);
    const taken = await execute(act, `UPDATE sign_in_throttles SET failures = failures + 1, last_at = ?, locked_until = ? ${WHERE} AND (locked_until IS NULL OR locked_until <= ?)`, [act.now, later(act, seconds), ...keyOf(gate), act.now]);
    if (taken === 0) throw tooMany(seconds * 1000);
    counted.push(gate);
  }
  return counted;
}

/** Count a wrong try. The refusal it ends with must keep what was written (`keeps`). */
export async function countFailure(act: Act, gates: readonly Gate[]): Promise<void> {
  for (const gate of gates) {
    await execute(act, `INSERT INTO sign_in_throttles (kind, account, address, failures, last_at) VALUES (?, ?, ?, 1, ?)
      ON DUPLICATE KEY UPDATE failures = IF(last_at < ?, 1, failures + 1), last_at = ?`, [...keyOf(gate), act.now, forgottenAt(act), act.now]);
    const row = await selectOne<{ failures: number }>(act, `SELECT failures FROM sign_in_throttles ${WHERE} FOR UPDATE`, keyOf(gate));
    const seconds = waitSeconds(gate.kind, row?.failures ?? 1);
    await execute(act, `UPDATE sign_in_throttles SET locked_until = ? ${WHERE}`, [seconds > 0 ? later(act, seconds) : null, ...keyOf(gate)]);
  }
  await execute(act, 'DELETE FROM sign_in_throttles WHERE last_at < ? LIMIT 20', [forgottenAt(act)]);
}

/** The right password ends the waiting at this place and of this account. What an address did to others stays. */
export async function forgetFailures(act: Act, gates: readonly Gate[]): Promise<void> {
  for (const gate of gates) if (gate.kind !== 'address') await execute(act, `DELETE FROM sign_in_throttles ${WHERE} AND failures > 0`, keyOf(gate));
}

/** All waiting of an account ends: an administrator lets somebody in again, or a password is new. */
export async function forgetAccount(act: Act, userId: string): Promise<void> {
  await execute(act, 'DELETE FROM sign_in_throttles WHERE account = ?', [userId]);
}

function later(act: Act, seconds: number): Date {
  return new Date(act.now.getTime() + seconds * 1000);
}

function tooMany(ms: number): Problem {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return new Problem(429, 'too-many-tries', `Too many wrong tries. Wait ${seconds} seconds.`, { headers: { 'retry-after': String(seconds) } });
}
