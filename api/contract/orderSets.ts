import { z } from 'zod';
import { LONGEST_INTERVAL } from '../../domain/medicines/prescription';
import { endpoint } from './endpoint';
import { isoDateTime, version } from './shapes';

const tag = 'orders and results';
const category = z.enum(['laboratory', 'imaging', 'medicine']);
const oneSet = z.strictObject({ setCode: z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/, 'Use small letters, digits and dashes.').meta({ description: 'of the set, such as general-medicine' }) });
const words = (most: number) => z.string().trim().min(1).max(most);

const line = {
  category, code: z.string().trim().min(1).max(40).meta({ description: 'LOINC; of a medicine RxNorm' }), isPreselected: z.boolean().meta({ description: 'ticked when the set is chosen' }), priority: z.enum(['routine', 'urgent', 'stat']),
  doseQuantity: z.number().positive().max(100_000).nullable(), doseUnit: z.string().max(30).nullable(), route: z.string().max(30).nullable(), everyHours: z.int().min(1).max(LONGEST_INTERVAL).nullable().meta({ description: 'null: once' }),
  note: words(200).nullable().meta({ description: 'when to leave it out, or to add it' }),
};
const item = z.object({ id: z.string(), systemCode: z.string(), display: z.string(), ...line, dose: z.string().nullable().meta({ description: 'in words' }) }).meta({ id: 'OrderSetItem' });
const head = { code: z.string(), label: z.string(), source: z.string().meta({ description: 'where the idea comes from' }), version };

export const orderSetsContract = {
  listOrderSets: endpoint('listOrderSets', {
    method: 'get', path: '/api/v1/order-sets', tag, summary: 'What is ordered together, by reason of admission, with where each set comes from',
    query: z.strictObject({ retired: z.enum(['true', 'false']).default('false').meta({ description: 'those out of use instead' }) }), reply: z.object({ items: z.array(z.object({ ...head, items: z.array(item) })), mayChange: z.boolean() }),
  }),
  readOrderSet: endpoint('readOrderSet', {
    method: 'get', path: '/api/v1/order-sets/{setCode}', tag, summary: 'One order set, with every version it had', params: oneSet,
    reply: z
      .object({
        ...head, isRetired: z.boolean(), mayChange: z.boolean(), reasons: z.array(z.object({ code: z.string(), display: z.string() })).meta({ description: 'reasons for admission (SNOMED CT) that suggest it' }), items: z.array(z.object({ ...line, display: z.string() })),
        versions: z.array(z.object({ version, changedAt: isoDateTime.nullable().meta({ description: 'null: came with Careway' }), changedBy: z.string().nullable(), why: z.string().nullable(), changes: z.array(z.string()) })),
      })
      .meta({ id: 'OrderSet' }),
  }),
  saveOrderSet: endpoint('saveOrderSet', {
    method: 'put', path: '/api/v1/order-sets/{setCode}', tag, summary: 'Change an order set, or make one', params: oneSet, problems: [409, 422],
    description: 'Holds for orders placed from now on; an open task keeps what stood when it was opened. Lines that would be stopped for any adult are refused.',
    body: z.strictObject({
      version: z.int().min(0).meta({ description: 'of the set as it was read; 0: a new one' }), label: words(80), source: words(400), isRetired: z.boolean().default(false), why: z.string().trim().min(3).max(500).meta({ description: 'why it is changed' }),
      reasons: z.array(z.string().regex(/^\d{4,20}$/, 'Enter a SNOMED CT code.')).max(40).default([]), items: z.array(z.strictObject(line)).min(1).max(40),
    }),
    reply: z.object({ code: z.string(), version }),
  }),
} as const;
