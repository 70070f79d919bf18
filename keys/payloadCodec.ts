import { type Payload, type PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { type KeyRing, openBytes, sealBytes } from './keyRing';

const ENCODING = 'binary/encrypted';
const PURPOSE = 'temporal-payload';
const PayloadMessage = temporal.api.common.v1.Payload;

/**
 * Encrypts what Temporal stores of arguments, results and, with `encodeCommonAttributes`, failures.
 * The key's ID rides in the metadata so that keys rotate while workflows run for months.
 */
export class EncryptingCodec implements PayloadCodec {
  constructor(private readonly keys: KeyRing) {}

  async encode(payloads: Payload[]): Promise<Payload[]> {
    const keyId = this.keys.currentId;
    return payloads.map((payload) => ({
      metadata: { encoding: Buffer.from(ENCODING), 'encryption-key-id': Buffer.from(keyId) },
      data: sealBytes(this.keys.keyFor(PURPOSE, keyId), PayloadMessage.encode(payload as temporal.api.common.v1.IPayload).finish(), PURPOSE),
    }));
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => {
      const encoding = payload.metadata?.['encoding'];
      if (!encoding || Buffer.from(encoding).toString() !== ENCODING) return payload;
      const keyId = Buffer.from(payload.metadata?.['encryption-key-id'] ?? []).toString();
      const plain = openBytes(this.keys.keyFor(PURPOSE, keyId), payload.data ?? new Uint8Array(), PURPOSE);
      return PayloadMessage.decode(plain) as Payload;
    });
  }
}
