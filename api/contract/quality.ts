import { z } from 'zod';
import { INDICATOR_NAMES } from '../../domain/quality/indicators';
import { endpoint } from './endpoint';
import { id } from './shapes';

const measured = z.object({ month: z.string(), numerator: z.number(), denominator: z.number(), value: z.number().nullable().meta({ description: 'null: nothing to measure by' }) });

/** Measures of safety and quality, computed from the record whenever they are asked for. */
export const qualityContract = {
  readIndicators: endpoint('readIndicators', {
    method: 'get', path: '/api/v1/quality/indicators', tag: 'safety', summary: 'Measures by month, of the house or of one ward',
    query: z.strictObject({ months: z.coerce.number().int().min(1).max(24).default(12), wardId: id.optional() }),
    reply: z.object({
      months: z.array(z.string()), ward: z.object({ id, name: z.string() }).nullable(),
      indicators: z.array(z.object({
        name: z.enum(INDICATOR_NAMES), label: z.string(), numerator: z.string(), denominator: z.string(), per: z.union([z.literal(1000), z.literal(100)]), better: z.enum(['fewer', 'more']), source: z.string(),
        months: z.array(measured), whole: measured.omit({ month: true }), wards: z.array(z.object({ id, name: z.string() }).extend(measured.omit({ month: true }).shape)).meta({ description: 'the whole span by ward; empty when one ward was asked for' }),
      })),
    }),
  }),
} as const;
