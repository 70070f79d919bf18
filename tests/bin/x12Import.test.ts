import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePayer, makeStay } from '../factories/money';
import { make835, sentClaim, type SentClaim } from '../factories/remittances';
import { type TestApi } from '../support/api';
import { BillingDriver } from '../support/billing';
import { careway } from '../support/careway';

let api: TestApi;
let billing: BillingDriver;
let folder: string;
let claim: SentClaim;
let text: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'careway-import-'));
  billing = await BillingDriver.open();
  ({ api } = billing);
  claim = await sentClaim(billing, (await makeStay(api.database, { payer: await makePayer(api.database), nights: 1, panels: 0, doses: 0 })).encounterId);
  text = make835([{ number: claim.number, charge: claim.charge, paid: claim.charge }]);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await api.stop();
});

const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const run = (args: readonly string[], env?: Record<string, string>) => careway(api.databaseUrl, ['x12', 'import', ...args], env);
const remittances = () => billing.scalar('SELECT COUNT(*) FROM remittances');

describe('careway x12 import', () => {
  test('a file that is wrong: exit 2, the place on standard error, a copy kept aside with the reason, nothing posted', async () => {
    const broken = file('broken.835', text.slice(0, text.length - 60));
    const { code, stdout, stderr } = await run([broken], { EXCHANGE_DIR: join(folder, 'exchange') });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/broken\.835: error: segment \d+ .*the file ends before its envelope is closed/);
    expect(stderr).toContain('nothing was posted; a copy is kept as ');
    expect(readdirSync(join(folder, 'exchange', 'failed')).sort()).toEqual(['broken.835', 'broken.835.reason.txt']);
    expect(readFileSync(join(folder, 'exchange', 'failed', 'broken.835.reason.txt'), 'utf8')).toMatch(/segment \d+/);
    expect(await remittances()).toBe(0);
  });

  test('no file, a folder, no argument (2), no database (3): nothing posted', async () => {
    expect(await run([join(folder, 'nowhere')])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('cannot be read (ENOENT)') });
    expect(await run([folder])).toMatchObject({ code: 2, stdout: '' });
    expect(await run([])).toMatchObject({ code: 2, stdout: '' });
    expect(await careway('mysql://a:b@127.0.0.1:9/c', ['x12', 'import', file('sound.835', text)])).toMatchObject({ code: 3, stdout: '' });
    expect(await remittances()).toBe(0);
  });

  test('an 835 is posted, and only once whatever its name (openemr#10681)', async () => {
    const first = await run([file('first.835', text), '--json']);
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(JSON.parse(first.stdout)).toEqual({ state: 'taken-in', fileId: expect.any(String), kinds: ['835'], remittances: 1, repeated: 0, posted: 1, queued: 0, ignored: 0, accepted: 0, rejected: 0, unknown: 0, answered: 0 });
    expect(await run([file('second.835', text)])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^This file was taken in before \(.*\); nothing was posted\.\n$/) });
    expect(await remittances()).toBe(1);
    expect(await billing.scalar('SELECT open_cents FROM claims WHERE id = ?', [claim.claimId])).toBe(0);
    expect(await billing.scalar("SELECT COUNT(*) FROM workflow_commands WHERE workflow_id = ? AND name = 'remitted' AND state = 'pending'", [`claim-${claim.claimId}`])).toBe(1);
    await billing.expectSound();
  });
});
