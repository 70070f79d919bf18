/**
 * How fast, and in how much memory, a large 835 is read. Makes a file of the size asked for below the temporary folder,
 * streams it from disk, and prints one JSON line. Run it with `node --import tsx tests/bench/x12.bench.ts [megabytes]`.
 */
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readX12, singleGroup, writeX12 } from '../../interop/x12';
import { addressing } from '../interop/x12/samples/parties';
import { denied, drgStay, paid, remittance } from '../interop/x12/samples/remittances';

const BLOCK = 500;

/** A sound 835 of about this size: one transaction set, one claim group, blocks of claims repeated. */
async function makeRemittance(file: string, bytes: number): Promise<number> {
  const claims = Array.from({ length: BLOCK }, (_, index) => ({ ...[paid, denied, drgStay][index % 3] ?? paid, claimGroup: 1, patientControlNumber: `CLM${index}` }));
  const whole = remittance(claims);
  const written = writeX12(singleGroup(addressing, [whole]));
  if (!written.ok) throw new Error(written.problems[0]?.message);
  const first = written.text.indexOf('~CLP*') + 1;
  const last = written.text.indexOf('~SE*') + 1;
  const block = written.text.slice(first, last);
  const blocks = Math.ceil(bytes / block.length);
  const head = written.text.slice(0, first).replace(/BPR\*I\*[\d.]+/, `BPR*I*${(whole.payment.amountCents * blocks) / 100}`);
  const segments = head.slice(head.indexOf('ST*')).split('~').length - 1 + (block.split('~').length - 1) * blocks + 1;
  const out = createWriteStream(file);
  out.write(head);
  for (let index = 0; index < blocks; index += 1) if (!out.write(block)) await once(out, 'drain');
  out.end(`SE*${segments}*0001~GE*1*77~IEA*1*000000905~`);
  await once(out, 'close');
  return blocks * BLOCK;
}

async function measure(megabytes: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'careway-x12-'));
  const file = join(folder, 'remittance.835');
  try {
    const expected = await makeRemittance(file, megabytes * 1e6);
    const before = process.memoryUsage().rss;
    const cpu = process.cpuUsage();
    const started = process.hrtime.bigint();
    let claims = 0;
    let end = { ok: false, segments: 0 };
    for await (const event of readX12(createReadStream(file, { encoding: 'latin1', highWaterMark: 1 << 18 }))) {
      if (event.kind === 'item') claims += 1;
      else if (event.kind === 'problem') process.stderr.write(`${event.problem.message}\n`);
      else if (event.kind === 'end') end = event;
    }
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const { user, system } = process.cpuUsage(cpu);
    const size = statSync(file).size;
    console.log(JSON.stringify({
      bench: 'x12 835 streaming', megabytes: round(size / 1e6), claims, complete: end.ok && claims === expected, segments: end.segments, seconds: round(seconds),
      cpuSeconds: round((user + system) / 1e6),
      megabytesPerSecond: round(size / 1e6 / seconds), claimsPerSecond: Math.round(claims / seconds), rssBeforeMegabytes: round(before / 1e6),
      peakRssMegabytes: round(process.resourceUsage().maxRSS / 1e3),
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

void measure(Number(process.argv[2] ?? 100));
