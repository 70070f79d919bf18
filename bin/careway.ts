import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { EXIT, LaunchFailure, messageOf } from './launcher/failure';
import { adoptRunningEnvironment } from './support/runningEnvironment';

const COMMANDS = join(__dirname, 'commands');
/** These judge the record of what runs, so they must not mistake it for the caller's own settings. */
const LOOKING_AT_THE_RECORD = ['status', 'logins', 'doctor'];
/** A defect of Careway's own (sysexits' EX_SOFTWARE), apart from the four exit codes that mean something to a caller. */
const DEFECT = 70;
/** What a server that is not there looks like from Node's and the drivers' side. */
const UNREACHABLE = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'PROTOCOL_CONNECTION_LOST'];

/**
 * The hospital's command line. Every file of bin/commands/ is one command and exports `<name>Command()`; only the one asked
 * for is loaded, so that quick commands are quick.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('careway').description('The hospital\'s command line. Exit codes: 0 done, 1 found a problem it was asked to look for, 2 wrong usage or bad input, 3 a server cannot be reached.')
    .showHelpAfterError('(add --help for what is possible)');
  try {
    const asked = argv.slice(2).find((word) => !word.startsWith('-'));
    if (!asked || !LOOKING_AT_THE_RECORD.includes(asked)) adoptRunningEnvironment();
    const names = asked && isCommand(asked) ? [asked] : commandNames();
    for (const name of names) program.addCommand(load(name));
    throwInsteadOfExit(program);
    await program.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = report(error);
    // What a failed command left open (a socket, a timer) must not keep the caller waiting.
    process.stdout.write('', () => process.exit());
  }
}

function commandNames(): string[] {
  return readdirSync(COMMANDS).filter((file) => /^[a-z0-9-]+\.ts$/i.test(file)).map((file) => file.slice(0, -'.ts'.length)).sort();
}

function isCommand(name: string): boolean {
  return /^[a-z0-9-]+$/i.test(name) && existsSync(join(COMMANDS, `${name}.ts`));
}

/** bin/commands/rotate-keys.ts exports rotateKeysCommand(). */
function load(name: string): Command {
  const exported = `${name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}Command`;
  const module = require(join(COMMANDS, name)) as Record<string, (() => Command) | undefined>;
  const create = module[exported];
  if (!create) throw new Error(`bin/commands/${name}.ts does not export ${exported}()`);
  return create();
}

/** Commander would end the process with 1 for wrong usage; the contract says 2. Settings are not inherited by added commands. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExit(child);
}

/** Says on stderr what went wrong, as one sentence where the cause is known, and answers the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const code = exitCodeOf(error);
  const text = code === DEFECT && error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
  process.stderr.write(`✗ ${text}\n`);
  return code;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof LaunchFailure) return error.exitCode;
  // Commands of other rooms carry their exit code on the error.
  const { exitCode, code } = (error ?? {}) as { exitCode?: unknown; code?: unknown };
  if (typeof exitCode === 'number') return exitCode;
  const causes = [error, (error as { cause?: unknown })?.cause, (error as { parent?: unknown })?.parent, ...((error as AggregateError)?.errors ?? [])];
  const codes = [code, ...causes.map((cause) => (cause as { code?: unknown } | undefined)?.code)];
  return codes.some((each) => typeof each === 'string' && UNREACHABLE.includes(each)) ? EXIT.unreachable : DEFECT;
}
