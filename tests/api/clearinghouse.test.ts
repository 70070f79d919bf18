import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type z } from 'zod';
import { contract } from '../../api/client';
import { ExchangeFolder } from '../../api/services/exchange/exchangeFolder';
import { exchangeFiles, startFolderExchange } from '../../api/services/exchange/folderExchange';
import { newId } from '../../db/newId';
import { makePayer, type MadePayer, makeStay, STRAIGHT_PAYER } from '../factories/money';
import { make835 } from '../factories/remittances';
import { type TestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

type Behaviour = NonNullable<z.input<typeof contract.setPayerConnection.body>['behaviour']>;
const BEHAVIOUR: Behaviour = { ...STRAIGHT_PAYER, isDown: false, payTwice: false, denyCodes: [] };
const SMALL = { nights: 1, panels: 0, doses: 0 } as const;

let api: TestApi;
let billing: BillingDriver;
let admin: TestUser;
let path: string;
let folder: ExchangeFolder;
beforeAll(async () => {
  path = mkdtempSync(join(tmpdir(), 'careway-folder-'));
  folder = new ExchangeFolder(path).prepare();
  billing = await BillingDriver.open();
  ({ api } = billing);
  admin = await api.as('administrator');
});
afterAll(async () => {
  rmSync(path, { recursive: true, force: true });
  await api.stop();
});

const connectionOf = (payerId: string) => admin.client.call(contract.readPayerConnection, { params: { payerId } });
async function connect(payerId: string, settings: { adapter?: 'demonstration' | 'folder'; usage?: 'T' | 'P'; behaviour?: Partial<Behaviour> }) {
  const { version } = await connectionOf(payerId);
  return admin.client.call(contract.setPayerConnection, { params: { payerId }, body: { version, adapter: settings.adapter ?? 'demonstration', usage: settings.usage ?? 'T', behaviour: { ...BEHAVIOUR, ...settings.behaviour } } });
}
async function payerOf(settings: Parameters<typeof connect>[1]): Promise<MadePayer> {
  const payer = await makePayer(api.database);
  await connect(payer.payerId, settings);
  return payer;
}
const send = async (payer: MadePayer) => billing.send((await makeStay(api.database, { payer, ...SMALL })).encounterId);
const claimOf = async (claimId: string) => {
  const [row] = await billing.rows<{ number: string; charge: number; status: string; cause: string | null }>('SELECT number, charge_cents AS charge, status, stuck_cause AS cause FROM claims WHERE id = ?', [claimId]);
  if (!row) throw new Error('no claim');
  return { ...row, charge: Number(row.charge) };
};
const round = (settledMs = 0) => exchangeFiles({ database: api.database, keys: api.deps.keys, logger: api.deps.logger, clock: api.deps.clock, folder: path, settledMs, onDone: ({ announcements }) => void api.announced.push(...announcements) }, folder);
const inFolder = (place: string) => readdirSync(join(path, place)).sort();
const put = (name: string, content: string) => writeFileSync(join(path, 'inbound', name), content, 'latin1');
const read = (place: string, name: string) => readFileSync(join(path, place, name), 'latin1');
const paidInFull = ({ number, charge }: { number: string; charge: number }) => make835([{ number, charge, paid: charge }]);

describe('the connection of a payer', () => {
  test('is the demonstration payer with the behaviour of its kind until an administrator says otherwise', async () => {
    const { payerId } = await makePayer(api.database);
    await billing.rows('DELETE FROM payer_behaviours WHERE payer_id = ?', [payerId]);
    expect(await connectionOf(payerId)).toMatchObject({ adapter: 'demonstration', usage: 'T', version: 0, behaviourIsDefault: true, behaviour: { outOfOrder: true, isDown: false, denyCodes: [] } });
    expect(await connect(payerId, { adapter: 'folder', usage: 'P', behaviour: { denyCodes: ['50', '29'], denyPercent: 10 } })).toMatchObject({ adapter: 'folder', usage: 'P', version: 1, behaviourIsDefault: false, behaviour: { denyCodes: ['50', '29'], denyPercent: 10 } });
  });

  test('is changed by administrators only, and by one at a time', async () => {
    const { payerId } = await makePayer(api.database);
    const body = { version: 0, adapter: 'folder' as const, usage: 'T' as const, behaviour: null };
    for (const role of ['billing-supervisor', 'manager'] as const) {
      const { client } = await api.as(role);
      expect((await problemOf(client.call(contract.setPayerConnection, { params: { payerId }, body }))).status).toBe(403);
    }
    const answers = await Promise.allSettled([1, 2, 3].map(() => admin.client.call(contract.setPayerConnection, { params: { payerId }, body })));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const stale = await problemOf(admin.client.call(contract.setPayerConnection, { params: { payerId }, body }));
    expect([stale.status, stale.problem.currentVersion]).toEqual([409, 1]);
    expect((await problemOf(admin.client.call(contract.setPayerConnection, { params: { payerId }, body: { ...body, version: 1, behaviour: { ...BEHAVIOUR, denyCodes: ['45'] } } }))).status).toBe(400); // a contractual reduction denies nothing
    expect((await problemOf(admin.client.call(contract.readPayerConnection, { params: { payerId: newId() } }))).status).toBe(404);
  });
});

describe('the exchange folder', () => {
  test('gets each claim as a file, whole, once, as production data if the payer is told so', async () => {
    const { claimId, submissionId } = await send(await payerOf({ adapter: 'folder', usage: 'P' }));
    expect(await billing.scalar('SELECT COUNT(*) FROM workflow_commands WHERE workflow_id = ?', [`payer-${submissionId}`])).toBe(0);
    await Promise.all([round(), round()]);
    const { content, controlNumber } = await (await api.as('billing')).client.call(contract.readSubmission, { params: { claimId, submissionId } });
    const name = `837I-${String(controlNumber).padStart(9, '0')}.x12`;
    expect(inFolder('outbound')).toEqual([name]);
    expect(read('outbound', name)).toBe(content);
    expect(content.slice(0, 106)).toMatch(/\*P\*:~$/);
    expect(await billing.scalar("SELECT COUNT(*) FROM audit_events WHERE action = 'claim.handed-over' AND resource_id = ?", [claimId])).toBe(1);
    rmSync(join(path, 'outbound', name)); // the clearinghouse has fetched it
    await round();
    expect(inFolder('outbound')).toEqual([]);
    await billing.rows('UPDATE claim_submissions SET delivered_at = NULL WHERE id = ?', [submissionId]); // a crash between the file and the record
    await round();
    expect(read('outbound', name)).toBe(content);
  });

  test('brings answers in: posted once, and kept; the same again, under whatever name, is kept with a word on why (openemr#10681)', async () => {
    const { claimId } = await send(await payerOf({ adapter: 'folder' }));
    const answer = paidInFull(await claimOf(claimId));
    put('remit.835', answer);
    await Promise.all([round(), round(), round()]);
    expect(await claimOf(claimId)).toMatchObject({ status: 'paid' });
    expect(api.announced).toEqual(expect.arrayContaining([expect.objectContaining({ topic: 'claim', id: claimId })]));
    put('remit.835', answer);
    put('remit-corrected.835', answer.replace(/\*00501\*\d{9}/, '*00501*000000777').replace(/IEA\*1\*\d{9}/, 'IEA*1*000000777'));
    await round();
    expect(inFolder('inbound')).toEqual([]);
    expect(inFolder('processed')).toEqual(['remit-corrected.835', 'remit-corrected.835.reason.txt', 'remit.835', 'remit.835.2', 'remit.835.2.reason.txt']);
    expect(read('processed', 'remit.835.2.reason.txt')).toMatch(/^The same file was taken in on .* Nothing was posted again\.$/m);
    expect(read('processed', 'remit-corrected.835.reason.txt')).toContain('had been posted before');
    expect(await billing.scalar('SELECT COUNT(*) FROM remittance_claims WHERE claim_id = ?', [claimId])).toBe(1);
    await billing.expectSound();
  });

  test('keeps a file that is wrong, with the place of the fault beside it, and goes on with the next', async () => {
    const { claimId } = await send(await payerOf({ adapter: 'folder' }));
    const sound = paidInFull(await claimOf(claimId));
    put('a-broken.835', sound.replace(/SE\*\d+/, 'SE*9'));
    put('b-sound.835', sound);
    symlinkSync('/etc/hostname', join(path, 'inbound', 'c-link.835'));
    await round();
    expect(inFolder('failed')).toEqual(['a-broken.835', 'a-broken.835.reason.txt', 'c-link.835', 'c-link.835.reason.txt']);
    expect(read('failed', 'a-broken.835.reason.txt')).toMatch(/^Nothing of this file was posted:\n- segment \d+ \(SE01\): the number of segments is not the one stated/);
    expect(await claimOf(claimId)).toMatchObject({ status: 'paid' });
    const { items } = await (await api.as('billing')).client.call(contract.listExchangeFiles, { query: { limit: 10, state: 'failed' } });
    expect(items[0]).toMatchObject({ state: 'failed', problem: expect.stringMatching(/^segment \d+ \(SE01\)/) });
  });

  test('is compared with the digest that came with it, and refused when it is another file; what goes out has its own (45 CFR 170.315(d)(8))', async () => {
    const { claimId } = await send(await payerOf({ adapter: 'folder' }));
    const sound = paidInFull(await claimOf(claimId));
    const digestOf = (content: string) => createHash('sha256').update(content, 'latin1').digest('hex');
    for (const [name, content] of [['cut.835', sound.slice(0, -40)], ['whole.835', sound]] as const) {
      put(name, content);
      put(`${name}.sha256`, `${digestOf(sound)}  ${name}\n`);
    }
    await round();
    expect(inFolder('failed')).toEqual(expect.arrayContaining(['cut.835', 'cut.835.reason.txt', 'cut.835.sha256']));
    expect(read('failed', 'cut.835.reason.txt')).toContain('it is not the file whose SHA-256 came with it');
    expect(inFolder('processed')).toEqual(expect.arrayContaining(['whole.835', 'whole.835.sha256']));
    expect(await claimOf(claimId)).toMatchObject({ status: 'paid' });
    const careful = new ExchangeFolder(join(path, 'careful'), true).prepare();
    await careful.send('out.837', 'ISA~');
    expect([readdirSync(join(path, 'careful', 'outbound')).sort(), readFileSync(join(path, 'careful', 'outbound', 'out.837.sha256'), 'latin1')]).toEqual([['out.837', 'out.837.sha256'], `${digestOf('ISA~')}  out.837\n`]);
  });

  test('leaves alone what is still being written', async () => {
    put('later.835.part', 'ISA');
    put('.hidden', 'ISA');
    await round();
    put('fresh.835', 'ISA');
    await round(60_000);
    expect(inFolder('inbound')).toEqual(['.hidden', 'fresh.835', 'later.835.part']);
  });

  test('is looked after by the API by itself', async () => {
    const { claimId } = await send(await payerOf({ adapter: 'folder' }));
    const exchange = startFolderExchange({ database: api.database, keys: api.deps.keys, logger: api.deps.logger, clock: api.deps.clock, folder: join(path, 'own'), settledMs: 0, everyMs: 20, onDone: () => undefined });
    try {
      const deadline = Date.now() + 30_000;
      const until = async (done: () => Promise<boolean> | boolean) => {
        while (!(await done())) {
          if (Date.now() > deadline) throw new Error('not in time');
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      };
      await until(() => readdirSync(join(path, 'own', 'outbound')).some((name) => name.startsWith('837I-')));
      writeFileSync(join(path, 'own', 'inbound', 'answer.835'), paidInFull(await claimOf(claimId)));
      await until(async () => (await claimOf(claimId)).status === 'paid');
      await until(() => existsSync(join(path, 'own', 'processed', 'answer.835')));
    } finally {
      await exchange.stop();
    }
  });
});

describe('the demonstration payer can be told', () => {
  test('to be down: it answers nothing, and everything once it is up', async () => {
    const payer = await payerOf({ behaviour: { isDown: true } });
    const { claimId, submissionId } = await send(payer);
    expect(await billing.acknowledge(submissionId)).toEqual({ accepted: true, down: true });
    expect(await billing.remit(submissionId)).toEqual({ posted: false, down: true });
    expect(await claimOf(claimId)).toMatchObject({ status: 'submitted' });
    await connect(payer.payerId, {});
    expect(await billing.acknowledge(submissionId)).toEqual({ accepted: true });
    expect(await billing.remit(submissionId)).toEqual({ posted: true });
    expect(await claimOf(claimId)).toMatchObject({ status: 'paid' });
  });

  test('to pay twice: the second payment waits for a person, and the claim is paid once', async () => {
    const { claimId, submissionId } = await send(await payerOf({ behaviour: { payTwice: true } }));
    const [start] = await billing.rows<{ payload: Buffer; dedup: string }>('SELECT payload_enc AS payload, dedup_id AS dedup FROM workflow_commands WHERE workflow_id = ?', [`payer-${submissionId}`]);
    expect(api.database.cipher.openJson({ table: 'workflow_commands', column: 'payload_enc', id: start?.dedup ?? '' }, start?.payload ?? null)).toMatchObject({ copies: 2 });
    for (const copy of [1, 2, 2]) await billing.remit(submissionId, copy);
    const answers = await billing.rows<{ state: string; reason: string | null; trace: string }>('SELECT x.state, x.queue_reason AS reason, r.trace_number AS trace FROM remittance_claims x JOIN remittances r ON r.id = x.remittance_id WHERE x.claim_id = ? ORDER BY x.id', [claimId]);
    expect(answers.map(({ state, reason }) => [state, reason])).toEqual([['posted', null], ['unmatched', 'already-settled']]);
    expect(new Set(answers.map(({ trace }) => trace)).size).toBe(2);
    expect(await claimOf(claimId)).toMatchObject({ status: 'paid' });
    await billing.expectSound();
  });

  test('to answer out of order: an acknowledgement of a claim that is closed is kept, and no workflow is told', async () => {
    const { claimId, submissionId } = await send(await payerOf({ behaviour: { outOfOrder: true } }));
    await billing.remit(submissionId);
    await billing.settle(claimId, 'paid');
    await billing.acknowledge(submissionId);
    expect(await billing.scalar("SELECT COUNT(*) FROM claim_submissions WHERE id = ? AND status = 'accepted'", [submissionId])).toBe(1);
    expect(await billing.scalar("SELECT COUNT(*) FROM workflow_commands WHERE workflow_id = ? AND name = 'acknowledged'", [`claim-${claimId}`])).toBe(0);
  });

  test('to answer twice and to deny by chosen codes, balanced to the cent', async () => {
    const { claimId, submissionId } = await send(await payerOf({ behaviour: { copies: 2, denyPercent: 100, denyCodes: ['16'] } }));
    expect(await billing.remit(submissionId, 1)).toEqual({ posted: true });
    expect(await billing.remit(submissionId, 2)).toEqual({ posted: false });
    expect(await claimOf(claimId)).toMatchObject({ status: 'denied', cause: 'denied-information' });
    const [answer] = await billing.rows<{ lines: unknown; charge: number; paid: number }>('SELECT service_lines AS `lines`, charge_cents AS charge, paid_cents AS paid FROM remittance_claims WHERE claim_id = ?', [claimId]);
    const lines = (typeof answer?.lines === 'string' ? JSON.parse(answer.lines) : answer?.lines) as { chargeCents: number; adjustments: { reason: string; cents: number }[] }[];
    expect(lines.every((line) => line.adjustments.every(({ reason }) => reason === '16') && line.adjustments.reduce((sum, { cents }) => sum + cents, 0) === line.chargeCents)).toBe(true);
    await billing.expectSound();
  });
});
