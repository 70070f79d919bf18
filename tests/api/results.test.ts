import { type ApiClient, contract } from '../../api/client';
import { CareDriver, makeConcepts, rowsOf } from '../factories/clinical';
import { type MadeJourney, makeJourney, makePatient, makeWard } from '../factories/hospital';
import { startTestApi, type TestApi } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let care: CareDriver;
let physician: ApiClient;
let lab: ApiClient;
beforeAll(async () => {
  api = await startTestApi();
  care = await CareDriver.start(api);
  await makeConcepts();
  physician = (await care.user('physician')).client;
  lab = (await care.user('lab')).client;
});
afterAll(() => api.stop());

const BMP = '24323-8';
const POTASSIUM = '2823-3';
const PROTHROMBIN_TIME = '5902-2';

async function inBed(): Promise<MadeJourney> {
  const { wardId, bedIds } = await makeWard(1);
  return makeJourney(api.database, { wardId, bedId: bedIds[0]! });
}

const order = async (journey: MadeJourney, codes: string[], duplicateReason?: string): Promise<{ round: number }> => {
  const { round } = await physician.call(contract.orderTests, { params: { encounterId: journey.journeyId }, body: { codes, ...(duplicateReason ? { duplicateReason } : {}) } });
  return { round: round ?? 0 };
};
const reports = async (journey: MadeJourney) => (await physician.call(contract.listReports, { params: { encounterId: journey.journeyId } })).items;

/** Order, draw and report one test; answers its report. */
async function reported(journey: MadeJourney, code: string, value: number, duplicateReason?: string) {
  const { round } = await order(journey, [code], duplicateReason);
  const collect = await care.open(journey.journeyId, 'collect-specimens', round);
  const specimens = (await care.read('nurse', collect)).input.rows?.['specimens'] ?? [];
  await care.complete('nurse', collect, { specimens: specimens.map(({ id }) => ({ id, collected: true })) as never });
  const enter = await care.open(journey.journeyId, 'enter-results', round);
  const rows = (await care.read('lab', enter)).input.rows?.['results'] ?? [];
  await care.complete('lab', enter, { results: rows.map(({ id }) => ({ id, value })) as never });
  const [report] = await reports(journey);
  return report!;
}

test('a test that waits or was just reported is not ordered again without a reason', async () => {
  const journey = await inBed();
  await order(journey, [BMP]);
  const refused = await problemOf(order(journey, [POTASSIUM]));
  expect([refused.problem.type, refused.problem.errors?.[0]?.message]).toEqual(['urn:careway:problem:duplicate-order', 'Potassium: Comprehensive metabolic panel is ordered already and not reported yet.']);
  expect(await order(journey, [POTASSIUM], 'Haemolysed specimen.')).toMatchObject({ round: 2 });
  expect((await problemOf(order(journey, ['0-0']))).problem.type).toBe('urn:careway:problem:no-such-test');
  expect(await rowsOf(api.database, "SELECT DISTINCT name FROM workflow_commands WHERE workflow_id = ?", [`journey-${journey.journeyId}`])).toEqual([{ name: 'ordersChanged' }]);
});

test('no new result goes unseen: it is on the list of its physicians until one has looked at it (ottehr#2589)', async () => {
  const [journey, other] = [await inBed(), await inBed()];
  const plain = await reported(journey, POTASSIUM, 4.1);
  const critical = await reported(other, POTASSIUM, 7.2);
  const list = async (mine: boolean) => (await physician.call(contract.listUnreviewedReports, { query: { mine: mine ? 'true' : 'false' } as never })).items;
  const both = (await list(true)).filter(({ encounterId }) => [journey.journeyId, other.journeyId].includes(encounterId));
  expect(both.map(({ id, critical: count, orderedByMe }) => [id, count, orderedByMe])).toEqual([[critical.id, 1, true], [plain.id, 0, true]]); // critical first
  const params = { encounterId: journey.journeyId, reportId: plain.id };
  expect((await problemOf(physician.call(contract.reviewReport, { params, body: { version: plain.version + 3 } }))).problem.type).toBe('urn:careway:problem:stale-version');
  await physician.call(contract.reviewReport, { params, body: { version: plain.version } });
  expect((await list(false)).some(({ id }) => id === plain.id)).toBe(false);
  expect((await reports(journey))[0]).toMatchObject({ reviewedBy: (await care.user('physician')).name });
  expect((await problemOf(physician.call(contract.reviewReport, { params, body: { version: plain.version + 1 } }))).problem.title).toContain('has looked at this report already');
  expect((await problemOf(physician.call(contract.reviewReport, { params: { ...params, encounterId: other.journeyId }, body: { version: 1 } }))).status).toBe(404);
});

test('a corrected result keeps what was reported before, is new again, and asks for a read-back when it has become critical', async () => {
  const journey = await inBed();
  const report = await reported(journey, POTASSIUM, 4.4);
  const params = { encounterId: journey.journeyId, reportId: report.id };
  await physician.call(contract.reviewReport, { params, body: { version: report.version } });
  const result = report.results[0]!;
  const body = { version: report.version + 1, kind: 'corrected' as const, reason: 'Two specimens were mixed up.', results: [{ observationId: result.id, value: 7.4 }] };
  expect((await problemOf(physician.call(contract.changeReport, { params, body }))).status).toBe(403);
  expect((await problemOf(lab.call(contract.changeReport, { params, body: { ...body, results: [{ observationId: result.id }] } }))).status).toBe(400);
  expect(await lab.call(contract.changeReport, { params, body })).toMatchObject({ status: 'corrected', critical: 1 });
  const [after] = await reports(journey);
  expect(after).toMatchObject({ status: 'corrected', reviewedAt: null, critical: 1, results: [{ value: 7.4, status: 'corrected', interpretation: 'HH', acknowledgedAt: null, earlier: [{ value: 4.4, status: 'final', reason: 'Two specimens were mixed up.', changedBy: (await care.user('lab')).name }] }] });
  expect((await problemOf(lab.call(contract.changeReport, { params, body }))).problem.type).toBe('urn:careway:problem:stale-version');
  await lab.call(contract.changeReport, { params, body: { ...body, version: after!.version, kind: 'amended', reason: 'Haemolysis noted.', results: [{ observationId: result.id, text: 'Haemolysed; repeat.' }] } });
  expect((await reports(journey))[0]?.results[0]).toMatchObject({ value: null, text: 'Haemolysed; repeat.', interpretation: null, earlier: [{ value: 7.4, status: 'corrected' }, { value: 4.4, status: 'final' }] });
});

test('a value that changed more than the laboratory believes says so', async () => {
  const journey = await inBed();
  await reported(journey, POTASSIUM, 4.0);
  await api.database.sequelize.query('UPDATE observations SET effective_at = DATE_SUB(effective_at, INTERVAL 6 HOUR) WHERE encounter_id = ?', { replacements: [journey.journeyId] });
  const next = await reported(journey, POTASSIUM, 6.0, 'Control.');
  expect(next.results[0]?.delta).toBe('Was 4 6 h before: check the specimen.');
});

test('a child’s number without a range is never called normal: it is there to be judged by hand', async () => {
  const { wardId, bedIds } = await makeWard(1);
  const patient = await makePatient(api.database, { birthDate: '2020-03-04' });
  const journey = await makeJourney(api.database, { patient, wardId, bedId: bedIds[0]! });
  const report = await reported(journey, PROTHROMBIN_TIME, 20);
  expect(report).toMatchObject({ abnormal: 0, critical: 0, unjudged: 1, results: [{ interpretation: null, referenceLow: null, referenceHigh: null }] });
  const unreviewed = (await physician.call(contract.listUnreviewedReports, { query: {} })).items.find(({ id }) => id === report.id);
  expect(unreviewed).toMatchObject({ abnormal: 0, unjudged: 1 });
  expect(await reported(await inBed(), PROTHROMBIN_TIME, 20)).toMatchObject({ abnormal: 1, unjudged: 0 });
});
