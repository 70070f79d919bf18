import { createHash } from 'node:crypto';
import { readTexts } from '../../../db/models/table';
import { DAY_MS, HOUR_MS } from '../../../domain/time';
import { type Act, selectOne } from '../../http/act';

/** How the demonstration payer answers for one of the payers. Percentages are shares of claims, decided by the claim's number: the same run gives the same answers. */
export interface PayerBehaviour {
  readonly acknowledgeAfterMs: number;
  readonly remitAfterMs: number;
  /** How often each answer is sent. */
  readonly copies: number;
  /** What falls due within this time is paid with one payment; 0: each claim with one of its own. */
  readonly payTogetherMs: number;
  /** The remittance comes before the acknowledgement. */
  readonly outOfOrder: boolean;
  /** Claims not taken in at the first try. */
  readonly rejectPercent: number;
  /** Claims denied beyond what the plan's own rules deny. */
  readonly denyPercent: number;
  /** Appeals that change nothing. */
  readonly upholdPercent: number;
  /** Answers nothing until it is up again. */
  readonly isDown: boolean;
  /** Sends a second payment of its own for what it has paid. */
  readonly payTwice: boolean;
  /** CARC it denies with; empty: what the demonstration plays. */
  readonly denyCodes: readonly string[];
}

const SOUND = { isDown: false, payTwice: false, denyCodes: [] } as const;

/** Payers as they are: public ones pay by the calendar (Medicare's payment floor is 14 days), each has a payment run a day, one repeats itself, one answers out of order. */
const BY_KIND: Readonly<Record<string, PayerBehaviour>> = {
  medicare: { acknowledgeAfterMs: 6 * HOUR_MS, remitAfterMs: 14 * DAY_MS, payTogetherMs: DAY_MS, copies: 1, outOfOrder: false, rejectPercent: 4, denyPercent: 6, upholdPercent: 40, ...SOUND },
  medicaid: { acknowledgeAfterMs: 12 * HOUR_MS, remitAfterMs: 21 * DAY_MS, payTogetherMs: DAY_MS, copies: 2, outOfOrder: false, rejectPercent: 8, denyPercent: 8, upholdPercent: 50, ...SOUND },
  dual: { acknowledgeAfterMs: 12 * HOUR_MS, remitAfterMs: 14 * DAY_MS, payTogetherMs: DAY_MS, copies: 1, outOfOrder: false, rejectPercent: 6, denyPercent: 6, upholdPercent: 50, ...SOUND },
  government: { acknowledgeAfterMs: 6 * HOUR_MS, remitAfterMs: 28 * DAY_MS, payTogetherMs: DAY_MS, copies: 1, outOfOrder: false, rejectPercent: 4, denyPercent: 6, upholdPercent: 40, ...SOUND },
  commercial: { acknowledgeAfterMs: 2 * HOUR_MS, remitAfterMs: 9 * DAY_MS, payTogetherMs: DAY_MS, copies: 1, outOfOrder: true, rejectPercent: 8, denyPercent: 14, upholdPercent: 50, ...SOUND },
};
const OTHERWISE: PayerBehaviour = { acknowledgeAfterMs: 2 * HOUR_MS, remitAfterMs: 9 * DAY_MS, payTogetherMs: DAY_MS, copies: 1, outOfOrder: false, rejectPercent: 6, denyPercent: 8, upholdPercent: 50, ...SOUND };

interface Row extends Omit<PayerBehaviour, 'outOfOrder' | 'isDown' | 'payTwice' | 'denyCodes'> {
  readonly outOfOrder: number;
  readonly isDown: number;
  readonly payTwice: number;
  readonly denyCodes: unknown;
}

/** The settings in `payer_behaviours`, else those of the payer's kind. */
export async function behaviourOf(act: Act, payerId: string): Promise<PayerBehaviour> {
  const row = await selectOne<Row>(
    act,
    `SELECT acknowledge_after_ms AS acknowledgeAfterMs, remit_after_ms AS remitAfterMs, pay_together_ms AS payTogetherMs, copies, out_of_order AS outOfOrder, reject_percent AS rejectPercent,
       deny_percent AS denyPercent, uphold_percent AS upholdPercent, is_down AS isDown, pay_twice AS payTwice, deny_codes AS denyCodes FROM payer_behaviours WHERE payer_id = ?`,
    [payerId],
  );
  if (row) {
    return {
      ...row, acknowledgeAfterMs: Number(row.acknowledgeAfterMs), remitAfterMs: Number(row.remitAfterMs), payTogetherMs: Number(row.payTogetherMs), outOfOrder: Number(row.outOfOrder) === 1,
      isDown: Number(row.isDown) === 1, payTwice: Number(row.payTwice) === 1, denyCodes: readTexts(row.denyCodes),
    };
  }
  const payer = await selectOne<{ kind: string }>(act, 'SELECT kind FROM payers WHERE id = ?', [payerId]);
  return behaviourOfKind(payer?.kind ?? '');
}

/** How payers of a kind behave when nothing else was said. */
export function behaviourOfKind(kind: string): PayerBehaviour {
  return BY_KIND[kind.toLowerCase()] ?? OTHERWISE;
}

/** How long after a submission its remittance is due. */
export function remitsAfterMs({ acknowledgeAfterMs, remitAfterMs, outOfOrder }: Pick<PayerBehaviour, 'acknowledgeAfterMs' | 'remitAfterMs' | 'outOfOrder'>): number {
  return outOfOrder ? Math.min(acknowledgeAfterMs, remitAfterMs) : Math.max(acknowledgeAfterMs, remitAfterMs);
}

/** True for a steady `percent` of all texts. */
export function falls(percent: number, ...parts: readonly string[]): boolean {
  return drawOf(...parts) % 100 < percent;
}

/** One of a list, the same for the same parts. */
export function pick<T>(list: readonly [T, ...T[]], ...parts: readonly string[]): T {
  return list[drawOf(...parts) % list.length] ?? list[0];
}

function drawOf(...parts: readonly string[]): number {
  return createHash('sha256').update(parts.join('\u001f')).digest().readUInt32BE(0);
}
