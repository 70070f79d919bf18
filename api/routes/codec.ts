import { KeyRing, SealBroken } from '../../keys/keyRing';
import { EncryptingCodec } from '../../keys/payloadCodec';
import { type Config } from '../config';
import { codecContract } from '../contract/codec';
import { Problem } from '../http/problem';
import { type Route, route } from '../http/route';
import { decodePayloads } from '../services/decodePayloads';

/** What Temporal's page needs to show what workflows carry. */
export function codecRoutes(config: Config): Route[] {
  let codec: EncryptingCodec | null = null; // made when first asked for: a list of routes needs no keys
  return [
    route(codecContract.decodePayloads, {
      policy: 'workflow.decode',
      handle: async (act, { body }) => {
        act.audits.push({ action: 'workflow.decode', resourceType: 'workflow-payload', detail: { payloads: body.payloads.length } });
        try {
          return { payloads: await decodePayloads((codec ??= new EncryptingCodec(KeyRing.parse(config.keys))), body.payloads) };
        } catch (error) {
          if (error instanceof SealBroken) throw new Problem(422, 'cannot-decode', 'A payload was changed, or the key that sealed it is not here.');
          throw error;
        }
      },
    }),
  ];
}
