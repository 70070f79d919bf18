import { enter } from '../../bin/support/enter';
import { type ApiClient, contract } from '../../api/client';
import { playMoney } from '../../bin/simulate/playMoney';
import { simulate } from '../../bin/simulate/run';
import { CodeCrosswalk } from '../../db/models';
import { seedHospital, type SeededLogin } from '../../db/seeds';
import { claimWorkflowId } from '../../workflows/contracts/ids';
import { WORKFLOW_TYPES } from '../../workflows/contracts/messages';
import { makeConcepts, makePastStay } from '../factories/clinical';
import { CODES, makePayer, makeStay, type MadePayer } from '../factories/money';
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
  if (!login) throw new Error(`Nobody is ${role}.`);
  return (await enter(hospital.nobody(), login)).client;
}

test('the demonstration leaves five scenes for its visitors: a deterioration, a critical potassium, a refused dose, an allergy override, a blocked discharge', async () => {
  const summary = await simulate({ apiUrl: hospital.apiUrl, logins, journeys: 5, staff: 8, atOnce: 8, leaveLiving: true, pastWeeks: 0, seed: 'scenes', minutes: 8, onProgress: () => undefined, stopping: () => false });
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
  // That patient is still here because of the summary, which is past its time.
  const { items: late } = await (await as('manager')).call(contract.listJourneys, { query: { sla: 'breached' } });
  expect(late.map(({ id, waitingFor }) => [id, waitingFor])).toEqual([[leaving, expect.stringMatching(/Sign discharge summary/i)]]);
}, 600_000);

test('a past is played beside them: each journey ends in a week of its own, and what is left to visitors stays theirs', async () => {
  const { database } = hospital.record;
  const left = async () => (await database.sequelize.query("SELECT id, version FROM tasks WHERE is_open = 1 AND type <> 'clean-bed' AND journey_id IN (SELECT id FROM journeys WHERE status = 'running') ORDER BY id"))[0];
  const before = await left();
  expect(before.length).toBeGreaterThan(5);
  const summary = await simulate({ apiUrl: hospital.apiUrl, logins, journeys: 4, staff: 8, atOnce: 4, leaveLiving: false, pastWeeks: 4, seed: 'past', minutes: 8, onProgress: () => undefined, stopping: () => false });
  expect(summary).toMatchObject({ started: 4, closed: 4, open: 0, troubles: {} });
  expect(await left()).toEqual(before);
  const manager = await as('manager');
  const weeks = async () => (await manager.call(contract.readCycleTimes, { query: { kind: 'journey' } })).rows.flatMap(({ trend }) => trend.map(({ week }) => week));
  for (const until = Date.now() + 20_000; (await weeks()).length < 4 && Date.now() < until; ) await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await weeks()).toHaveLength(4);
}, 600_000);

/** A claim of a finished stay, on its way to its payer with the workflow a journey would start. */
async function sendClaim(payer: MadePayer): Promise<string> {
  const { database } = hospital.record;
  const service = hospital.service();
  const { encounterId } = await makeStay(database, { payer, panels: 0, procedures: 0, doses: 0 });
  await service.call(contract.captureCharges, { params: { encounterId }, idempotencyKey: `scene-charges-${encounterId}` });
  const { claimId } = await service.call(contract.prepareClaim, { params: { encounterId }, idempotencyKey: `scene-claim-${encounterId}` });
  const workflowId = claimWorkflowId(claimId ?? '');
  const payload = database.cipher.sealJson({ table: 'workflow_commands', column: 'payload_enc', id: `start/${workflowId}` }, { claimId, journeyWorkflowId: null, encounterId: null });
  await database.sequelize.query('INSERT INTO workflow_commands (workflow_id, kind, name, payload_enc, dedup_id, next_attempt_at) VALUES (?)', { replacements: [[workflowId, 'start', WORKFLOW_TYPES.claim, payload, `start/${workflowId}`, new Date()]] });
  return claimId ?? '';
}

test('the billing desk finds a denial of each kind, a refund that waits for a second person, and a payment plan; the payers are as they were', async () => {
  const { database } = hospital.record;
  const [biller, administrator] = [await as('billing'), await as('administrator')];
  const behaviour = { acknowledgeAfterMs: 3_600_000, remitAfterMs: 9 * 86_400_000, payTogetherMs: 86_400_000 };
  await CodeCrosswalk.create({ sourceSystem: CODES.diagnosis.systemCode, sourceCode: CODES.diagnosis.code, targetSystem: 'ICD10CM', targetCode: CODES.diagnosis.icd, confidence: 'equivalent' });
  const payers = [await makePayer(database, { behaviour }), await makePayer(database, { behaviour: { ...behaviour, copies: 2 } })];
  const claimIds: string[] = [];
  for (let one = 0; one < 4; one += 1) claimIds.push(await sendClaim(payers[one % 2]!));
  const selfPay = await makeStay(database, { payer: null, panels: 0, procedures: 0, doses: 0 });
  await hospital.service().call(contract.captureCharges, { params: { encounterId: selfPay.encounterId }, idempotencyKey: 'scene-charges-self-pay' });
  const connections = () => Promise.all(payers.map(async ({ payerId }) => (await administrator.call(contract.readPayerConnection, { params: { payerId } })).behaviour));
  const before = await connections();
  const read = (claimId: string) => biller.call(contract.readClaim, { params: { claimId } });
  for (const [until, waiting] = [Date.now() + 60_000, [...claimIds]]; waiting.length > 0; ) {
    const { claim, problems } = await read(waiting[0] ?? '');
    if (claim.status === 'submitted') waiting.shift();
    else if (Date.now() > until) throw new Error(`A claim is ${claim.status}: ${problems.join(' ')}`);
    else await new Promise((resolve) => setTimeout(resolve, 200));
  }

  const troubles: string[] = [];
  await playMoney({ biller, administrator, trouble: (what) => troubles.push(what) }, claimIds);
  expect(troubles).toEqual([]);
  const reasons = await Promise.all(claimIds.map(async (claimId) => {
    const [answers] = (await database.sequelize.query('SELECT adjustments, service_lines AS `lines` FROM remittance_claims WHERE claim_id = ?', { replacements: [claimId] })) as [object[], unknown];
    return [(await read(claimId)).claim.status, [...new Set([...JSON.stringify(answers).matchAll(/reason\\*":\\*"(\w+)/g)].map(([, reason]) => reason))]];
  }));
  expect(reasons).toEqual([['denied', ['16']], ['denied', ['50']], ['denied', ['27']], ['denied', ['193']]]);
  expect(await connections()).toEqual(before);

  const { items: requests } = await biller.call(contract.listMoneyRequests, { query: { limit: 10, status: 'requested' } });
  expect(requests).toMatchObject([{ kind: 'patient-refund', status: 'requested', cents: 24_000 }]);
  const [account] = (await biller.call(contract.listAccounts, { query: { limit: 1, owing: 'true', encounterId: selfPay.encounterId } })).items;
  const { plan } = await biller.call(contract.readAccount, { params: { accountId: account?.id ?? '' } });
  expect(plan).toMatchObject({ status: 'active', agreement: 'phone', instalments: { length: 6 } });
}, 180_000);
