import { Command } from 'commander';
import { EXIT } from '../launcher/failure';
import { homeAt } from '../launcher/home';
import { type Status, statusOf } from '../launcher/status';

/** `careway status`: what runs, where, and whether it answers. Exit 0 when all does, 3 otherwise. */
export function statusCommand(): Command {
  return new Command('status')
    .description('what is running, where, and whether it answers')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const status = await statusOf(homeAt(process.env['CAREWAY_HOME']));
      process.stdout.write(json ? `${JSON.stringify(status, null, 2)}\n` : `${describe(status).join('\n')}\n`);
      process.exitCode = status.ready ? EXIT.done : EXIT.unreachable;
    });
}

function describe(status: Status): string[] {
  if (!status.mode) return ['Careway is not running here: npm start starts it.', ...status.problems];
  return [
    status.ready ? `Careway is running (${status.mode}).` : `Careway is not ready (${status.mode}).`,
    ...Object.entries(status.urls).map(([name, url]) => `  ${name.padEnd(12)}${url}`),
    ...(status.database ? [`  ${'database'.padEnd(12)}${status.database.host}:${status.database.port}/${status.database.name}`] : []),
    ...status.processes.map(({ name, pid }) => `  ${name.padEnd(12)}process ${pid}`),
    ...status.problems.map((problem) => `! ${problem}`),
  ];
}
