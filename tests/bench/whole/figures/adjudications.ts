import { adjudicate } from '../../../../domain/adjudication';
import { fiveLineClaim } from '../../fiveLineClaim';

const SECONDS = 2;

/** Five-line claims that one core adjudicates in a second, by processor time: a shared machine takes turns. */
export function measureAdjudications(): number {
  const inputs = Array.from({ length: 500 }, (_, seed) => fiveLineClaim(seed));
  const runFor = (ms: number): number => {
    const end = performance.now() + ms;
    let claims = 0;
    for (; performance.now() < end; claims += inputs.length) for (const input of inputs) adjudicate(input);
    return claims;
  };
  runFor(500); // let the compiler settle
  const before = process.cpuUsage();
  const claims = runFor(SECONDS * 1000);
  const { user, system } = process.cpuUsage(before);
  return Math.round(claims / ((user + system) / 1e6));
}
