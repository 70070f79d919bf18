import { contract } from '../../api/client';
import { type Act } from '../../api/http/act';
import { writeCommands } from '../../api/temporal/outbox';
import { receiveRemittance, UnreadableRemittance } from '../../api/services/payer/receiveRemittance';
import { makeCrosswalk, makeHospital, makePayer, type MadePayer, makeStay } from '../factories/money';
import { startTestApi, type TestApi } from '../support/api';
import { BillingDriver } from '../support/billing';

let api: TestApi;
let billing: BillingDriver;
let payer: MadePayer;
beforeAll(async () => {
  api = await startTestApi();
  billing = await BillingDriver.start(api);
  await makeHospital();
  await makeCrosswalk();
  payer = await makePayer(api.database);
});
afterAll(() => api.stop());

/** Take in an 835 as the API would, in a transaction of its own. */
const receive = (text: string, from = payer.payerId) => api.database.sequelize.transaction(async (transaction) => {
  const act: Act = {
    database: api.database, transaction, principal: { kind: 'service', id: 'test', name: 'test', roles: ['service'], wardIds: [], patientId: null, sessionId: null },
    grants: ['any'], now: new Date(), requestId: 'test', address: '', audits: [], commands: [], announcements: [], notificationIds: [],
  };
  const received = await receiveRemittance(act, from, text);
  await writeCommands(act);
  return received;
});

/** A claim that the payer has answered, and the 835 it sent. */
async function answered(): Promise<{ claimId: string; text: string }> {
  const { claimId } = await billing.adjudicate((await makeStay(api.database, { payer })).encounterId);
  const [row] = await billing.rows<{ id: string; content: Buffer }>('SELECT r.id, r.content_enc AS content FROM remittances r JOIN remittance_claims x ON x.remittance_id = r.id WHERE x.claim_id = ?', [claimId]);
  return { claimId, text: api.database.cipher.open({ table: 'remittances', column: 'content_enc', id: row?.id ?? '' }, row?.content ?? Buffer.alloc(0)) };
}

/** The answer of one claim as if it were about another one of the same charge, under a trace number of its own. */
async function readdressed(text: string, claimId: string, trace: string): Promise<string> {
  const [row] = await billing.rows<{ number: string }>('SELECT number FROM claims WHERE id = ?', [claimId]);
  return retraced(text.replace(/~CLP\*[^*]+\*/, `~CLP*${row?.number}*`), trace);
}
const retraced = (text: string, trace: string) => text.replace(/~TRN\*1\*[^*]+\*/, `~TRN*1*${trace}*`);
const balance = async (claimId: string) => (await billing.rows('SELECT paid, adjustments, `open` FROM v_claim_balance WHERE claim = ?', [claimId]))[0];
const queue = async () => (await (await api.as('billing')).client.call(contract.listRemittanceQueue, {})).items;

describe('the same money', () => {
  test('is posted once, whatever the file is called or looks like (openemr#10681)', async () => {
    const { claimId, text } = await answered();
    const before = await balance(claimId);
    expect((await receive(text)).remittanceId).toBeNull();
    const renumbered = text.replace(/\*00501\*\d{9}\*/, '*00501*000000777*').replace(/~IEA\*1\*\d{9}/, '~IEA*1*000000777');
    expect(renumbered).not.toBe(text);
    expect((await receive(renumbered)).remittanceId).toBeNull(); // other bytes, same payment
    expect(await balance(claimId)).toEqual(before);
  });

  test('fifty copies of a file at once post once', async () => {
    const { text } = await answered();
    const { claimId } = await billing.send((await makeStay(api.database, { payer })).encounterId);
    const file = await readdressed(text, claimId, 'FIFTY-1');
    const received = await Promise.all(Array.from({ length: 50 }, () => receive(file)));
    expect(received.filter((one) => one.remittanceId !== null)).toHaveLength(1);
    expect(await billing.scalar("SELECT COUNT(*) FROM remittance_claims WHERE claim_id = ? AND state = 'posted'", [claimId])).toBe(1);
    expect(await balance(claimId)).toMatchObject({ open: 0 });
    await billing.expectSound();
  });

  test('fifty different payments for one claim at once settle it once; the others wait for a person', async () => {
    const { text } = await answered();
    const { claimId } = await billing.send((await makeStay(api.database, { payer })).encounterId);
    const files = await Promise.all(Array.from({ length: 50 }, (_, index) => readdressed(text, claimId, `MANY-${index}`)));
    const received = await Promise.all(files.map((file) => receive(file)));
    const states = received.flatMap((one) => one.answers.map((answer) => answer.state));
    expect([states.filter((state) => state === 'posted').length, states.filter((state) => state === 'unmatched').length]).toEqual([1, 49]);
    expect(await balance(claimId)).toMatchObject({ open: 0 });
    await billing.expectSound();
  });
});

describe('what does not fit', () => {
  test('goes to a queue with its reason, and nothing is posted, never a plug entry', async () => {
    const { text } = await answered();
    const ledger = await billing.scalar('SELECT COUNT(*) FROM ledger_entries');
    const known = (await queue()).length;
    expect((await receive(retraced(text.replace(/~CLP\*[^*]+\*/, '~CLP*C99999999*'), 'STRANGER'))).answers).toMatchObject([{ state: 'unmatched', reason: 'no-such-claim' }]);
    expect((await receive(retraced(text, 'AGAIN'))).answers).toMatchObject([{ state: 'unmatched', reason: 'already-settled' }]);
    const other = await makePayer(api.database);
    expect((await receive(retraced(text, 'FOREIGN'), other.payerId)).answers).toMatchObject([{ state: 'unmatched', reason: 'no-such-claim' }]); // another payer's claim
    const smaller = await billing.send((await makeStay(api.database, { payer, doses: 2 })).encounterId);
    expect((await receive(await readdressed(text, smaller.claimId, 'CHARGE'))).answers).toMatchObject([{ state: 'unbalanced', reason: 'charge-differs' }]);
    expect(await billing.scalar('SELECT COUNT(*) FROM ledger_entries')).toBe(ledger + 8); // the charges of that stay, and no more
    expect((await queue()).slice(0, (await queue()).length - known)).toHaveLength(4);
    await billing.expectSound();
  });

  test('what is no readable or no balanced 835 is refused whole, with the place', async () => {
    const { text } = await answered();
    const count = await billing.scalar('SELECT COUNT(*) FROM remittances');
    const truncated = text.slice(0, text.length - 40);
    const unbalanced = retraced(text, 'OFF').replace(/~BPR\*I\*[\d.]+\*/, '~BPR*I*1*');
    for (const bad of ['', 'not x12', truncated, unbalanced]) {
      const refused = await receive(bad).then(() => null, (error: unknown) => error);
      expect(refused).toBeInstanceOf(UnreadableRemittance);
      expect((refused as UnreadableRemittance).problems.length).toBeGreaterThan(0);
    }
    expect(await billing.scalar('SELECT COUNT(*) FROM remittances')).toBe(count);
  });
});
