import { DefaultFailureConverter } from '@temporalio/common';

/** Loaded by path in client and worker: failure messages and stack traces go through the codec as well. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
