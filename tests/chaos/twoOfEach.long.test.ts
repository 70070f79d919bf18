import { ApiClient } from '../../api/client';
import { giveContact } from '../factories/hospital';
import { Balancer } from '../support/balancer';
import { type ProcessName, TestHospital } from '../support/hospital';
import { PlayedHospital } from '../support/playedHospital';
import { playJourney } from '../support/playJourney';

// Two of each process behind a plain balancer; one of each is killed, as by a power cut, while journeys go on.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const JOURNEYS = 3;
/** Killed one after the other, each after so many tasks of all journeys together. */
const KILLED: readonly (readonly [afterTasks: number, name: ProcessName])[] = [[6, 'worker'], [12, 'api'], [18, 'web'], [24, 'notifier']];

let apis: Balancer;
let webs: Balancer;
let hospital: TestHospital;
let played: PlayedHospital;

beforeAll(async () => {
  [apis, webs] = [await Balancer.open(), await Balancer.open()];
  hospital = await TestHospital.start(['worker', 'web', 'notifier', 'capture', 'api-2', 'worker-2', 'web-2', 'notifier-2'], {}, async (coming) => {
    apis.targets.push(coming.healthUrl('api'), coming.healthUrl('api-2'));
    webs.targets.push(coming.healthUrl('web'), coming.healthUrl('web-2'));
    // The processes know the API by the balancer's address alone.
    const behind = { CAREWAY_API_URL: apis.url };
    return { worker: behind, 'worker-2': behind, web: behind, 'web-2': behind, notifier: behind, 'notifier-2': behind };
  });
  played = await PlayedHospital.start({}, [], new ApiClient({ baseUrl: apis.url, timeoutMs: 60_000 }), hospital);
});
afterAll(async () => {
  await hospital.stop();
  await Promise.all([apis.close(), webs.close()]);
});

test('with one of each killed every journey closes, nothing is lost or doubled, and pages are answered', async () => {
  const { everybody, colleague } = played;
  const left = [...KILLED];
  const pages: number[] = [];
  let tasks = 0;
  const before = async () => {
    tasks += 1;
    const next = left[0];
    if (!next || tasks < next[0]) return;
    left.shift();
    await hospital.kill(next[1]);
    pages.push(await fetch(`${webs.url}/login`).then(({ status }) => status, () => 0));
  };
  const journeyIds: string[] = [];
  while (journeyIds.length < JOURNEYS) journeyIds.push(await played.admit());
  for (const journeyId of journeyIds) await giveContact(hospital.record.database, journeyId);
  const ends = await Promise.all(journeyIds.map((journeyId) => playJourney(everybody, journeyId, { before, colleague, withinMs: 500_000 })));
  expect(ends.map(({ status }) => status)).toEqual(journeyIds.map(() => 'closed'));
  expect(left).toEqual([]);
  expect(pages).toEqual(KILLED.map(() => 200));
  for (const [, name] of KILLED) expect(hospital.isRunning(name)).toBe(false);
  for (const journeyId of journeyIds) expect(await played.lostOrDoubled(journeyId)).toEqual([]);
  // What fell due after the notifier was killed went out through the other one.
  const due = () => played.rows("SELECT id FROM notifications WHERE status IN ('pending', 'sending', 'failed') AND not_before <= UTC_TIMESTAMP(3)");
  for (const until = Date.now() + 180_000; (await due()).length > 0 && Date.now() < until;) await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await due()).toEqual([]);
  expect((await played.rows("SELECT id FROM notifications WHERE status = 'delivered' AND channel <> 'app'")).length).toBeGreaterThan(0);
});
