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
    payTogetherMs: z.int().min(0).max(31 * DAY_MS).default(0).meta({ description: 'milliseconds: what falls due within this time is paid with one payment; 0: each claim with one of its own' }),
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

const file = z.strictObject({ fileId: id });
const exchangeFile = z.object({
  id, name: z.string().nullable().meta({ description: 'what its sender called it' }), kinds: z.array(z.string()), bytes: z.int(), state: z.enum(['taken-in', 'failed']), problem: z.string().nullable(), receivedAt: isoDateTime,
  isKept: z.boolean().meta({ description: 'its content can be read' }), isTakenInSince: z.boolean().meta({ description: 'failed, then taken in when it was tried again' }),
});

export const exchangeContract = {
  readPayerConnection: endpoint('readPayerConnection', {
    method: 'get', path: '/api/v1/payers/{payerId}/connection', tag, summary: 'How a payer is reached, and how the demonstration payer behaves for it', params: payer, reply: payerConnection,
  }),
  setPayerConnection: endpoint('setPayerConnection', {
    method: 'put', path: '/api/v1/payers/{payerId}/connection', tag, summary: 'Choose the clearinghouse adapter of a payer, and how the demonstration payer behaves', params: payer, problems: [409],
    description: 'Counts for what is submitted from now on; being down counts at once. A behaviour of null is that of its kind of payer.',
    body: z.strictObject({ version, ...connection, behaviour: payerBehaviour.nullable() }), reply: payerConnection,
  }),
  listPayerConnections: endpoint('listPayerConnections', {
    method: 'get', path: '/api/v1/payer-connections', tag, summary: 'Every payer, how it is reached, and what waits for its answer',
    query: z.strictObject({ q: z.string().trim().min(1).max(80).optional(), adapter: connection.adapter.optional(), sort: z.enum(['name', 'open', 'late']).default('name') }),
    reply: z.object({
      items: z.array(z.object({
        payer: z.object({ id, name: z.string() }), identifier: z.string(), kind: z.string(), ...connection, openClaims: z.int(), openQuestions: z.int(), lateQuestions: z.int(),
        misbehaves: z.array(z.string()).meta({ description: 'what the demonstration payer was told to do wrong' }),
      })),
    }),
  }),
  readExchangeFolder: endpoint('readExchangeFolder', {
    method: 'get', path: '/api/v1/exchange-folder', tag, summary: 'How the exchange folder stands',
    reply: z.object({
      isConfigured: z.boolean(), waitingOut: z.int().meta({ description: 'claims and questions not handed over yet' }), oldestWaitingAt: isoDateTime.nullable(), failed: z.int().meta({ description: 'files nobody has dealt with' }), lastFileAt: isoDateTime.nullable(),
      places: z.object({ outbound: z.int(), inbound: z.int(), processed: z.int(), failed: z.int() }).nullable().meta({ description: 'files in each place; null: the folder cannot be read' }),
    }),
  }),
  listExchangeFiles: endpoint('listExchangeFiles', {
    method: 'get', path: '/api/v1/exchange-files', tag, summary: 'Files of payers: taken in, or failed with the reason',
    query: z.strictObject({
      ...page, state: z.enum(['taken-in', 'failed', 'to-do']).optional().meta({ description: 'to-do: failed, and not taken in since' }), q: z.string().trim().min(1).max(80).optional().meta({ description: 'kind of file, or words of the reason' }),
      sort: z.enum(['newest', 'oldest']).default('newest'),
    }),
    reply: listOf(exchangeFile),
  }),
  listOutboundFiles: endpoint('listOutboundFiles', {
    method: 'get', path: '/api/v1/exchange-files/outbound', tag, summary: 'Claims and questions that go out as files, newest first',
    query: z.strictObject({ ...page, state: z.enum(['waiting', 'handed-over', 'answered']).optional(), payerId: id.optional(), q: z.string().trim().min(1).max(80).optional().meta({ description: 'claim number, control number or kind' }) }),
    reply: listOf(z.object({
      id, kind: z.string(), name: z.string(), controlNumber: z.int(), payer: z.object({ id, name: z.string() }), claim: z.object({ id, number: z.string() }).nullable(),
      madeAt: isoDateTime, handedOverAt: isoDateTime.nullable(), answeredAt: isoDateTime.nullable(),
    })),
  }),
  readExchangeFile: endpoint('readExchangeFile', {
    method: 'get', path: '/api/v1/exchange-files/{fileId}', tag, summary: 'One file and what came of it', params: file,
    reply: exchangeFile.extend({
      problems: z.array(z.string()).meta({ description: 'each with the position of its segment' }), supersededBy: id.nullable().meta({ description: 'the entry of the same file taken in later' }), supersedes: id.nullable(),
      remittances: z.array(z.object({ id, traceNumber: z.string(), payer: z.string() })),
    }),
  }),
  readExchangeFileContent: endpoint('readExchangeFileContent', {
    method: 'get', path: '/api/v1/exchange-files/{fileId}/content', tag, summary: 'The file as it came', params: file, problems: [422], reply: z.object({ name: z.string(), content: z.string().meta({ description: 'base64' }) }),
  }),
  retryExchangeFile: endpoint('retryExchangeFile', {
    method: 'post', path: '/api/v1/exchange-files/{fileId}/retry', tag, summary: 'Take in a failed file again', params: file, problems: [409, 422],
    reply: z.object({ state: z.enum(['taken-in', 'repeated', 'failed']), fileId: id.nullable(), problems: z.array(z.string()) }),
  }),
} as const;
