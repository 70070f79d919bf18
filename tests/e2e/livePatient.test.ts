import { contract } from '../../api/client';
import { CareDriver, makeConcepts } from '../factories/clinical';
import { makeJourney, makeWard } from '../factories/hospital';
import { makeTask } from '../factories/tasks';
import { PHONE } from '../support/browser';
import { Screens } from '../support/screens';

jest.setTimeout(180_000);

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
