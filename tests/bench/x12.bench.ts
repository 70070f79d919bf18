/**
 * How fast, and in how much memory, a large 835 is read. Makes a file of the size asked for below the temporary folder,
 * streams it from disk, and prints one JSON line. Run it with `node --import tsx tests/bench/x12.bench.ts [megabytes]`.
 */
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readX12 } from '../../interop/x12';
import { writeBigRemittance } from './bigRemittance';

async function measure(megabytes: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'careway-x12-'));
  const file = join(folder, 'remittance.835');
  try {
    const expected = await writeBigRemittance(file, megabytes * 1e6);
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
