/**
 * `careway x12 import FILE`: take in what a payer or clearinghouse sent (835, 277CA, 999). All of the file takes effect or nothing; a
 * file or a payment that was taken in before changes nothing.
 */
import { accessSync, constants, statSync } from 'node:fs';
import { ExchangeFolder } from '../../api/services/exchange/exchangeFolder';
import { reasonOf } from '../../api/services/exchange/folderExchange';
import { type TakenIn, takeInFile } from '../../api/services/exchange/takeInFile';
import { prepareAuditChains } from '../../api/services/auditTrail';
import { EXIT, type ExitCode, LaunchFailure } from '../launcher/failure';
import { COMMAND_LINE, openRecord } from './record';

/** Take in one file and say what came of it. */
export async function importFile(file: string, json: boolean): Promise<ExitCode> {
  assertReadable(file);
  const { database, keys } = await openRecord('import into');
  try {
    await prepareAuditChains({ database, transaction: null });
    const taken = await takeInFile({ database, keys, principal: COMMAND_LINE }, file);
    if (taken.state === 'failed') {
      for (const problem of taken.problems) process.stderr.write(`${file}: error: ${problem}\n`);
      process.stderr.write(`${file}: nothing was posted${keptAside(file, taken)}\n`);
      return EXIT.usage;
    }
    process.stdout.write(json ? `${JSON.stringify(taken, null, 2)}\n` : `${inWords(taken)}\n`);
    return EXIT.done;
  } finally {
    await database.close();
  }
}

/** Where the hospital exchanges files, a copy is kept with what is wrong, as of a file that came in that way. */
function keptAside(file: string, taken: TakenIn): string {
  const folder = process.env['EXCHANGE_DIR'];
  return folder ? `; a copy is kept as ${new ExchangeFolder(folder).prepare().keepCopy(file, reasonOf(taken) ?? '')}` : '';
}

function assertReadable(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new LaunchFailure(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`, EXIT.usage);
  }
  if (!statSync(file).isFile()) throw new LaunchFailure(`${file} is no file.`, EXIT.usage);
}

function inWords(taken: Exclude<TakenIn, { state: 'failed' }>): string {
  if (taken.state === 'repeated') return `This file was taken in before (${taken.receivedAt}); nothing was posted.`;
  const counts: [number, string][] = [
    [taken.remittances, 'remittances'], [taken.posted, 'claims posted'], [taken.queued, 'waiting for a person'], [taken.ignored, 'with nothing to post'], [taken.repeated, 'payments posted before, left alone'],
    [taken.answered, 'questions answered'], [taken.accepted, 'claims taken in by the payer'], [taken.rejected, 'rejected'], [taken.unknown, 'of nobody we sent'],
  ];
  return `${taken.kinds.join(', ')}: ${counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`).join(', ') || 'nothing to do'}`;
}
