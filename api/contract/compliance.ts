import { z } from 'zod';
import { PROBE_NAMES } from '../../domain/compliance/probes';
import { endpoint } from './endpoint';
import { isoDateTime } from './shapes';

const standing = z.enum(['proven', 'broken', 'unknown']).meta({ description: 'unknown: no result is on record; never taken for a pass' });
const probe = z.object({ name: z.enum(PROBE_NAMES), label: z.string(), standing, says: z.string(), checkedAt: isoDateTime.nullable() });
const test = z.object({ file: z.string(), title: z.string().nullable(), standing, tests: z.int(), failed: z.int(), ranAt: isoDateTime.nullable(), commit: z.string().nullable() });
const counts = z.object({ proven: z.int(), broken: z.int(), unknown: z.int() });

/** Controls, what shows them, and the last result. */
export const complianceContract = {
  readCompliance: endpoint('readCompliance', {
    method: 'get', path: '/api/v1/compliance', tag: 'administration', summary: 'Control by control: what shows it, and the last result',
    reply: z.object({
      at: isoDateTime, lastResultAt: isoDateTime.nullable(), counts, probes: z.array(probe),
      frameworks: z.array(z.object({ name: z.string(), source: z.string(), counts, controls: z.array(z.object({ id: z.string(), words: z.string(), standing, tests: z.array(test), probes: z.array(z.enum(PROBE_NAMES)) })) })),
    }),
  }),
} as const;
