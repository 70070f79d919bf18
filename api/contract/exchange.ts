import { z } from 'zod';
import { CARC } from '../../domain/claims/carc';
import { endpoint } from './endpoint';
import { id, isoDateTime, listOf, page } from './shapes';

const tag = 'exchange';
const payer = z.strictObject({ payerId: id });
const DAY_MS = 86_400_000;

const delay = z.int().min(0).max(400 * DAY_MS).meta({ description: 'milliseconds after the submission' });
const percent = z.int().min(0).max(100);
const denialCodes = Object.entries(CARC).filter(([, { meaning }]) => meaning === 'denied').map(([code]) => code) as [string, ...string[]];

/** How the demonstration payer answers. Percentages are shares of claims, decided by the claim's number. */
export const payerBehaviour = z
  .strictObject({
    acknowledgeAfterMs: delay, remitAfterMs: delay,
    copies: z.int().min(1).max(5).meta({ description: 'how often each answer is sent' }),
    outOfOrder: z.boolean().meta({ description: 'the remittance comes before the acknowledgement' }),
    rejectPercent: percent, denyPercent: percent, upholdPercent: percent.meta({ description: 'appeals that change nothing' }),
    isDown: z.boolean().meta({ description: 'answers nothing until it is up again' }),
    payTwice: z.boolean().meta({ description: 'sends a second payment of its own for what it has paid' }),
    denyCodes: z.array(z.enum(denialCodes)).max(20).meta({ description: 'CARC to deny with; empty: what the demonstration plays' }),
  })
  .meta({ id: 'PayerBehaviour' });

const connection = {
  adapter: z.enum(['demonstration', 'folder']).meta({ description: 'demonstration: adjudicates with the engine; folder: 837 files out, 835, 277CA and 999 files in' }),
  usage: z.enum(['T', 'P']).meta({ description: 'ISA15 of what goes out through the folder: test or production' }),
};
const version = z.int().min(0).meta({ description: 'Optimistic version; 0 when nothing was said of this payer yet. A stale one is answered 409' });

export const payerConnection = z
  .object({ payer: z.object({ id, name: z.string() }), ...connection, behaviour: payerBehaviour, behaviourIsDefault: z.boolean().meta({ description: 'that of its kind of payer' }), version })
  .meta({ id: 'PayerConnection' });

export const exchangeContract = {
  readPayerConnection: endpoint('readPayerConnection', {
    method: 'get', path: '/api/v1/payers/{payerId}/connection', tag, summary: 'How a payer is reached, and how the demonstration payer behaves for it', params: payer, reply: payerConnection,
  }),
  setPayerConnection: endpoint('setPayerConnection', {
    method: 'put', path: '/api/v1/payers/{payerId}/connection', tag, summary: 'Choose the clearinghouse adapter of a payer, and how the demonstration payer behaves', params: payer, problems: [409],
    description: 'Counts for what is submitted from now on; being down counts at once. A behaviour of null is that of its kind of payer.',
    body: z.strictObject({ version, ...connection, behaviour: payerBehaviour.nullable() }), reply: payerConnection,
  }),
  listExchangeFiles: endpoint('listExchangeFiles', {
    method: 'get', path: '/api/v1/exchange-files', tag, summary: 'Files of payers, newest first: taken in, or failed with the reason', query: z.strictObject({ ...page, state: z.enum(['taken-in', 'failed']).optional() }),
    reply: listOf(z.object({ id, kinds: z.array(z.string()), bytes: z.int(), state: z.enum(['taken-in', 'failed']), problem: z.string().nullable(), receivedAt: isoDateTime })),
  }),
} as const;
