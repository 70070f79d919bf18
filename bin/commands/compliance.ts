import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { readConfig } from '../../api/config';
import { verifyAudit } from '../../api/services/audit/verify';
import { importResults, resultsFile } from '../../api/services/compliance/importResults';
import { type Compliance, readCompliance } from '../../api/services/compliance/readCompliance';
import { EXIT, LaunchFailure, messageOf } from '../launcher/failure';
import { keepCheck } from '../support/keepCheck';
import { openRecord, type OpenRecord } from '../support/record';

const MARKS = { proven: '✓', broken: '✗', unknown: '?' } as const;

/** `careway compliance`: control by control, what shows it and the last result. */
export function complianceCommand(): Command {
  const compliance = new Command('compliance')
    .description('which controls are shown by tests and by this hospital; exit 1 when one is broken')
    .option('--json', 'print the report as one JSON object')
    .option('--verify', 'read the whole audit trail first, and keep what was found')
    .action(({ json, verify }: { json?: boolean; verify?: boolean }) => withRecord(async (record) => {
      if (verify) await keepVerification(record);
      const { auditCheckpointDir, webUrl, sessionIdleMinutes, sessionHours } = readConfig();
      const report = await readCompliance(actOf(record), { checkpoints: auditCheckpointDir, masterKeyId: record.keys.currentId, webUrl, sessionIdleMinutes, sessionHours });
      process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : inWords(report));
      process.exitCode = report.counts.broken > 0 ? EXIT.found : EXIT.done;
    }));
  compliance.command('import-results <file>')
    .description('keep the results of a run of the tests (results.json, as npm test leaves it)')
    .action((file: string) => withRecord(async (record) => {
      const count = await importResults(actOf(record), readResultsFile(file));
      process.stdout.write(`${count} results are on record.\n`);
    }));
  return compliance;
}

const actOf = ({ database }: OpenRecord) => ({ database, transaction: null, now: new Date() });

async function withRecord(work: (record: OpenRecord) => Promise<void>): Promise<void> {
  const record = await openRecord('report on');
  try {
    await work(record);
  } finally {
    await record.database.close();
  }
}

function readResultsFile(file: string) {
  try {
    return resultsFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new LaunchFailure(`${file} holds no results of tests (${messageOf(error).slice(0, 200)}).`, EXIT.usage);
  }
}

async function keepVerification({ database, keys }: OpenRecord): Promise<void> {
  const { intact, events, chains } = await verifyAudit(database.sequelize, keys, readConfig().auditCheckpointDir);
  const says = intact ? `${events} events in ${chains} chains are as they were written.` : 'The trail was tampered with: run careway audit verify.';
  await keepCheck(database, 'audit-chain', intact ? 'good' : 'bad', says, new Date());
}

function inWords({ frameworks, probes, counts, lastResultAt }: Compliance): string {
  const lines = [
    ...probes.map(({ standing, label, says }) => `${MARKS[standing]} ${label}: ${says}`),
    ...frameworks.flatMap(({ name, source, controls }) => ['', `${name} (${source})`, ...controls.map(({ standing, id, words }) => `${MARKS[standing]} ${id}  ${words}`)]),
    '', `${counts.proven} shown, ${counts.broken} broken, ${counts.unknown} not shown. ${lastResultAt === null ? 'No result of a test is on record.' : `Last result of ${lastResultAt}.`}`,
  ];
  return `${lines.join('\n')}\n`;
}
