import { type EncryptingCodec } from '../../keys/payloadCodec';

/** A payload as Temporal's tools write it in JSON. */
export interface JsonPayload {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly data?: string | null;
}

/** Open payloads; what is not sealed stays as it is. Throws SealBroken at one that does not open. */
export async function decodePayloads(codec: EncryptingCodec, payloads: readonly JsonPayload[]): Promise<JsonPayload[]> {
  const decoded = await codec.decode(payloads.map(({ metadata, data }) => ({
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value, 'base64')])),
    data: data ? Buffer.from(data, 'base64') : null,
  })));
  return decoded.map(({ metadata, data }) => ({
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')])),
    ...(data ? { data: Buffer.from(data).toString('base64') } : {}),
  }));
}
