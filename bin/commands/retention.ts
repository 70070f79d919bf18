import { Command } from 'commander';
import { RETENTION_KINDS } from '../../domain/privacy/retention';
import { actUnattended, type Unattended } from '../../api/http/unattended';
import { applyRun, dryRun, type RetentionRun } from '../../api/services/retention/runs';
import { COMMAND_LINE, openRecord } from '../support/record';

/** `careway retention`: count what is past its period; with `--apply` remove it. Never what is under a legal hold, the ledger or the audit trail. */
export function retentionCommand(): Command {
  return new Command('retention')
    .description('count what is past its retention period; nothing is removed without --apply')
    .option('--apply', 'count, then remove what was counted; on the audit trail')
    .option('--json', 'print the run as one JSON object')
    .action(async ({ apply, json }: { apply?: boolean; json?: boolean }) => {
      const { database, keys } = await openRecord('remove old records from');
      try {
        const unattended: Unattended = { database, keys, principal: COMMAND_LINE };
        const counted = await actUnattended(unattended, dryRun);
        const run = apply ? await actUnattended(unattended, (act) => applyRun(act, counted.id)) : counted;
        process.stdout.write(json ? `${JSON.stringify(run, null, 2)}\n` : inWords(run));
      } finally {
        await database.close();
      }
    });
}

function inWords({ isDry, counts }: RetentionRun): string {
  const lines = counts.map(({ kind, records, rows, isMore }) => `${RETENTION_KINDS[kind].label}: ${records}${kind === 'clinical' ? ` patients, ${rows} rows` : ' rows'}${isMore ? ' (and more: run it again)' : ''}`);
  return `${isDry ? 'Past their period (nothing was removed):' : 'Removed:'}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
