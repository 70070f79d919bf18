import { z } from 'zod';
import { endpoint } from './endpoint';

const tag = 'codec';

/** As Temporal's own tools write a payload in JSON: values are base64. */
const payload = z.object({ metadata: z.record(z.string().max(100), z.base64()).optional(), data: z.base64().nullish() }).meta({ id: 'WorkflowPayload' });

export const codecContract = {
  decodePayloads: endpoint('decodePayloads', {
    method: 'post', path: '/api/v1/codec/decode', tag, summary: 'Open sealed payloads of workflows, for Temporal’s own page', problems: [422],
    description: 'The address to enter in Temporal’s UI as remote codec endpoint is `/api/v1/codec`. Each request is on the audit trail. Nothing is sealed here: who starts or signals workflows does it through Careway.',
    idempotency: 'none',
    body: z.object({ payloads: z.array(payload).max(2_000) }),
    reply: z.object({ payloads: z.array(payload) }),
  }),
};
