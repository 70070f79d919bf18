/**
 * `careway x12 parse FILE`: is this X12 file sound, and what does it say? Reads the file in pieces, so its size does not
 * matter: once to check it whole, then, if it is sound and `--json` is given, once more to write it as JSON. A file with any
 * error writes nothing to standard output; every problem goes to standard error with its position, exit 2.
 */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { formatDollars } from '../../domain/money';
import { InterchangeJson, readX12, type X12Event, type X12Problem } from '../../interop/x12';

const BAD_INPUT = 2;
const CHUNK = 1 << 18;

/** Check a file and say what is in it. */
export async function parseFile(file: string, json: boolean): Promise<number> {
  try {
    const report = await check(file);
    for (const { severity, message } of report.problems) process.stderr.write(`${file}: ${severity}: ${message}\n`);
    if (!report.ok) return BAD_INPUT;
    if (!json) process.stdout.write(report.lines.map((line) => `${line}\n`).join(''));
    return json ? await writeJson(file) : 0;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EPIPE') return 0;
    if (syscall === undefined) throw error;
    process.stderr.write(`${file}: cannot be read (${code})\n`);
    return BAD_INPUT;
  }
}

interface FileReport {
  ok: boolean;
  problems: X12Problem[];
  /** One line for each transaction set. */
  lines: string[];
}

/** Read the whole file, keeping only what is wrong and how much there is. */
async function check(file: string): Promise<FileReport> {
  const report: FileReport = { ok: false, problems: [], lines: [] };
  const sums = { claims: 0, charge: 0, paid: 0 };
  let name = '';
  for await (const event of readFile(file)) {
    if (event.kind === 'problem') report.problems.push(event.problem);
    else if (event.kind === 'transaction') {
      name = `${event.transaction.set ?? event.transaction.code} ${event.transaction.controlNumber}`;
      Object.assign(sums, { claims: 0, charge: 0, paid: 0 });
    } else if (event.kind === 'item') {
      sums.claims += 1;
      sums.charge += event.item.chargeCents;
      if ('paidCents' in event.item) sums.paid += event.item.paidCents;
    } else if (event.kind === 'transactionEnd') {
      report.lines.push(sums.claims === 0 ? name : `${name}: ${sums.claims} claims, charge ${formatDollars(sums.charge)}${name.startsWith('835') ? `, paid ${formatDollars(sums.paid)}` : ''}`);
    } else if (event.kind === 'end') report.ok = event.ok;
  }
  return report;
}

/** Bytes become characters one to one: what is not ASCII is then refused where it stands, whatever its encoding. */
function readFile(file: string): AsyncGenerator<X12Event> {
  return readX12(createReadStream(file, { encoding: 'latin1', highWaterMark: CHUNK }));
}

async function writeJson(file: string): Promise<number> {
  await pipeline(Readable.from(jsonChunks(file)), process.stdout, { end: false });
  return 0;
}

async function* jsonChunks(file: string): AsyncGenerator<string> {
  const json = new InterchangeJson();
  let chunk = '';
  for await (const event of readFile(file)) {
    chunk += json.take(event);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
