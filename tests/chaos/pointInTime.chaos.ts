/**
 * A backup, work after it, then a mistake that takes the record with it: restored to the moment before the mistake by the binary log. Temporal
 * stands at the backup then, and every journey comes to its end all the same. Needs mariadb-binlog (or mysqlbinlog) on the PATH.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { homeAt } from '../../bin/launcher/home';
import { binaryLogFolder } from '../../bin/launcher/servers/database-private';
import { careway } from '../support/careway';
import { adminUrl } from '../support/database';
import { OwnTemporal } from '../support/ownTemporal';
import { PlayedHospital } from '../support/playedHospital';
import { playJourney } from '../support/playJourney';
import { reconciled } from '../support/reconciled';

const JOURNEYS = Number(process.env['JOURNEYS'] ?? 3);
/** Nothing has changed for so long: the binary log is cut at a whole second, and it must lie in between. */
const REST_MS = 4_000;
/** Of one journey before the mistake: none is over then, for nothing would make the time of its lagging workflow pass. */
const MOST_TASKS = 8;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The facts, once journeys that wait for nobody have come to where they do. */
async function atRest(facts: () => Promise<string>): Promise<string> {
  for (let before = await facts(); ;) {
    await pause(REST_MS);
    const after = await facts();
    if (after === before) return after;
    before = after;
  }
}

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'careway-point-'));
  for (const name of ['audit', 'exchange']) mkdirSync(join(folder, name));
  const temporal = await OwnTemporal.start(folder);
  const folders = { AUDIT_CHECKPOINT_DIR: join(folder, 'audit'), EXCHANGE_DIR: join(folder, 'exchange') };
  const played = await PlayedHospital.start({ TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: 'default', ...folders });
  const admin = await createConnection(adminUrl() ?? '');
  const { url, database: { sequelize } } = played.hospital.record;
  const database = sequelize.getDatabaseName();
  try {
    const journeyIds: string[] = [];
    for (let n = 0; n < JOURNEYS; n += 1) journeyIds.push(await played.admit());
    const gate = { most: MOST_TASKS, over: false, done: 0 };
    const before = async (_type: string, done: number) => {
      while (!gate.over && done >= gate.most) await pause(50);
      if (gate.over) throw new Error('the machine is gone');
      gate.done += 1;
    };
    const how = { colleague: played.colleague, answers: { 'place-orders': { plannedHours: 4, orderSet: 'acute-cardiac' } }, withinMs: 600_000 };
    let ended = false;
    const playing = Promise.allSettled(journeyIds.map((journeyId) => playJourney(played.everybody, journeyId, { ...how, before }))).then(() => { ended = true; });
    const until = async (done: number) => {
      while (gate.done < done && !ended) await pause(50);
      if (ended) throw new Error('Every journey has ended before the mistake: plan more of them.');
    };
    const command = async (...args: string[]) => {
      const ended = await careway(url, [...args, '--temporal-file', temporal.file, '--json'], { DATABASE_ADMIN_URL: url, ...folders });
      if (ended.code !== 0) throw new Error(`careway ${args[0] ?? ''}: ${ended.stderr}`);
      return JSON.parse(ended.stdout) as { seconds: number; resent: number };
    };
    const facts = async () => {
      const [[row]] = await admin.query<RowDataPacket[]>(`SELECT (SELECT COUNT(*) FROM ${database}.tasks WHERE status = 'completed') AS done, (SELECT COUNT(*) FROM ${database}.ledger_entries) AS entries, (SELECT SUM(sequence) FROM ${database}.audit_chains) AS events`);
      return JSON.stringify(row);
    };
    await until(3 * JOURNEYS);
    await command('backup', join(folder, 'monday'));
    await until(MOST_TASKS * JOURNEYS);
    const wanted = await atRest(facts);
    const moment = new Date().toISOString();
    await pause(1_500);
    gate.most += 2;
    await until(gate.done + 2);
    gate.over = true;
    await playing;
    for (const name of ['worker', 'api'] as const) await played.hospital.kill(name);
    await temporal.kill();
    const connections = async () => (await admin.query<RowDataPacket[]>('SELECT ID AS id FROM information_schema.processlist WHERE DB = ?', [database]))[0];
    for (let open = await connections(); open.length > 0; open = await connections()) for (const { id } of open) await admin.query(`KILL ${Number(id)}`).catch(() => undefined);
    await admin.query(`DROP TABLE ${database}.sla_firings`); // the mistake
    const restored = await command('restore', join(folder, 'monday'), '--replace', '--until', moment, '--binary-logs', binaryLogFolder(homeAt(process.env['CAREWAY_HOME'])));
    const faults: string[] = [];
    const found = await facts();
    if (found !== wanted) faults.push(`restored ${found} instead of ${wanted}`);
    await temporal.start();
    await played.hospital.run('api');
    await played.hospital.run('worker');
    const back = performance.now();
    // Somebody is too eager: what workflows have yet to come to must still be there afterwards.
    const eager = await reconciled(played.hospital, { repair: true, address: temporal.address });
    faults.push(...eager.differences.filter(({ kind, mended }) => mended && kind !== 'row').map(({ kind, about }) => `reconcile --repair mended ${kind} ${about}`));
    for (const [n, ended] of (await Promise.allSettled(journeyIds.map((journeyId) => playJourney(played.everybody, journeyId, { ...how, passesTime: true })))).entries()) {
      if (ended.status === 'rejected') faults.push(`${journeyIds[n] ?? ''}: ${String(ended.reason)}`);
      else if (ended.value.status !== 'closed') faults.push(`${journeyIds[n] ?? ''}: ${ended.value.status}`);
    }
    for (const journeyId of journeyIds) faults.push(...(await played.lostOrDoubled(journeyId)).map((what) => `${journeyId}: ${what}`));
    const { differences } = await reconciled(played.hospital, { address: temporal.address });
    faults.push(...differences.map(({ workflowId, kind, about }) => `${workflowId}: ${kind} ${about}`));
    console.log(JSON.stringify({ chaos: 'pointInTime', journeys: JOURNEYS, restoreSeconds: restored.seconds, commandsResent: restored.resent, behind: eager.differences.filter(({ kind }) => kind === 'process-behind').length, secondsToTheLastEnd: Math.round((performance.now() - back) / 1000), files: readdirSync(join(folder, 'monday')).length, faults }));
    return faults.length === 0 ? 0 : 1;
  } finally {
    await played.hospital.stop();
    await temporal.kill();
    await admin.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().then((code) => process.exit(code), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
