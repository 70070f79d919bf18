import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from '../../api/client';
import { ExchangeFolder } from '../../api/services/exchange/exchangeFolder';
import { exchangeFiles } from '../../api/services/exchange/folderExchange';
import { makePayer, makeStay } from '../factories/money';
import { BillingDriver } from '../support/billing';

/** A real file system of 64 KiB. Only an administrator of the machine may make one; elsewhere this test says that it was left out. */
const path = mkdtempSync(join(tmpdir(), 'careway-full-'));
const canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path]).status === 0;
const testIfMounted = canMount ? test : test.skip;

let billing: BillingDriver;
beforeAll(async () => {
  billing = await BillingDriver.open();
});
afterAll(async () => {
  await billing?.api.stop();
  if (canMount) execFileSync('umount', [path]);
  rmdirSync(path);
});

testIfMounted('with the exchange folder’s disk full a claim waits whole in the record, no half file is left, and it goes out once when there is room', async () => {
  const { api } = billing;
  const admin = await api.as('administrator');
  const payer = await makePayer(api.database);
  const { version } = await admin.client.call(contract.readPayerConnection, { params: { payerId: payer.payerId } });
  await admin.client.call(contract.setPayerConnection, { params: { payerId: payer.payerId }, body: { version, adapter: 'folder', usage: 'T', behaviour: null } });
  const folder = new ExchangeFolder(path).prepare();
  const ballast = join(path, 'ballast');
  const { bavail, bsize } = statfsSync(path);
  writeFileSync(ballast, Buffer.alloc(bavail * bsize));
  await billing.send((await makeStay(api.database, { payer, nights: 1, panels: 0, doses: 0 })).encounterId);
  const round = () => exchangeFiles({ database: api.database, keys: api.deps.keys, logger: api.deps.logger, clock: api.deps.clock, folder: path, settledMs: 0, onDone: () => undefined }, folder);
  const delivered = () => billing.scalar('SELECT COUNT(*) FROM claim_submissions WHERE delivered_at IS NOT NULL');

  await expect(round()).rejects.toMatchObject({ code: 'ENOSPC' });
  expect([readdirSync(join(path, 'outbound')), await delivered()]).toEqual([[], 0]);
  rmSync(ballast);
  await round();
  await round();
  expect([readdirSync(join(path, 'outbound')).length, await delivered()]).toEqual([1, 1]);
});
