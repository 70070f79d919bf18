import { Command, CommanderError } from 'commander';
import { EXIT } from './failure';

/** The launcher: `npm start`, `npm test`, `npm run bench`, `npm run chaos` and the servers alone. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('careway-launch').description('Starts the hospital, or the servers for its tests.').exitOverride();
  program.command('servers')
    .description('start MySQL or MariaDB, Redis and Temporal alone and keep them up')
    .option('--home <folder>', 'where their data lies (default: .careway-servers)')
    .option('--port-base <port>', 'first of ten ports', process.env['PORT_BASE'] ?? '5700')
    .option('--durable', 'as for production data: a power cut loses nothing')
    .option('--write-env <file>', 'write the addresses there instead of printing them')
    .action((options) => (require('./serve') as typeof import('./serve')).serve(options));
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
}
