import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TakenIn, takeInFile } from '../../api/services/exchange/takeInFile';
import { type ClaimAcknowledgment, type ImplementationAcknowledgment } from '../../interop/x12';
import { makePayer, type MadePayer, makeStay } from '../factories/money';
import { make835, type SaidOfClaim, type SentClaim } from '../factories/remittances';
import { acceptedGroup, claimAcknowledgment } from '../interop/x12/samples/acknowledgments';
import { textOf } from '../interop/x12/samples/text';
import { type TestApi } from '../support/api';
import { BillingDriver } from '../support/billing';

let api: TestApi;
let billing: BillingDriver;
let payer: MadePayer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'careway-exchange-'));
  billing = await BillingDriver.open();
  ({ api } = billing);
  payer = await makePayer(api.database);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await api.stop();
});

interface Sent extends SentClaim {
  readonly submissionId: string;
  readonly controlNumber: number;
}

async function sent(): Promise<Sent> {
  const { claimId, submissionId } = await billing.send((await makeStay(api.database, { payer, nights: 1, panels: 0, doses: 0 })).encounterId);
  const [row] = await billing.rows<{ number: string; charge: number; accountId: string; controlNumber: number }>(
    'SELECT c.number, c.charge_cents AS charge, c.account_id AS accountId, s.control_number AS controlNumber FROM claims c JOIN claim_submissions s ON s.claim_id = c.id WHERE c.id = ?', [claimId]);
  if (!row) throw new Error('The claim is not there.');
  return { ...row, claimId, submissionId, charge: Number(row.charge) };
}

let files = 0;
function receive(text: string | Buffer): Promise<TakenIn> {
  const path = join(folder, `file-${(files += 1)}.x12`);
  writeFileSync(path, text, typeof text === 'string' ? 'latin1' : undefined);
  return takeInFile({ database: api.database, keys: api.deps.keys, principal: { kind: 'service', id: 'exchange', name: 'Exchange', roles: ['service'], wardIds: [], patientId: null, sessionId: null, lacksSecondFactor: false } }, path);
}

/** Paid in full but for a contractual tenth. */
const paidBy = ({ number, charge }: SentClaim): SaidOfClaim => ({ number, charge, paid: charge - charge / 10, adjustments: [{ group: 'CO', reason: '45', cents: charge / 10 }] });
const statusOf = async (claimId: string) => (await billing.rows<{ status: string; open: number; cause: string | null }>('SELECT status, open_cents AS `open`, stuck_cause AS cause FROM claims WHERE id = ?', [claimId]))[0];
const commandsOf = (claimId: string) => billing.rows<{ name: string }>("SELECT name FROM workflow_commands WHERE workflow_id = ? AND kind = 'signal' ORDER BY id", [`claim-${claimId}`]);
const everything = async () => ({
  remittances: await billing.scalar('SELECT COUNT(*) FROM remittances'), answers: await billing.scalar('SELECT COUNT(*) FROM remittance_claims'), entries: await billing.scalar('SELECT COUNT(*) FROM ledger_entries'),
  acknowledged: await billing.scalar('SELECT COUNT(*) FROM claim_submissions WHERE acknowledged_at IS NOT NULL'), commands: await billing.scalar('SELECT COUNT(*) FROM workflow_commands'),
});
/** The same file with other delimiters and another control number. */
const redelimited = (text: string) => text.replaceAll('*', '|').replaceAll('~', '\n').replace(/^(ISA(?:\|[^|]*){12}\|)\d{9}/, '$1000000123').replace(/IEA\|1\|\d{9}/, 'IEA|1|000000123');

describe('an 835', () => {
  test('is posted once, whatever the file is called and however it is written (openemr#10681)', async () => {
    const claims = await Promise.all([sent(), sent()]);
    const text = make835(claims.map(paidBy));
    expect(await receive(text)).toMatchObject({ state: 'taken-in', kinds: ['835'], remittances: 1, posted: 2, queued: 0, repeated: 0 });
    for (const { claimId } of claims) {
      expect(await statusOf(claimId)).toEqual({ status: 'paid', open: 0, cause: null });
      expect(await commandsOf(claimId)).toEqual([{ name: 'remitted' }]);
    }
    const before = await everything();
    expect(await receive(text)).toMatchObject({ state: 'repeated' });
    expect(await receive(redelimited(text))).toMatchObject({ state: 'taken-in', remittances: 0, posted: 0, repeated: 1 });
    const atOnce = await Promise.all(Array.from({ length: 4 }, () => receive(`${text}\n`)));
    expect(atOnce.filter(({ state }) => state === 'taken-in')).toHaveLength(1);
    expect(await everything()).toEqual(before);
    await billing.expectSound();
  });

  test('may hold several payments, each posted for itself', async () => {
    const [one, two] = [await sent(), await sent()];
    const known = make835([paidBy(one)]);
    await receive(known);
    expect(await receive(`${known}\n${make835([paidBy(two)])}`)).toMatchObject({ state: 'taken-in', remittances: 1, repeated: 1, posted: 1 });
    expect(await statusOf(two.claimId)).toMatchObject({ status: 'paid' });
  });

  test('is posted in pieces however long it is, in the order of the file, and what fits no claim waits in the queue', async () => {
    const claim = await sent();
    const strangers = Array.from({ length: 430 }, (_, index): SaidOfClaim => ({ number: `X${index}`, charge: 1000, paid: 1000 }));
    expect(await receive(make835([...strangers.slice(0, 405), paidBy(claim), ...strangers.slice(405)]))).toMatchObject({ state: 'taken-in', posted: 1, queued: 430 });
    const [row] = await billing.rows<{ sequence: number }>("SELECT sequence FROM remittance_claims WHERE claim_number = ? AND state = 'posted'", [claim.number]);
    expect(row?.sequence).toBe(406);
    await billing.expectSound();
  });

  test('that does not add up goes to the queue, all of it', async () => {
    const claim = await sent();
    expect(await receive(make835([paidBy(claim)], { payment: 1 }))).toMatchObject({ state: 'taken-in', posted: 0, queued: 1 });
    expect((await statusOf(claim.claimId))?.open).toBe(claim.charge);
  });

  test('of a payer nobody knows is not taken in', async () => {
    const before = await everything();
    expect(await receive(make835([{ number: 'NOBODY', charge: 100, paid: 100 }]))).toEqual({ state: 'failed', problems: [expect.stringContaining('the payer (1000A N1) is none of ours')] });
    expect(await everything()).toEqual(before);
  });
});

describe('a 277CA', () => {
  const about = (claims: readonly Sent[], verdict: { category: string; code: string; action: 'WQ' | 'U' }): string => {
    const [provider] = claimAcknowledgment.providers;
    if (!provider) throw new Error('The sample has no provider.');
    const said: ClaimAcknowledgment = {
      ...claimAcknowledgment, batch: { ...claimAcknowledgment.batch, trace: String(claims[0]?.controlNumber) },
      providers: [{
        ...provider,
        patients: claims.map(({ number, charge }) => ({
          name: { kind: 'person' as const, last: 'Walker', first: 'Ann' }, id: { qualifier: 'MI', value: 'M1' },
          claims: [{
            patientControlNumber: number, service: { from: '2026-11-20', through: '2026-11-20' }, lines: [],
            statuses: [{ codes: [{ category: verdict.category, code: verdict.code, entity: 'PR' }], effectiveOn: '2026-11-20', action: verdict.action, chargeCents: charge }],
          }],
        })),
      }],
    };
    return textOf(said);
  };

  test('says which claims were taken in and which were not, once (ottehr#9294)', async () => {
    const [taken, refused] = [await sent(), await sent()];
    expect(await receive(about([taken], { category: 'A2', code: '20', action: 'WQ' }))).toMatchObject({ state: 'taken-in', kinds: ['277CA'], accepted: 1, rejected: 0, unknown: 0 });
    const rejection = about([refused], { category: 'A7', code: '164', action: 'U' });
    expect(await receive(rejection)).toMatchObject({ accepted: 0, rejected: 1 });
    await receive(`${rejection}\n`);
    expect(await statusOf(taken.claimId)).toMatchObject({ status: 'acknowledged' });
    expect(await statusOf(refused.claimId)).toMatchObject({ status: 'rejected', cause: 'rejected-member' });
    expect(await commandsOf(refused.claimId)).toEqual([{ name: 'acknowledged' }]);
  });

  test('counts claims nobody sent', async () => {
    const claim = await sent();
    expect(await receive(about([claim, { ...claim, number: 'X-1' }], { category: 'A2', code: '20', action: 'WQ' }))).toMatchObject({ accepted: 1, unknown: 1 });
  });
});

describe('a 999', () => {
  const about = ({ controlNumber }: Sent, status: 'A' | 'R'): string => {
    const said: ImplementationAcknowledgment = { ...acceptedGroup, group: { ...acceptedGroup.group, controlNumber }, status, accepted: status === 'A' ? 1 : 0, transactions: acceptedGroup.transactions.map((one) => ({ ...one, status })) };
    return textOf(said);
  };

  test('of a readable group is part of the story and decides nothing; of an unreadable one returns the claim', async () => {
    const [read, returned] = [await sent(), await sent()];
    expect(await receive(about(read, 'A'))).toMatchObject({ kinds: ['999'], accepted: 1 });
    expect(await statusOf(read.claimId)).toMatchObject({ status: 'submitted' });
    expect(await billing.scalar("SELECT COUNT(*) FROM claim_events WHERE claim_id = ? AND kind = 'arrived'", [read.claimId])).toBe(1);
    expect(await receive(about(returned, 'R'))).toMatchObject({ accepted: 0, rejected: 1 });
    expect(await statusOf(returned.claimId)).toMatchObject({ status: 'rejected', cause: 'rejected-other' });
  });
});

describe('a file that is wrong', () => {
  let sound: string;
  beforeAll(async () => { sound = make835([paidBy(await sent())]); });

  const wrong: [string, (text: string) => string | Buffer, RegExp][] = [
    ['cut short', (text) => text.slice(0, text.length - 40), /segment \d+ .*the (file ends before|number of segments)/],
    ['cut in the middle of a claim', (text) => text.slice(0, text.indexOf('~CAS')), /segment \d+ .*the file ends before its envelope is closed/],
    ['mis-counted', (text) => text.replace(/SE\*\d+/, 'SE*9'), /segment \d+ \(SE01\): the number of segments is not the one stated/],
    ['under two control numbers', (text) => text.replace(/IEA\*1\*\d+/, 'IEA*1*000000999'), /segment \d+ \(IEA02\)/],
    ['half re-delimited', (text) => `${text.slice(0, 300)}${text.slice(300).replaceAll('*', '|')}`, /segment \d+/],
    ['in UTF-8 beyond ASCII', (text) => Buffer.from(text.replace('TEST PAYER', 'TEST PAY\u00c9R'), 'utf8'), /segment \d+ \(N102.*a character that is not allowed/],
    ['in UTF-16', (text) => Buffer.from(text, 'utf16le'), /does not begin with an ISA segment/],
    ['with a segment that never ends', (text) => `${text.slice(0, 400)}${'A'.repeat(20_000)}${text.slice(400)}`, /segment \d+ .*longer than any segment can be/],
    ['with a script in a name', (text) => text.replace('Walker', '<script>\u0000</script>'), /segment \d+ \(NM103/],
    ['a claim', () => textOf({ ...claimAcknowledgment, set: '277CA' }).replace(/ST\*277/, 'ST*276'), /segment \d+/],
    ['empty', () => '', /the file is empty/],
    ['no X12 at all', () => 'Dear biller, please find enclosed', /does not begin with an ISA segment/],
  ];

  test.each(wrong)('%s: is refused with the place, and nothing is posted', async (_what, spoil, message) => {
    const before = await everything();
    const taken = await receive(spoil(sound));
    expect(taken).toEqual({ state: 'failed', problems: expect.arrayContaining([expect.stringMatching(message)]) });
    expect(await everything()).toEqual(before);
  });

  test('is on record with what was wrong, and the sound file is still taken in afterwards', async () => {
    expect(await billing.scalar("SELECT COUNT(*) FROM exchange_files WHERE state = 'failed' AND problem IS NOT NULL")).toBeGreaterThanOrEqual(wrong.length);
    expect(await receive(sound)).toMatchObject({ state: 'taken-in', posted: 1 });
  });
});
