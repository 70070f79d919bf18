import { readFileSync } from 'node:fs';
import { homeAt } from '../../../../bin/launcher/home';
import { procStat } from '../../../../bin/launcher/liveness';
import { readState } from '../../../../bin/launcher/state';
import { type BenchHospital } from '../benchHospital';
import { round } from '../stats';

/** Resident memory in MiB by process, servers included, and the sum. */
export type MemoryFigures = Readonly<Record<string, number>> & { readonly all: number };

/** What every process of the hospital and each private server holds now. Linux only: elsewhere no process is found. */
export function measureMemory(bench: BenchHospital): MemoryFigures {
  const held = processesOf(bench).map(([name, pid]) => [name, residentMib(pid)] as const);
  return { ...Object.fromEntries(held), all: round(held.reduce((sum, [, mib]) => sum + mib, 0), 0) };
}

/** Processor time that each process has used so far, in seconds. Two readings tell what work costs, however busy the machine is with other things. */
export function readProcessorTime(bench: BenchHospital): ReadonlyMap<string, number> {
  return new Map([...processesOf(bench), ['bench', process.pid] as const].map(([name, pid]) => [name, processorSeconds(pid)]));
}

function processesOf({ hospital }: BenchHospital): (readonly [name: string, pid: number])[] {
  const servers = (readState(homeAt(process.env['CAREWAY_HOME']))?.processes ?? []).filter(({ name }) => name !== 'bench');
  return [...servers.map(({ name, pid }) => [name, pid] as const), ...givenServers(), ...hospital.processIds];
}

/** Servers of this machine that were given by their addresses (`TEMPORAL_ADDRESS`), named by whoever started them: `GIVEN_PIDS=temporal=412,mysql=390`. */
function givenServers(): (readonly [name: string, pid: number])[] {
  return (process.env['GIVEN_PIDS'] ?? '').split(',').flatMap((given) => {
    const [name, pid] = given.split('=');
    return name && pid ? [[name, Number(pid)] as const] : [];
  });
}

/** Fields 14 and 15 of proc(5)'s stat: ticks of a hundredth of a second in user mode and in the kernel. */
function processorSeconds(pid: number): number {
  try {
    const fields = procStat(pid);
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

function residentMib(pid: number): number {
  try {
    return round(Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024, 0);
  } catch {
    return 0;
  }
}
