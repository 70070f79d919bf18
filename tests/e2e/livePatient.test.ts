import { contract } from '../../api/client';
import { hospitalDay } from '../../api/services/staff/hospitalZone';
import { CareDriver, makeConcepts } from '../factories/clinical';
import { makeJourney, makeWard } from '../factories/hospital';
import { makeTask } from '../factories/tasks';
import { PHONE } from '../support/browser';
import { Screens } from '../support/screens';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let screens: Screens;
let care: CareDriver;

beforeAll(async () => {
  screens = await Screens.open({ live: true });
  care = await CareDriver.start(screens.api);
  await makeConcepts();
}, 120_000);
afterAll(() => screens?.close());

async function inBed() {
  const { wardId, bedIds } = await makeWard(1);
  return { wardId, ...(await makeJourney(screens.api.database, { wardId, bedId: bedIds[0] ?? '' })) };
}

describe('a patient’s page that stays open', () => {
  test('shows on its drug chart what colleagues order and give, without being asked', async () => {
    const { journeyId, patient } = await inBed();
    const params = { encounterId: journeyId };
    const [nurse, physician] = [(await care.user('nurse')).client, (await care.user('physician')).client];
    const { page, context, complaints } = await screens.signIn((await screens.api.as('nurse')).username, { viewport: PHONE });
    await page.goto(`/patients/${patient.id}/medicines`);
    expect(await page.textContent('main')).toContain('No medicines ordered');
    await page.waitForSelector('.shell');
    const { id } = await physician.call(contract.prescribe, { params, body: { code: '313782', schedule: 'scheduled', route: 'oral', doseUnit: 'tablet', doseQuantity: 1, everyHours: 8 } });
    await page.waitForSelector('main:has-text("Pharmacist has not verified")');
    await screens.api.database.sequelize.query('UPDATE medication_requests SET verified_at = NOW(3) WHERE id = ?', { replacements: [id] });
    await care.service.call(contract.planMedicineRound, { params, body: { round: 1 }, idempotencyKey: care.key() });
    const [dose] = (await nurse.call(contract.listDoses, { params })).items;
    const { code: wristband } = await nurse.call(contract.readWristband, { params });
    await nurse.call(contract.settleDose, { params: { ...params, doseId: dose?.id ?? '' }, body: { version: dose?.version ?? 0, outcome: 'refused', reason: 'unwell', wristband } });
    await page.waitForSelector('main:has-text("What was given"):has-text("Refused")');
    await context.close();
    expect(complaints).toEqual([]);
  });

  test('says what blocks the discharge, and takes the blocker away when its task is done (hmislk#22258)', async () => {
    const { journeyId, patient, wardId } = await inBed();
    await screens.api.database.sequelize.query("UPDATE journeys SET stage = 'discharge' WHERE id = ?", { replacements: [journeyId] });
    const taskId = await makeTask({ journeyId, patient, workflowId: `journey-${journeyId}` }, 'discharge-teaching', { wardId });
    const { page, context } = await screens.signIn((await screens.api.as('nurse')).username, { viewport: PHONE });
    await page.goto(`/patients/${patient.id}`);
    const nursing = page.locator('.branch:has(h3:text-is("Nursing"))');
    expect(await nursing.textContent()).toMatch(/Not done.*Discharge teaching.*nobody has it yet/s);
    await care.complete('nurse', taskId, { medicinesReconciled: true, understood: true });
    await nursing.locator('.tag:has-text("Done")').waitFor();
    await context.close();
  });
});

describe('the privacy officer’s home', () => {
  test('shows what a colleague enters, and what is to be decided, without being asked', async () => {
    const [officer, colleague] = [await screens.api.as('privacy-officer'), (await screens.api.as('privacy-officer')).client];
    const { page, context, complaints } = await screens.signIn(officer.username, { viewport: PHONE });
    await page.goto('/privacy');
    await page.waitForSelector('[data-live-state][data-state="live"]');
    await page.evaluate('window.stayed = true');
    const now = Date.now();
    const { number } = await colleague.call(contract.openBreach, { body: { discoveredOn: hospitalDay(new Date(now)), from: new Date(now - 60_000).toISOString(), to: new Date(now).toISOString(), actorId: officer.id, patientId: null, story: 'A list lay on the printer in the corridor.' } });
    await page.waitForSelector(`main a:has-text("${number}")`);
    const { patient } = await inBed();
    const [entry] = (await colleague.call(contract.listRecordEntries, { params: { patientId: patient.id }, query: { limit: 1 } })).items;
    const { id: amendmentId } = await colleague.call(contract.askForAmendment, { params: { patientId: patient.id }, body: { kind: entry?.kind ?? 'patient', entryId: entry?.id ?? '', wanted: 'The name is spelt with one l', reason: 'So it is in the passport' } });
    await care.service.call(contract.openAmendmentTask, { params: { amendmentId }, idempotencyKey: care.key(), body: { workflowId: `amendment-${amendmentId}`, step: 'decide', type: 'decide-amendment' } });
    await page.waitForSelector('main a:has-text("Decide on an amendment")');
    expect(await page.evaluate('window.stayed === true')).toBe(true); // the page was never loaded anew
    await context.close();
    expect(complaints).toEqual([]);
  });
});
