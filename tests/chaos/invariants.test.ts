import { randomUUID } from 'node:crypto';
import { contract } from '../../api/client';
import { playJourney } from '../support/playJourney';
import { PlayedHospital } from '../support/playedHospital';
import { giveContact } from '../factories/hospital';
import { readInvariants, violations } from './support/invariants';
import { PLANTS } from './support/plants';
import { UnguardedCopy } from './support/unguardedCopy';

/** A record with two stays that are over and paid, one that goes on, a payment and messages; and a copy of it in which anything can be planted. */
let played: PlayedHospital;
let copy: UnguardedCopy;

beforeAll(async () => {
  played = await PlayedHospital.start({}, ['worker', 'notifier', 'capture']);
  const journeyIds = [await played.admit(), await played.admit(), await played.admit()];
  const [going = '', ...ending] = journeyIds;
  for (const journeyId of journeyIds) await giveContact(played.hospital.record.database, journeyId);
  const answers = { 'place-orders': { plannedHours: 4, orderSet: 'acute-cardiac' }, 'book-follow-up': { needed: true } };
  await Promise.all([
    playJourney(played.everybody, going, { colleague: played.colleague, answers, leave: { stage: 'diagnostics', types: ['place-orders'] } }),
    ...ending.map((journeyId) => playJourney(played.everybody, journeyId, { colleague: played.colleague, answers })),
  ]);
  const [account] = await played.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [ending[0]]);
  await played.colleague.call(contract.takePayment, { body: { accountId: account?.id ?? '', cents: 1_000, method: 'cash', reference: 'R-1' }, idempotencyKey: randomUUID() });
  await untilDelivered();
  copy = await UnguardedCopy.of(played.hospital.record.url);
}, 240_000);
afterAll(async () => {
  await copy?.stop();
  await played?.hospital.stop();
});

/** Everything that is due has been sent, and the workflows have heard everything. */
async function untilDelivered(): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const due = await played.rows("SELECT id FROM notifications WHERE status IN ('pending', 'sending') AND not_before <= UTC_TIMESTAMP(3)");
    const told = await played.rows("SELECT 1 FROM journeys j JOIN appointments a ON a.encounter_id = j.id WHERE NOT EXISTS (SELECT 1 FROM notifications n WHERE n.encounter_id = j.id AND n.template = 'appointment-booked')");
    const commands = await played.rows("SELECT id FROM workflow_commands WHERE state = 'pending'");
    if (due.length + told.length + commands.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The played hospital did not come to rest.');
}

test('a sound record breaks no invariant', async () => {
  expect(await violations(copy.connection)).toEqual([]);
});

test('every invariant has a violation to plant, and none is planted for nothing', () => {
  expect(Object.keys(PLANTS).sort()).toEqual(readInvariants().map(({ name }) => name));
});

test.each(Object.entries(PLANTS))('%s reports what is planted against it, and nothing else does', async (name, { steps, also = [] }) => {
  const found = await copy.planted(steps, violations);
  expect(found.map(({ invariant }) => invariant)).toEqual([name, ...also].sort());
});
