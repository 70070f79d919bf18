import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from '../../api/client';
import { ExchangeFolder } from '../../api/services/exchange/exchangeFolder';
import { exchangeFiles } from '../../api/services/exchange/folderExchange';
import { makePayer, makeStay } from '../factories/money';
import { make835 } from '../factories/remittances';
import { acceptedGroup, claimAcknowledgment } from '../interop/x12/samples/acknowledgments';
import { authorizationRequest, authorizationResponse } from '../interop/x12/samples/authorizations';
import { eligibilityInquiry, eligibilityResponse, statusResponse } from '../interop/x12/samples/inquiries';
import { textOf } from '../interop/x12/samples/text';
import { type TestApi } from '../support/api';
import { BillingDriver } from '../support/billing';
import { careway } from '../support/careway';
import { problemOf } from '../support/problem';

let api: TestApi;
let billing: BillingDriver;
let folder: ExchangeFolder;
let sound835: string;
beforeAll(async () => {
  folder = new ExchangeFolder(mkdtempSync(join(tmpdir(), 'careway-hostile-'))).prepare();
  billing = await BillingDriver.open();
  ({ api } = billing);
  const { claimId } = await billing.send((await makeStay(api.database, { payer: await makePayer(api.database), nights: 1, panels: 0, doses: 0 })).encounterId);
  const [claim] = await billing.rows<{ number: string; charge: string }>('SELECT number, charge_cents AS charge FROM claims WHERE id = ?', [claimId]);
  sound835 = make835([{ number: claim?.number ?? '', charge: Number(claim?.charge), paid: Number(claim?.charge) }]);
});
afterAll(async () => {
  rmSync(folder.path, { recursive: true, force: true });
  await api.stop();
});

const round = () => exchangeFiles({ database: api.database, keys: api.deps.keys, logger: api.deps.logger, clock: api.deps.clock, folder: folder.path, settledMs: 0, onDone: () => undefined }, folder);
const everything = async () => ({
  remittances: await billing.scalar('SELECT COUNT(*) FROM remittances'), entries: await billing.scalar('SELECT COUNT(*) FROM ledger_entries'), commands: await billing.scalar('SELECT COUNT(*) FROM workflow_commands'),
  acknowledged: await billing.scalar('SELECT COUNT(*) FROM claim_submissions WHERE acknowledged_at IS NOT NULL OR arrived_at IS NOT NULL'), answered: await billing.scalar('SELECT COUNT(*) FROM payer_inquiries WHERE answered_at IS NOT NULL'),
});

type Damage = (text: string) => string | Buffer;
const inMiddle = (text: string, put: string) => {
  const at = text.indexOf('~', Math.floor(text.length / 2)) - 1;
  return text.slice(0, at) + put + text.slice(at);
};
const bytesOf = (damaged: string | Buffer) => (typeof damaged === 'string' ? Buffer.from(damaged, 'latin1') : damaged);
const DAMAGES: readonly (readonly [string, Damage])[] = [
  ['cut short', (text) => text.slice(0, Math.floor(text.length * 0.6))],
  ['with another segment terminator than declared', (text) => text.slice(0, 106) + text.slice(106).replaceAll('~', '|')],
  ['with another element separator than declared', (text) => text.slice(0, 106) + text.slice(106).replaceAll('*', '|')],
  ['mis-counted', (text) => text.replace(/~SE\*(\d+)\*/, (_, count: string) => `~SE*${Number(count) + 7}*`)],
  ['closed under another control number', (text) => text.replace(/~IEA\*1\*\d{9}/, '~IEA*1*999999999')],
  ['with NUL bytes', (text) => inMiddle(text, '\0\0')],
  ['in UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['with a byte order mark', (text) => Buffer.from(`\ufeff${text}`, 'utf8')],
  ['in UTF-8 where ASCII belongs', (text) => Buffer.from(inMiddle(text, 'José'), 'utf8')],
  ['with a gigantic element', (text) => inMiddle(text, 'X'.repeat(3 << 20))],
  ['with a very long segment', (text) => inMiddle(text, '*A'.repeat(20_000))],
  ['followed by something else', (text) => `${text}DROP TABLE claims;`],
];
const SETS: readonly (readonly [string, () => string])[] = [
  ['835', () => sound835], ['999', () => textOf(acceptedGroup)], ['277CA', () => textOf(claimAcknowledgment)], ['271', () => textOf(eligibilityResponse)], ['277', () => textOf(statusResponse)], ['278', () => textOf(authorizationResponse)],
];

describe('hostile files in the inbound folder', () => {
  test.each(SETS)('an %s damaged in every way: kept aside with the segment that is wrong, nothing posted', async (set, sound) => {
    const before = await everything();
    const files = DAMAGES.map(([how, damage], index) => ({ how, name: `${set}-${index}.x12`, bytes: bytesOf(damage(sound())) }));
    for (const { name, bytes } of files) writeFileSync(folder.at('inbound', name), bytes);
    await round();
    for (const { how, name, bytes } of files) {
      expect([how, existsSync(folder.at('failed', name))]).toEqual([how, true]);
      expect([how, readFileSync(folder.at('failed', name)).equals(bytes)]).toEqual([how, true]);
      expect(`${how}: ${readFileSync(folder.at('failed', `${name}.reason.txt`), 'utf8')}`).toMatch(/Nothing of this file was posted:\n- .*segment \d+/);
    }
    expect(await everything()).toEqual(before);
  });

  test('requests, which are ours to send, and files of nobody we asked are said so', async () => {
    const before = await everything();
    writeFileSync(folder.at('inbound', 'request.278'), textOf(authorizationRequest), 'latin1');
    writeFileSync(folder.at('inbound', 'request.270'), textOf(eligibilityInquiry), 'latin1');
    writeFileSync(folder.at('inbound', 'stranger.278'), textOf(authorizationResponse), 'latin1');
    await round();
    expect(readFileSync(folder.at('failed', 'request.278.reason.txt'), 'utf8')).toContain('the file holds a request (278)');
    expect(readFileSync(folder.at('failed', 'request.270.reason.txt'), 'utf8')).toContain('the file holds an 270');
    expect(existsSync(folder.at('processed', 'stranger.278'))).toBe(true); // sound, and answers nothing of ours
    expect(await everything()).toEqual(before);
  });
});

test('the command line says the same: exit 2, the segment on standard error, a copy kept aside', async () => {
  const before = await everything();
  const [utf16, nul] = [join(folder.path, 'utf16.271'), join(folder.path, 'nul.278')];
  writeFileSync(utf16, Buffer.from(textOf(eligibilityResponse), 'utf16le'));
  writeFileSync(nul, inMiddle(textOf(authorizationResponse), '\0'), 'latin1');
  for (const path of [utf16, nul]) {
    const { code, stdout, stderr } = await careway(api.databaseUrl, ['x12', 'import', path], { EXCHANGE_DIR: folder.path });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/error: .*segment \d+/);
  }
  expect(await everything()).toEqual(before);
});

describe('a failed file on the desk', () => {
  test('stands with its name and its reason, can be read as it came, and is taken in again once what stood in its way is gone', async () => {
    const supervisor = (await api.as('billing-supervisor')).client;
    const stranger = make835([{ number: 'NOBODY', charge: 100, paid: 100 }]);
    writeFileSync(folder.at('inbound', 'march.835'), stranger, 'latin1');
    await round();
    const { items } = await supervisor.call(contract.listExchangeFiles, { query: { state: 'to-do', q: 'none of ours', limit: 10 } });
    expect(items).toMatchObject([{ name: 'march.835', state: 'failed', isKept: true, isTakenInSince: false, problem: expect.stringContaining('the payer (1000A N1) is none of ours') }]);
    const fileId = items[0]?.id ?? '';
    expect(Buffer.from((await supervisor.call(contract.readExchangeFileContent, { params: { fileId } })).content, 'base64').toString('latin1')).toBe(stranger);
    const retry = () => supervisor.call(contract.retryExchangeFile, { params: { fileId } });
    expect((await problemOf(retry())).problem.title).toContain('is none of ours');
    const { payerId } = await makePayer(api.database);
    await billing.rows('UPDATE payers SET name = ? WHERE id = ?', ['Test Payer', payerId]);
    const taken = await retry();
    expect(taken).toMatchObject({ state: 'taken-in', problems: [] });
    expect(await supervisor.call(contract.readExchangeFile, { params: { fileId } })).toMatchObject({ isTakenInSince: true, supersededBy: taken.fileId });
    expect(await supervisor.call(contract.readExchangeFile, { params: { fileId: taken.fileId ?? '' } })).toMatchObject({ state: 'taken-in', name: 'march.835', supersedes: fileId, remittances: [{ payer: 'Test Payer' }] });
    expect((await problemOf(retry())).status).toBe(409);
    await billing.expectSound();
  });

  test('that is still wrong stays failed; billing may look, not try again; a nurse sees nothing', async () => {
    const { items } = await (await api.as('billing')).client.call(contract.listExchangeFiles, { query: { state: 'to-do', q: 'segment', limit: 1, sort: 'oldest' } });
    const params = { fileId: items[0]?.id ?? '' };
    expect(await (await api.as('administrator')).client.call(contract.retryExchangeFile, { params })).toMatchObject({ state: 'failed', fileId: null, problems: expect.arrayContaining([expect.stringMatching(/segment \d+/)]) });
    expect((await problemOf((await api.as('billing')).client.call(contract.retryExchangeFile, { params }))).status).toBe(403);
    expect((await problemOf((await api.as('nurse')).client.call(contract.readExchangeFile, { params }))).status).toBe(403);
  });
});
