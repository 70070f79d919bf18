import { selectOne } from '../../api/http/act';
import { prepareAuditChains } from '../../api/services/auditTrail';
import { reconcile, type Reconciliation } from '../../api/services/reconcile/reconcile';
import { TemporalGateway } from '../../api/temporal/gateway';
import { EXIT, type ExitCode, LaunchFailure, messageOf } from '../launcher/failure';
import { COMMAND_LINE, openRecord, type OpenRecord } from './record';

const SAY_EVERY_MS = 1_000;

/** Compare, mend when asked to, and say what was found. */
export async function reconcileHouse(asked: { readonly journeyId: string | null; readonly repair: boolean }, json: boolean): Promise<ExitCode> {
  const address = process.env['TEMPORAL_ADDRESS'];
  if (!address) throw new LaunchFailure('TEMPORAL_ADDRESS is not set, and no hospital is running here: there is no process to compare with.', EXIT.unreachable);
  const record = await openRecord('reconcile');
  try {
    if (asked.journeyId !== null) await mustExist(record, asked.journeyId);
    const gateway = await TemporalGateway.connect({ address, namespace: process.env['TEMPORAL_NAMESPACE'] ?? 'default', keys: record.keys, ...(process.env['TEMPORAL_TASK_QUEUE'] ? { taskQueue: process.env['TEMPORAL_TASK_QUEUE'] } : {}) });
    await mustAnswer(gateway, address);
    if (asked.repair) await prepareAuditChains({ database: record.database, transaction: null });
    const result = await reconcile({ ...record, principal: COMMAND_LINE }, gateway, { ...asked, onProgress: progress() });
    await gateway.close();
    process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : inWords(result));
    return result.differences.some(({ mended }) => !mended) ? EXIT.found : EXIT.done;
  } finally {
    await record.database.close();
  }
}

async function mustExist({ database }: OpenRecord, journeyId: string): Promise<void> {
  const row = await selectOne({ database, transaction: null }, 'SELECT id FROM journeys WHERE id = ?', [journeyId]);
  if (!row) throw new LaunchFailure(`There is no journey ${journeyId.slice(0, 60)}.`, EXIT.usage);
}

async function mustAnswer(gateway: TemporalGateway, address: string): Promise<void> {
  try {
    await gateway.client.connection.withDeadline(Date.now() + 10_000, () => gateway.client.connection.workflowService.describeNamespace({ namespace: gateway.client.options.namespace }));
  } catch (error) {
    throw new LaunchFailure(`Temporal does not answer at ${address} (${messageOf(error)}).`, EXIT.unreachable);
  }
}

/** A line a second at most, on standard error. */
function progress(): (looked: number, of: number) => void {
  let said = Date.now();
  return (looked, of) => {
    if (Date.now() - said < SAY_EVERY_MS) return;
    said = Date.now();
    process.stderr.write(`${looked} of ${of} workflows\n`);
  };
}

function inWords(result: Reconciliation): string {
  const lines = result.differences.map(({ workflowId, kind, sentence, advice, mended }) => `${mended ? '✓ mended' : '✗'} ${workflowId} ${kind}: ${sentence}${!mended && advice ? `\n    → ${advice}` : ''}`);
  const left = result.differences.length - result.mended;
  const looked = `${result.journeys} journeys, ${result.claims} claims and ${result.others} other workflows compared; ${result.asked} answered about themselves.`;
  return [...lines, ...result.notes.map((note) => `! ${note}`), looked, left === 0 ? 'Record and process agree.' : `${left} differences are left${result.mended > 0 ? `, ${result.mended} were mended` : ''}.`].map((line) => `${line}\n`).join('');
}
