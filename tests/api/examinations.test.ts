import { type ApiClient, contract } from '../../api/client';
import { ExaminationDriver } from '../factories/examinations';
import { CareDriver, makeConcepts, rowsOf } from '../factories/clinical';
import { makeJourney, makeWard } from '../factories/hospital';
import { startTestApi, type TestApi } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let care: CareDriver;
let physician: ApiClient;
beforeAll(async () => {
  api = await startTestApi();
  care = await CareDriver.start(api);
  await makeConcepts();
  physician = (await care.user('physician')).client;
});
afterAll(() => api.stop());

const [POTASSIUM, SODIUM] = ['2823-3', '2951-2'];
const [CHEST_XRAY, HEAD_CT] = ['36643-5', '24725-4'];

async function stay(): Promise<ExaminationDriver> {
  const { wardId, bedIds } = await makeWard(1);
  return new ExaminationDriver(care, await makeJourney(api.database, { wardId, bedId: bedIds[0]! }), physician);
}
const planOf = ({ params }: ExaminationDriver) => care.service.call(contract.planCare, { params, idempotencyKey: care.key() });

describe('specimens in the laboratory', () => {
  test('are received; a rejected one says why and is drawn again, and its order is not lost', async () => {
    const lab = await stay();
    const round = await lab.order([POTASSIUM!, SODIUM!]);
    await lab.collect(round);
    expect(await lab.receive(round, (_label, hint) => hint.startsWith('Potassium'))).toEqual({ accepted: 1, rejected: 1, recollect: round + 1 });
    const orders = await lab.orders('laboratory');
    expect(orders.map(({ display, status, round: drawn, rejected, specimen }) => [display, status, drawn, rejected, specimen !== null]).sort()).toEqual([
      ['Potassium', 'active', round + 1, 'Haemolysed', false], ['Sodium', 'active', round, null, true],
    ]);
    // The first round is reported meanwhile; the other is drawn anew, under a number of its own.
    expect(await lab.enter(round, 140)).toMatchObject({ critical: 0 });
    const again = await care.open(lab.journey.journeyId, 'collect-specimens', round + 1);
    expect((await care.read('nurse', again)).input.rows?.['specimens']).toMatchObject([{ label: 'Potassium', hint: 'Serum or plasma. Again: the last one was rejected (haemolysed).' }]);
    await lab.collect(round + 1);
    await lab.receive(round + 1);
    await lab.enter(round + 1, 4.1);
    expect((await lab.reports()).map(({ display, status }) => [display, status]).sort()).toEqual([['Potassium', 'final'], ['Sodium', 'final']]);
    expect(await rowsOf(api.database, "SELECT status, COUNT(*) AS n FROM specimens WHERE encounter_id = ? GROUP BY status ORDER BY status", [lab.journey.journeyId])).toEqual([{ status: 'available', n: 2 }, { status: 'unsatisfactory', n: 1 }]);
    expect((await planOf(lab)).laboratoryRounds).toEqual([]);
  });

  test('the label of another specimen is refused, and nothing is received', async () => {
    const lab = await stay();
    const round = await lab.order([POTASSIUM!]);
    await lab.collect(round);
    const taskId = await care.open(lab.journey.journeyId, 'receive-specimens', round);
    const [row] = (await care.read('lab', taskId)).input.rows?.['specimens'] ?? [];
    const refused = await problemOf(care.complete('lab', taskId, { specimens: [{ id: row!.id, decision: 'accept', label: 'L000000-AAAAAAAA' }] as never }));
    expect([refused.status, refused.problem.errors?.[0]?.field]).toEqual([400, 'specimens[0].label']);
    await care.complete('lab', taskId, { specimens: [{ id: row!.id, decision: 'accept', label: row!.label.toLowerCase() }] as never });
    expect((await lab.orders('laboratory'))[0]?.specimen?.receivedAt).toEqual(expect.any(String));
  });

  test('the database keeps one specimen of an order that can be examined', async () => {
    const lab = await stay();
    const round = await lab.order([POTASSIUM!]);
    await lab.collect(round);
    const again = api.database.sequelize.query("INSERT INTO specimens (id, patient_id, encounter_id, service_request_id, accession, kind) SELECT UUID(), patient_id, encounter_id, service_request_id, 'L-second', kind FROM specimens WHERE encounter_id = ?", { replacements: [lab.journey.journeyId] });
    await expect(again).rejects.toThrow();
  });
});

describe('preliminary and final reports', () => {
  test('a preliminary report can be read at once and leaves its order open; the final one keeps what was read before', async () => {
    const lab = await stay();
    const { round, facts } = await lab.report(SODIUM!, 141, 'preliminary');
    expect(facts).toEqual({ critical: 0, preliminary: 1 });
    expect((await lab.reports())[0]).toMatchObject({ status: 'preliminary', results: [{ value: 141, status: 'preliminary' }] });
    expect((await lab.orders('laboratory'))[0]).toMatchObject({ status: 'active', reportStatus: 'preliminary' });
    expect((await planOf(lab)).laboratoryRounds).toEqual([]); // nobody is sent for it again
    const change = await problemOf((await care.user('lab')).client.call(contract.changeReport, { params: { ...lab.params, reportId: (await lab.reports())[0]!.id }, body: { version: 1, kind: 'corrected', reason: 'Slip.', results: [{ observationId: (await lab.reports())[0]!.results[0]!.id, value: 1 }] } }));
    expect(change.problem.type).toBe('urn:careway:problem:report-not-final');
    await lab.finalise(round, 139);
    expect((await lab.reports())[0]).toMatchObject({ status: 'final', results: [{ value: 139, status: 'final', earlier: [{ value: 141, status: 'preliminary' }] }] });
    expect((await lab.orders('laboratory'))[0]).toMatchObject({ status: 'completed' });
  });
});

describe('imaging', () => {
  const examine = async (lab: ExaminationDriver, imaging: string[], more: { priority?: 'routine' | 'stat'; question?: string; duplicateReason?: string } = {}) =>
    (await physician.call(contract.orderTests, { params: lab.params, body: { imaging, ...more } })).imagingRound ?? 0;
  const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
  const report = (lab: ExaminationDriver, round: number, over: Record<string, unknown>) => lab.complete('radiologist', 'report-imaging', 'reports', () => ({ findings: 'Clear lungs.', conclusion: 'No pneumonia.', ...over }), round);

  test('is ordered, gets its time, is performed and reported by those who do it, and shown with the other results', async () => {
    const lab = await stay();
    const round = await examine(lab, [CHEST_XRAY!], { question: 'Pneumonia?' });
    expect((await planOf(lab)).imagingRounds).toEqual([{ round, stat: false }]);
    expect(await lab.complete('radiographer', 'schedule-imaging', 'examinations', () => ({ scheduledAt: inAnHour() }), round)).toEqual({ scheduled: 1 });
    expect(await lab.complete('radiographer', 'perform-imaging', 'examinations', () => ({ outcome: 'performed' }), round)).toEqual({ performed: 1, notDone: 0 });
    expect((await lab.orders('imaging'))[0]).toMatchObject({ display: 'X-ray of the chest, two views', question: 'Pneumonia?', status: 'active', performedAt: expect.any(String), reportStatus: null });
    expect(await report(lab, round, {})).toEqual({ critical: 0, preliminary: 0 });
    expect((await lab.reports())[0]).toMatchObject({ category: 'imaging', status: 'final', results: [{ display: 'Findings', text: 'Clear lungs.' }, { display: 'Conclusion', text: 'No pneumonia.', interpretation: null }] });
    expect((await lab.orders('imaging'))[0]).toMatchObject({ status: 'completed', reportStatus: 'final' });
    expect((await planOf(lab)).imagingRounds).toEqual([]);
    // It is charged like everything that was done (marley#79).
    expect(await rowsOf(api.database, 'SELECT category, code FROM v_done_services WHERE encounter_id = ?', [lab.journey.journeyId])).toEqual([{ category: 'imaging', code: CHEST_XRAY }]);
  });

  test('goes from preliminary to final to amended; only imaging changes its reports, and only the laboratory its own', async () => {
    const lab = await stay();
    const round = await examine(lab, [HEAD_CT!], { priority: 'stat' });
    expect((await planOf(lab)).imagingRounds).toEqual([{ round, stat: true }]);
    await lab.complete('radiographer', 'perform-imaging', 'examinations', () => ({ outcome: 'performed' }), round);
    expect(await report(lab, round, { reportAs: 'preliminary', critical: true })).toEqual({ critical: 1, preliminary: 1 });
    const finalised = await lab.complete('radiologist', 'finalise-imaging-report', 'reports', () => ({ findings: 'Clear lungs.', conclusion: 'Small bleed.', critical: true }), round);
    expect(finalised).toEqual({ critical: 0 }); // it calls already
    const [made] = await lab.reports();
    expect(made).toMatchObject({ status: 'final', critical: 1, results: [{ text: 'Clear lungs.', earlier: [] }, { text: 'Small bleed.', interpretation: 'AA', earlier: [{ text: 'No pneumonia.', status: 'preliminary' }] }] });
    const change = async (role: 'lab' | 'radiologist') => (await care.user(role)).client.call(contract.changeReport, {
      params: { ...lab.params, reportId: made!.id }, body: { version: made!.version, kind: 'amended', reason: 'Second reading.', results: [{ observationId: made!.results[0]!.id, text: 'Bleed of 4 mm.' }] },
    });
    expect((await problemOf(change('lab'))).problem.type).toBe('urn:careway:problem:not-your-report');
    expect(await change('radiologist')).toMatchObject({ status: 'amended' });
  });

  test('that cannot be done is over, and its order says why; nobody waits for it', async () => {
    const lab = await stay();
    const round = await examine(lab, [CHEST_XRAY!, HEAD_CT!], { priority: 'stat' });
    const facts = await lab.complete('radiographer', 'perform-imaging', 'examinations', ({ label }) => (label.startsWith('CT') ? { outcome: 'not-done', notDone: 'refused' } : { outcome: 'performed' }), round);
    expect(facts).toEqual({ performed: 1, notDone: 1 });
    expect((await lab.orders('imaging')).map(({ status, notDone }) => [status, notDone]).sort()).toEqual([['active', null], ['revoked', 'Patient refused']]);
    const taskId = await care.open(lab.journey.journeyId, 'report-imaging', round);
    expect((await care.read('radiologist', taskId)).input.rows?.['reports']).toHaveLength(1);
  });

  test('of one region by one modality is not ordered twice a day without a reason, and only what is offered', async () => {
    const lab = await stay();
    await examine(lab, [CHEST_XRAY!]);
    const refused = await problemOf(examine(lab, [CHEST_XRAY!]));
    expect(refused.problem.errors).toEqual([{ field: 'imaging', message: 'X-ray of the chest, two views: X-ray of the chest, two views is ordered already and not reported yet.' }]);
    expect(await examine(lab, ['24627-2'])).toBe(2); // a CT of the chest answers another question
    expect(await examine(lab, [CHEST_XRAY!], { duplicateReason: 'Tube was moved.' })).toBe(3);
    expect((await problemOf(examine(lab, ['0-0']))).problem.type).toBe('urn:careway:problem:no-such-test');
    expect((await problemOf(examine(lab, []))).status).toBe(400);
  });
});
