import { readFileSync } from 'node:fs';
import { homeAt } from '../../../../bin/launcher/home';
import { readState } from '../../../../bin/launcher/state';
import { type BenchHospital } from '../benchHospital';
import { round } from '../stats';

/** Resident memory in MiB by process, servers included, and the sum. */
export type MemoryFigures = Readonly<Record<string, number>> & { readonly all: number };

/** What every process of the hospital and each private server holds now. Linux only: elsewhere no process is found. */
export function measureMemory({ hospital }: BenchHospital): MemoryFigures {
  const servers = (readState(homeAt(process.env['CAREWAY_HOME']))?.processes ?? []).filter(({ name }) => name !== 'bench').map(({ name, pid }) => [name, pid] as const);
  const held = [...servers, ...hospital.processIds].map(([name, pid]) => [name, residentMib(pid)] as const);
  return { ...Object.fromEntries(held), all: round(held.reduce((sum, [, mib]) => sum + mib, 0), 0) };
}

function residentMib(pid: number): number {
  try {
    return round(Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024, 0);
  } catch {
    return 0;
  }
}
