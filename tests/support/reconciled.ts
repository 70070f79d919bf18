import { prepareAuditChains } from '../../api/services/auditTrail';
import { reconcile, type Reconciliation } from '../../api/services/reconcile/reconcile';
import { TemporalGateway } from '../../api/temporal/gateway';
import { COMMAND_LINE } from '../../bin/support/record';
import { KeyRing } from '../../keys/keyRing';
import { TEST_KEYS } from './database';
import { type TestHospital } from './hospital';

/** Compare a test hospital's record with its process, as `careway reconcile` does. */
export async function reconciled({ record, taskQueue }: TestHospital, options: { readonly journeyId?: string; readonly repair?: boolean; readonly address?: string } = {}): Promise<Reconciliation> {
  const keys = KeyRing.parse(TEST_KEYS);
  const gateway = await TemporalGateway.connect({ address: options.address ?? process.env['TEMPORAL_ADDRESS'] ?? '', namespace: process.env['TEMPORAL_NAMESPACE'] ?? 'default', keys, taskQueue });
  try {
    await prepareAuditChains({ database: record.database, transaction: null });
    return await reconcile({ database: record.database, keys, principal: COMMAND_LINE }, gateway, { journeyId: options.journeyId ?? null, repair: options.repair ?? false, patience: { betweenMs: 400, answerMs: 5_000 } });
  } finally {
    await gateway.close();
  }
}
