import { contract } from '../../api/client';
import { actUnattended } from '../../api/http/unattended';
import { trainModel } from '../../api/services/signals/model';
import { COMMAND_LINE } from '../../bin/support/record';
import { makePayer, makeStay, type MadePayer } from '../factories/money';
import { makeStuckClaims } from '../factories/stuckClaims';
import { type TestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';

let api: TestApi;
let billing: BillingDriver;
let clerk: TestUser;
let payer: MadePayer;
beforeAll(async () => {
  billing = await BillingDriver.open();
  ({ api } = billing);
  clerk = await api.as('billing');
  payer = await makePayer(api.database);
  // What peers charge for G0463: 200.00 each, thirty times.
  await makeStuckClaims(api.database, { payer, count: 30, openCents: 20_000 });
});
afterAll(() => api.stop());

const train = () => actUnattended({ database: api.database, keys: api.deps.keys, principal: COMMAND_LINE }, (act) => trainModel(act));
const model = async () => (await clerk.client.call(contract.readSignalModel, {})).model;

/** A prepared claim whose visit was priced at this much by hand. */
async function pricedAt(cents: number): Promise<string> {
  const claimId = await billing.prepare((await makeStay(api.database, { payer })).encounterId);
  await billing.rows("UPDATE claim_lines SET charge_item_id = NULL, charge_cents = ? WHERE claim_id = ? AND procedure_code = 'G0463'", [cents, claimId]);
  await billing.rows('UPDATE claims SET charge_cents = (SELECT SUM(charge_cents) FROM claim_lines WHERE claim_id = claims.id) WHERE id = ?', [claimId]);
  return claimId;
}

describe('what the record has taught', () => {
  test('is used at once by a running API, and told by version; before that, prices hold nothing', async () => {
    expect(await model()).toBeNull();
    expect(await billing.scrub(await pricedAt(900_000))).not.toHaveProperty('held');
    const { version } = await train();
    expect(await model()).toMatchObject({ version, claims: 30, services: 1, forests: [] });
    const claimId = await pricedAt(900_000);
    expect(await billing.scrub(claimId)).toMatchObject({ held: true });
    const { signals, reviews } = await clerk.client.call(contract.readClaimSignals, { params: { claimId } });
    expect(signals).toMatchObject([{ signal: 'upcoding', reason: expect.stringContaining('is billed at $9,000.00; half of 30 peers charge $200.00 or less'), lines: [expect.any(Number)] }]);
    expect(reviews).toMatchObject([{ modelVersion: version }]);
    expect(await billing.scrub(await pricedAt(20_500))).not.toHaveProperty('held');
  });

  test('is the same for the same record, under the next version; another record teaches the API anew', async () => {
    const [first, second] = [await train(), await train()];
    expect(second.version).toBe(first.version + 1);
    expect(second.model).toEqual(first.model);
    await makeStuckClaims(api.database, { payer, count: 200, openCents: 900_000, cause: 'denied-late' });
    await train();
    expect((await model())?.claims).toBe(230);
    expect(await billing.scrub(await pricedAt(900_000))).not.toHaveProperty('held');
  });

  test('names no patient: codes, counts and amounts only', async () => {
    const [row] = await billing.rows<{ content: string }>('SELECT content FROM signal_models ORDER BY version DESC LIMIT 1');
    const ids = await billing.rows<{ id: string }>('SELECT id FROM patients UNION SELECT id FROM claims UNION SELECT id FROM encounters');
    expect(ids.length).toBeGreaterThan(30);
    expect(ids.filter(({ id }) => row?.content.includes(id))).toEqual([]);
    expect(row?.content).toContain('HCPCS|G0463');
  });
});
