import { Command, CommanderError } from 'commander';
import { EXIT } from './failure';

/**
 * The launcher: `npm start`, `npm test`, `npm run bench`, `npm run chaos`, `npm run security` and the servers alone. Each loads only what it needs.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('careway-launch').description('Starts the hospital, or the servers for its tests.').exitOverride();
  const portBase = process.env['PORT_BASE'];
  program.command('start')
    .description('start the demonstration hospital; Ctrl-C stops it')
    .option('--fresh', 'delete all data of the last run first')
    .option('--empty', 'wards, beds and people, but no patients and no journeys')
    .option('--home <folder>', 'where the data lies (default: CAREWAY_HOME or .careway)')
    .option('--port-base <port>', 'first of ten ports', portBase ?? '4600')
    .action((options) => (require('./start') as typeof import('./start')).start(options));
  program.command('servers')
    .description('start MySQL or MariaDB, Redis and Temporal alone and keep them up')
    .option('--home <folder>', 'where their data lies (default: .careway-servers)')
    .option('--port-base <port>', 'first of ten ports', portBase ?? '5700')
    .option('--durable', 'as for production data: a power cut loses nothing')
    .option('--write-env <file>', 'write the addresses there instead of printing them')
    .action((options) => (require('./serve') as typeof import('./serve')).serve(options));
  // Vitest's own options go through untouched.
  const passingThrough = (name: string, description: string) => program.command(name).description(description)
    .helpOption(false).allowUnknownOption().allowExcessArguments().argument('[arguments...]');
  passingThrough('test', 'run checks and tests: npm test -- [--keep] [vitest arguments]')
    .action((_, __, command: Command) => (require('./test') as typeof import('./test')).test(command.args));
  for (const mode of ['bench', 'chaos', 'security'] as const) {
    passingThrough(mode, `run tests/${mode}/main.ts on servers of its own`)
      .action((_, __, command: Command) => (require('./program') as typeof import('./program')).runProgram(mode, command.args));
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
}
