import { selectOne } from '../../api/http/act';
import { prepareAuditChains } from '../../api/services/auditTrail';
import { reconcile, type Reconciliation } from '../../api/services/reconcile/reconcile';
import { EXIT, type ExitCode, LaunchFailure } from '../launcher/failure';
import { COMMAND_LINE, openRecord, type OpenRecord } from './record';
import { openTemporal } from './temporal';

const SAY_EVERY_MS = 1_000;

/** Compare, mend when asked to, and say what was found. */
export async function reconcileHouse(asked: { readonly journeyId: string | null; readonly repair: boolean }, json: boolean): Promise<ExitCode> {
  const record = await openRecord('reconcile');
  try {
    if (asked.journeyId !== null) await mustExist(record, asked.journeyId);
    const gateway = await openTemporal(record.keys, 'compare with');
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
