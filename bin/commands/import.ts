import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { type ImportProgress, type ImportSummary, importSynthea } from '../../db/importers/synthea/importSynthea';
import { EXIT } from '../launcher/failure';
import { auditImport } from '../support/auditImport';
import { openRecord } from '../support/record';

/** `careway import synthea PATH`: exit 0 done (rows left out are in the summary), 2 the input is at fault, 3 no database; nothing is kept on 2 or 3. */
export function importCommand(): Command {
  const command = new Command('import').description('bring records from elsewhere into this hospital');
  command.command('synthea')
    .description('a CSV export of Synthea 2.7 to 4: a folder or a .tar.gz; running it again changes nothing')
    .argument('<path>', 'the folder or archive')
    .option('--json', 'print the summary as one JSON object')
    .action(async (path: string, { json }: { json?: boolean }) => {
      const summary = await runImport(path);
      process.stdout.write(json ? `${JSON.stringify(summary, null, 2)}\n` : `${describe(summary).join('\n')}\n`);
      process.exitCode = EXIT.done;
    });
  return command;
}

async function runImport(path: string): Promise<ImportSummary> {
  const { database, keys } = await openRecord('import into');
  const bar = progressBar();
  try {
    return await importSynthea(database, { path, onProgress: bar.show, beforeCommit: await auditImport(database, keys) });
  } finally {
    bar.stop();
    await database.close();
  }
}

/** On a terminal one bar that moves; elsewhere a line for each file, as logs want it. Standard error only. */
function progressBar(): { show(progress: ImportProgress): void; stop(): void } {
  if (!process.stderr.isTTY) {
    let step = '';
    return {
      show: ({ step: next, bytes, totalBytes, rows }) => {
        if (next === step) return;
        step = next;
        process.stderr.write(`${percent(bytes, totalBytes)} % ${step} (${rows} rows so far)\n`);
      },
      stop: () => undefined,
    };
  }
  const bar = new SingleBar({ format: '{bar} {percentage} % {step} · {rows} rows', stream: process.stderr, hideCursor: true, clearOnComplete: true });
  bar.start(1, 0, { step: 'reading', rows: 0 });
  return {
    show: ({ step, bytes, totalBytes, rows }) => {
      bar.setTotal(Math.max(1, totalBytes));
      bar.update(Math.min(bytes, totalBytes), { step, rows });
    },
    stop: () => bar.stop(),
  };
}

function percent(bytes: number, total: number): number {
  return total === 0 ? 0 : Math.floor((bytes / total) * 100);
}

function describe({ files, leftOut, totals, seconds }: ImportSummary): string[] {
  const width = Math.max(4, ...files.map(({ file }) => file.length)) + 2;
  const numbers = (...values: (number | string)[]) => values.map((value) => String(value).padStart(15)).join('');
  return [
    `${'file'.padEnd(width)}${numbers('rows read', 'kept', 'already there', 'rejected')}`,
    ...files.flatMap((file) => [
      `${file.file.padEnd(width)}${numbers(file.rowsRead, file.kept, file.alreadyThere, file.rejected)}`,
      ...file.reasons.map(({ field, reason, rows, lines }) => `  ${rows} rejected: ${field} ${reason} (line ${lines})`),
      ...file.notes.map((note) => `  ${note}`),
    ]),
    `${'all'.padEnd(width)}${numbers(totals.rowsRead, totals.kept, totals.alreadyThere, totals.rejected)}`,
    ...leftOut.map(({ file, reason }) => `left out: ${file} (${reason})`),
    `${seconds.toFixed(1)} s`,
  ];
}
