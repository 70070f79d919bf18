import { type DataConverter } from '@temporalio/common';
import { type KeyRing } from './keyRing';
import { EncryptingCodec } from './payloadCodec';

/** How client and worker read and write Temporal payloads. Failure messages and stacks can carry data too, so they are encoded as well. */
export function temporalDataConverter(keys: KeyRing): DataConverter {
  return { payloadCodecs: [new EncryptingCodec(keys)], failureConverterPath: require.resolve('./failureConverter') };
}

