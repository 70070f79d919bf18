import { type contract } from '../../../api/client';
import { readDollars, writeDollars } from '../../forms/dollars';
import { Refusal } from '../../http/refusal';
import { type Reply } from '../../http/visit';

export type CodedAmount = { group: 'CO' | 'PR' | 'OA' | 'PI'; reason: string; cents: number };
type Detail = Reply<typeof contract.readAnswer>;

/** The adjustments most remittances come to, each with its own field; anything else goes into the free rows. */
const USUAL = [['CO', '45', 'Reduced by contract'], ['PR', '1', 'Deductible'], ['PR', '2', 'Coinsurance'], ['PR', '3', 'Copayment']] as const;
const FREE_ROWS = 3;
const GROUPS = ['CO', 'PR', 'OA', 'PI'] as const;

/** Fields for charge, payment and adjustments; `prefix` keeps several claims of one form apart. */
export function amountFields(prefix: string, stored: { charge: number | null; paid: number | null; adjustments: readonly CodedAmount[] }, typed: URLSearchParams): object {
  const shown = (name: string, cents: number | null) => typed.get(`${prefix}${name}`) ?? (cents === null ? '' : writeDollars(cents));
  const sums = new Map<string, CodedAmount>();
  for (const one of stored.adjustments) sums.set(`${one.group}-${one.reason}`, { ...one, cents: one.cents + (sums.get(`${one.group}-${one.reason}`)?.cents ?? 0) });
  const usual = USUAL.map(([group, reason, label]) => ({ name: `${prefix}${group}-${reason}`, label, code: `${group}-${reason}`, value: shown(`${group}-${reason}`, sums.get(`${group}-${reason}`)?.cents ?? null) }));
  const rest = [...sums.values()].filter(({ group, reason }) => !USUAL.some(([g, r]) => g === group && r === reason));
  const free = Array.from({ length: Math.max(FREE_ROWS, rest.length) }, (_, index) => {
    const group = typed.get(`${prefix}group.${index}`) ?? rest[index]?.group ?? 'CO';
    return {
      index, prefix, groups: GROUPS.map((value) => ({ value, chosen: value === group })), reason: typed.get(`${prefix}reason.${index}`) ?? rest[index]?.reason ?? '', value: shown(`amount.${index}`, rest[index]?.cents ?? null),
    };
  });
  return { prefix, charge: shown('charge', stored.charge), paid: shown('paid', stored.paid), usual, free };
}

/** What those fields say. Refuses what is no amount, naming the field. */
export function amountsOf(posted: URLSearchParams, prefix = ''): { chargeCents: number; paidCents: number; adjustments: CodedAmount[] } {
  const amount = (name: string, label: string) => {
    const cents = readDollars(posted.get(`${prefix}${name}`), 'zero');
    if (cents === null) throw new Refusal(422, `${label} must be an amount such as 125.50.`);
    return cents;
  };
  const usual = USUAL.map(([group, reason, label]): CodedAmount => ({ group, reason, cents: amount(`${group}-${reason}`, label) }));
  const free: CodedAmount[] = [];
  for (let index = 0; posted.has(`${prefix}reason.${index}`); index += 1) {
    const reason = posted.get(`${prefix}reason.${index}`)?.trim().toUpperCase() ?? '';
    const cents = amount(`amount.${index}`, 'Each adjustment');
    const group = GROUPS.find((one) => one === posted.get(`${prefix}group.${index}`)) ?? 'CO';
    if (cents !== 0) free.push({ group, reason, cents });
  }
  return { chargeCents: amount('charge', 'Charge'), paidCents: amount('paid', 'Paid'), adjustments: [...usual.filter(({ cents }) => cents !== 0), ...free] };
}

export function amountsView({ answer, adjustments }: Detail, posted: URLSearchParams): object {
  return amountFields('', { charge: answer.chargeCents, paid: answer.paidCents, adjustments }, posted);
}
