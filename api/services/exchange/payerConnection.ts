import { type z } from 'zod';
import { type exchangeContract } from '../../contract/exchange';
import { type Act, execute, selectOne } from '../../http/act';
import { staleVersion } from '../../http/problem';
import { behaviourOf } from '../payer/behaviour';
import { type Adapter } from './clearinghouse';

type Connection = z.input<typeof exchangeContract.readPayerConnection.reply>;
type Settings = z.output<typeof exchangeContract.setPayerConnection.body>;

export interface PayerRow {
  readonly id: string;
  readonly name: string;
}

/** The payer, its row locked in a write; null when there is none. */
export async function lockPayer(act: Act, payerId: string): Promise<PayerRow | null> {
  return selectOne<PayerRow>(act, `SELECT id, name FROM payers WHERE id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [payerId]);
}

/** How a payer is reached now. */
export async function readConnection(act: Act, payer: PayerRow): Promise<Connection> {
  const row = await selectOne<{ adapter: Adapter; usage: 'T' | 'P'; version: number }>(act, 'SELECT adapter, usage_indicator AS `usage`, version FROM payer_connections WHERE payer_id = ?', [payer.id]);
  const own = await selectOne(act, 'SELECT payer_id FROM payer_behaviours WHERE payer_id = ?', [payer.id]);
  const behaviour = await behaviourOf(act, payer.id);
  return {
    payer: { id: payer.id, name: payer.name }, adapter: row?.adapter ?? 'demonstration', usage: row?.usage ?? 'T', version: row?.version ?? 0, behaviourIsDefault: own === null,
    behaviour: { ...behaviour, denyCodes: [...behaviour.denyCodes] },
  };
}

/** Set it anew as a whole. The caller holds the payer's row. */
export async function setConnection(act: Act, payer: PayerRow, { version, adapter, usage, behaviour }: Settings): Promise<Connection> {
  const before = await readConnection(act, payer);
  if (before.version !== version) throw staleVersion(before.version);
  await execute(
    act,
    `INSERT INTO payer_connections (payer_id, adapter, usage_indicator) VALUES (?)
     ON DUPLICATE KEY UPDATE adapter = VALUES(adapter), usage_indicator = VALUES(usage_indicator), version = version + 1`,
    [[payer.id, adapter, usage]],
  );
  await execute(act, 'DELETE FROM payer_behaviours WHERE payer_id = ?', [payer.id]);
  if (behaviour) await insertBehaviour(act, payer.id, behaviour);
  const after = await readConnection(act, payer);
  act.audits.push({ action: 'payer.connection', resourceType: 'payer', resourceId: payer.id, detail: { before, after } });
  return after;
}

async function insertBehaviour(act: Act, payerId: string, behaviour: NonNullable<Settings['behaviour']>): Promise<void> {
  await execute(
    act,
    `INSERT INTO payer_behaviours (payer_id, acknowledge_after_ms, remit_after_ms, pay_together_ms, copies, out_of_order, reject_percent, deny_percent, uphold_percent, is_down, pay_twice, deny_codes) VALUES (?)`,
    [[
      payerId, behaviour.acknowledgeAfterMs, behaviour.remitAfterMs, behaviour.payTogetherMs, behaviour.copies, behaviour.outOfOrder ? 1 : 0, behaviour.rejectPercent, behaviour.denyPercent, behaviour.upholdPercent,
      behaviour.isDown ? 1 : 0, behaviour.payTwice ? 1 : 0, JSON.stringify(behaviour.denyCodes),
    ]],
  );
}
