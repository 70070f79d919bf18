import { type ApiClient, contract } from '../../api/client';
import { simulate } from '../../bin/simulate/run';
import { seedHospital, type SeededLogin } from '../../db/seeds';
import { makeConcepts, makePastStay } from '../factories/clinical';
import { TestHospital } from '../support/hospital';

let hospital: TestHospital;
let logins: readonly SeededLogin[];

beforeAll(async () => {
  hospital = await TestHospital.start(['worker']);
  logins = await seedHospital(hospital.record.database, { passwords: 'a long enough password' });
  await makeConcepts();
  for (let stays = 0; stays < 5; stays += 1) await makePastStay(hospital.record.database);
}, 120_000);
afterAll(() => hospital.stop(), 60_000);

async function as(role: string): Promise<ApiClient> {
  const login = logins.find((one) => one.role === role);
  const { token } = await hospital.nobody().call(contract.signIn, { body: { username: login?.username ?? '', password: login?.password ?? '' } });
  return hospital.nobody().withToken(token);
}

test('the demonstration leaves five scenes for its visitors: a deterioration, a critical potassium, a refused dose, an allergy override, a blocked discharge', async () => {
  const summary = await simulate({ apiUrl: hospital.apiUrl, logins, journeys: 5, staff: 8, atOnce: 8, leaveLiving: true, seed: 'scenes', minutes: 8, onProgress: () => undefined, stopping: () => false });
  expect(summary).toMatchObject({ started: 5, closed: 0, troubles: {} });

  // The first nurse of the list has the shift that is on, and all of them lie on that ward.
  const [nurse, physician] = [await as('nurse'), await as('physician')];
  const { items: ward } = await nurse.call(contract.listWardObservations, { query: {} });
  const worst = ward.find(({ escalation }) => escalation !== null);
  expect(worst).toMatchObject({ score: { news2: 12 }, escalation: { acknowledgedAt: null } });
  const { items: readings } = await nurse.call(contract.listObservations, { params: { encounterId: worst?.encounterId ?? '' }, query: { category: 'vital-signs', limit: 200 } });
  expect(readings.filter(({ code }) => code === '8867-4').length).toBeGreaterThanOrEqual(6); // its chart has a past

  const { items: calls } = await physician.call(contract.listTasks, { query: { limit: 50 } });
  expect(calls.map(({ type }) => type)).toEqual(expect.arrayContaining(['emergency-response', 'acknowledge-critical-result', 'sign-discharge-summary']));
  const critical = calls.find(({ type }) => type === 'acknowledge-critical-result')?.encounterId ?? '';
  const { items: reports } = await physician.call(contract.listReports, { params: { encounterId: critical } });
  expect(reports.flatMap(({ results }) => results).find(({ code }) => code === '2823-3')).toMatchObject({ value: 6.9 });

  const { items: doses } = await nurse.call(contract.listDoses, { params: { encounterId: critical }, query: { limit: 200 } });
  expect(doses.find(({ outcome }) => outcome === 'refused')).toMatchObject({ reason: expect.any(String), note: 'The headache is gone.' });
  const { items: medicines } = await nurse.call(contract.listMedicines, { params: { encounterId: critical } });
  expect(medicines.flatMap(({ alerts }) => alerts).find(({ kind, override }) => kind === 'allergy' && override !== null)).toBeDefined();
  expect(medicines.some(({ highAlert }) => highAlert !== null)).toBe(true);

  const leaving = calls.find(({ type }) => type === 'sign-discharge-summary')?.encounterId ?? '';
  const panel = await nurse.call(contract.readDischarge, { params: { encounterId: leaving } });
  expect(panel.phase).toBe('under-way');
  expect(panel.branches.filter(({ state }) => state === 'blocked').every(({ blockers }) => blockers.length > 0)).toBe(true);
}, 600_000);
