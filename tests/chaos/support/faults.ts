import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Chance } from '../../../bin/simulate/random';
import { type ChaosHospital } from './chaosHospital';
import { fillDisk, smallDisk } from './fullDisk';

/** What a fault may use. */
export interface Scene {
  readonly chaos: ChaosHospital;
  readonly chance: Chance;
  readonly execute: (sql: string, values?: readonly unknown[]) => Promise<void>;
}

/** Something that goes wrong and passes: `strike` answers when it has passed. */
export interface Fault {
  readonly name: string;
  /** False when this machine or this run cannot have it. */
  readonly isPossible?: () => boolean;
  readonly strike: (scene: Scene) => Promise<void>;
}

const SHORT_MS = 2_500;
/** Longer than most wait for an answer. */
const LONG_MS = 25_000;
const COMMITS = 3;
const LIBRARIES = '/usr/lib';

/** Kill -9; supervision starts it again. */
const kill = (name: 'api' | 'worker' | 'notifier' | 'web'): Fault => ({ name: `kill ${name}`, strike: ({ chaos }) => chaos.kill(name) });
const killServer = (name: 'database' | 'redis' | 'temporal'): Fault => ({ name: `kill ${name}`, isPossible: () => true, strike: async ({ chaos }) => void chaos.killServer(name) });

/** Cut at the COMMIT itself, and, when a process is named, kill it at that moment. */
const atCommit = (when: 'before' | 'after', victim: 'api' | null): Fault => ({
  name: victim ? `kill ${victim} ${when} a commit` : `connections cut ${when} commits`,
  strike: async ({ chaos }) => {
    const { record } = chaos.ways;
    record.commits = { when, times: victim ? 1 : COMMITS, ...(victim ? { and: () => void chaos.kill(victim) } : {}) };
    await pause(SHORT_MS);
    record.commits = null;
  },
});

/** The worker dies between the effect of an activity and hearing of it. */
const killWorkerAfterEffect: Fault = {
  name: 'kill worker after an effect',
  strike: async ({ chaos }) => {
    const { desk } = chaos.ways;
    desk.onDone = () => {
      desk.onDone = null;
      void chaos.kill('worker');
    };
    await pause(SHORT_MS);
    desk.onDone = null;
  },
};

const way = (name: string, begin: (ways: ChaosHospital['ways']) => void, end: (ways: ChaosHospital['ways']) => void, lasts = SHORT_MS): Fault => ({
  name,
  strike: async ({ chaos }) => {
    begin(chaos.ways);
    await pause(lasts);
    end(chaos.ways);
  },
});

type Wire = 'record' | 'process' | 'work' | 'queue';
const parted = (who: string, wires: readonly Wire[], lasts = SHORT_MS): Fault =>
  way(`${who}${lasts > SHORT_MS ? ', for long' : ''}`, (ways) => wires.forEach((wire) => ways[wire].part()), (ways) => wires.forEach((wire) => ways[wire].heal()), lasts);

function resetAll({ record, process, work, queue }: ChaosHospital['ways']): void {
  for (const wire of [record, process, work, queue]) wire.reset();
}

function slow(ways: ChaosHospital['ways'], late: Readonly<Record<keyof ChaosHospital['ways'], number>>): void {
  for (const [name, latencyMs] of Object.entries(late)) ways[name as keyof ChaosHospital['ways']].latencyMs = latencyMs;
}

const lostMessages: readonly Fault[] = [
  way('answers to people lost', ({ door }) => { door.losesAnswers = 0.5; }, ({ door }) => { door.losesAnswers = 0; }),
  way('answers to the worker lost', ({ desk }) => { desk.losesAnswers = 0.5; }, ({ desk }) => { desk.losesAnswers = 0; }),
  way('requests lost', ({ door, desk }) => { door.losesRequests = 0.3; desk.losesRequests = 0.3; }, ({ door, desk }) => { door.losesRequests = 0; desk.losesRequests = 0; }),
  way('connections reset', resetAll, resetAll),
  way('latency', (ways) => slow(ways, { record: 40, process: 100, work: 100, queue: 100, door: 200, desk: 200 }), (ways) => slow(ways, { record: 0, process: 0, work: 0, queue: 0, door: 0, desk: 0 })),
  parted('API parted from MySQL', ['record']),
  parted('API and worker parted from Temporal', ['process', 'work']),
  way('worker parted from the API', ({ desk }) => { desk.isAway = true; }, ({ desk }) => { desk.isAway = false; }),
  way('people parted from the API', ({ door }) => { door.isAway = true; }, ({ door }) => { door.isAway = false; }),
  parted('API and notifier parted from Redis', ['queue']),
  parted('API parted from Temporal', ['process']),
  parted('worker parted from Temporal', ['work']),
];

/** So long that those who wait for an answer give up, and those who hold something open must find out by themselves. */
const longPartings: readonly Fault[] = [
  parted('API parted from MySQL', ['record'], LONG_MS), parted('API and worker parted from Temporal', ['process', 'work'], LONG_MS), parted('API and notifier parted from Redis', ['queue'], LONG_MS),
];

const diskFull = way('the database’s disk full', ({ record }) => { record.isFull = true; }, ({ record }) => { record.isFull = false; });

/** MySQL, Redis and Temporal cannot write one byte. Only where their home has a small file system of its own. */
const diskReallyFull: Fault = { name: 'the servers’ disk really full', isPossible: () => smallDisk() !== null, strike: () => fillDisk(smallDisk() ?? '', LONG_MS) };

/** Delivered commands of stays that go on are delivered again, newest first: doubled, late and out of order. */
const commandsAgain: Fault = {
  name: 'commands delivered again, out of order',
  strike: ({ execute }) => execute(
    `UPDATE workflow_commands c JOIN (SELECT w.id FROM workflow_commands w JOIN journeys j ON j.workflow_id = w.workflow_id
       WHERE w.state = 'delivered' AND w.kind IN ('start', 'update') AND j.status = 'running' ORDER BY w.id DESC LIMIT 20) again ON again.id = c.id
     SET c.state = 'pending', c.last_error = 'again', c.next_attempt_at = UTC_TIMESTAMP(3)`),
};

/** One process lives ahead of, or behind, everybody else for a while. */
const clock = (name: 'api' | 'worker', offset: string): Fault => ({
  name: `clock of ${name} ${offset}`,
  isPossible: () => fakeTime() !== null,
  strike: async ({ chaos }) => {
    const before = await chaos.replace(name, (env) => ({ ...env, LD_PRELOAD: fakeTime() ?? '', FAKETIME: offset, FAKETIME_DONT_FAKE_MONOTONIC: '1', FAKETIME_DONT_RESET: '1' }));
    await pause(SHORT_MS * 3);
    await chaos.replace(name, () => before);
  },
});

/** The worker is replaced, gracefully, by one with the newest workflow code; stays begun under the old code go on under the new. */
const deployment: Fault = { name: 'a deployment of the worker', strike: async ({ chaos }) => void (await chaos.replace('worker', () => ({}))) };

/** Those that touch nothing beyond a hospital's own processes and ways; other hospitals on the same servers notice nothing. */
export const OWN_FAULTS: readonly Fault[] = [
  deployment, kill('api'), atCommit('after', null), kill('worker'), ...lostMessages.slice(0, 3), atCommit('before', null), killWorkerAfterEffect,
  commandsAgain, atCommit('after', 'api'), diskFull, atCommit('before', 'api'), ...lostMessages.slice(3),
];

export const ALL_FAULTS: readonly Fault[] = [
  ...OWN_FAULTS, kill('notifier'), kill('web'), killServer('database'), killServer('redis'), killServer('temporal'), ...longPartings, diskReallyFull,
  clock('api', '+90s'), clock('api', '-90s'), clock('worker', '+90s'), clock('worker', '-90s'),
];

/** Endless: every fault once in an order of chance, then again in another. */
export function* inAnyOrder(faults: readonly Fault[], chance: Chance): Generator<Fault, never> {
  const possible = faults.filter(({ isPossible }) => isPossible?.() ?? true);
  for (;;) {
    const left = [...possible];
    while (left.length > 0) yield left.splice(Math.floor(chance.next() * left.length), 1)[0] as Fault;
  }
}

/** Debian's libfaketime, where it is installed. */
function fakeTime(): string | null {
  const found = existsSync(LIBRARIES) ? readdirSync(LIBRARIES).map((folder) => join(LIBRARIES, folder, 'faketime', 'libfaketimeMT.so.1')).find(existsSync) : undefined;
  return found ?? null;
}
