/**
 * `careway adjudicate FILE`: what would this plan pay for this claim? Reads one adjudication (or a list of them) as JSON from a file or,
 * for `-`, from standard input and writes the result (or the list of results) as JSON. Opens no database and no connection.
 * Exit 0 with the whole answer, or 2 with nothing on standard output and the JSON path of the culprit on standard error.
 */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Command, type CommanderError } from 'commander';
import { adjudicateJson, MalformedInput } from '../../domain/adjudication';

const BAD_INPUT = 2;

export function adjudicateCommand(): Command {
  return new Command('adjudicate')
    .description('adjudicate a claim, or a list of claims, from a JSON file or standard input')
    .argument('<file>', 'JSON file, or - for standard input')
    .option('--json', 'accepted for uniformity: the answer is always JSON')
    .exitOverride(exitAsBadUsage)
    .action(async (file: string) => {
      process.exitCode = await adjudicateFile(file);
    });
}

/** Commander itself leaves with 1 on wrong usage; here 1 means something else. */
function exitAsBadUsage(error: CommanderError): never {
  process.exit(error.exitCode === 0 ? 0 : BAD_INPUT);
}

async function adjudicateFile(file: string): Promise<number> {
  try {
    process.stdout.write(adjudicateAll(parseJson(await readInput(file))));
    return 0;
  } catch (error) {
    if (!(error instanceof MalformedInput)) throw error;
    process.stderr.write(`careway adjudicate: ${error.message}\n`);
    return BAD_INPUT;
  }
}

async function readInput(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new MalformedInput(file, `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}

/** JSON, with or without the byte order mark some editors write. The parser's own message quotes the text, which may be a patient's. */
function parseJson(source: string): unknown {
  try {
    return JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch (error) {
    const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new MalformedInput('$', `is not JSON${position === undefined ? '' : ` (at character ${position})`}`);
  }
}

/** A list is answered as a whole or not at all; one result a line, so that long lists stay quick to write and easy to search. */
function adjudicateAll(value: unknown): string {
  if (!Array.isArray(value)) return `${JSON.stringify(adjudicateJson(value), null, 2)}\n`;
  const results = value.map((item, index) => JSON.stringify(adjudicateJson(item, `$[${index}]`)));
  return results.length === 0 ? '[]\n' : `[\n${results.join(',\n')}\n]\n`;
}
