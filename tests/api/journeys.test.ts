import { type ApiClient, contract } from '../../api/client';
import { type Announcement } from '../../api/http/act';
import { Relay } from '../../api/temporal/relay';
import { newId } from '../../db/newId';
import { makeJourney, makePatient, makeWard, type MadeJourney } from '../factories/hospital';
import { makePayer } from '../factories/money';
import { startTestApi, type TestApi } from '../support/api';
import { readPdf } from '../support/pdfText';
import { problemOf } from '../support/problem';

let api: TestApi;
let service: ApiClient;
beforeAll(async () => {
  api = await startTestApi();
  service = await api.service();
});
afterAll(() => api.stop());

let keys = 0;
const key = () => `journey-test-${(keys += 1)}`;

function openIncident(journey: MadeJourney, step: string, message: string) {
  return service.call(contract.openIncident, {
    idempotencyKey: key(),
    body: { workflowId: journey.workflowId, journeyId: journey.journeyId, claimId: null, step, errorClass: 'ApiProblem', message, attempts: 5 },
  });
}

describe('the journey board', () => {
  test('says per patient the stage, what it waits for and who has it', async () => {
    const { wardId } = await makeWard();
    const journey = await makeJourney(api.database, { wardId, patient: await makePatient(api.database, { family: 'Boardley' }) });
    await service.call(contract.recordProgress, {
      params: { journeyId: journey.journeyId }, idempotencyKey: key(),
      body: { workflowId: journey.workflowId, stage: 'diagnostics', step: 'place-orders', waitingFor: null, waitingUntil: null, stages: [{ stage: 'admission', status: 'done' }, { stage: 'diagnostics', status: 'current' }], openTasks: [{ step: 'orders', type: 'place-orders' }] },
    });
    const manager = await api.as('manager');
    const { items } = await manager.client.call(contract.listJourneys, { query: { q: 'Boardley' } });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ id: journey.journeyId, stage: 'diagnostics', waitingFor: 'Place admission orders', owner: { role: 'physician', person: null }, openTasks: 1, slaState: 'ok' });
    const page = await manager.client.call(contract.readJourney, { params: { journeyId: journey.journeyId } });
    expect(page.stages.map((stage) => stage.status)).toEqual(['done', 'current', 'waiting', 'waiting', 'waiting', 'waiting', 'waiting']);
    expect(page.tasks.map((task) => task.type)).toEqual(['place-orders']);
    const events = await manager.client.call(contract.listJourneyEvents, { params: { journeyId: journey.journeyId } });
    expect(events.items.map((event) => event.sentence)).toEqual(['Diagnostics began.', 'Admission was completed.']);
  });

  test('tells one story of journey, claim, deadlines, messages and money, page by page, each line once', async () => {
    const { wardId } = await makeWard();
    const { journeyId, workflowId, patient } = await makeJourney(api.database, { wardId });
    const sql = (text: string, values: unknown[]) => api.database.sequelize.query(text, { replacements: values });
    const { tasks } = await service.call(contract.recordProgress, { params: { journeyId }, idempotencyKey: key(), body: { workflowId, stage: 'diagnostics', step: 'o', waitingFor: null, waitingUntil: null, stages: [{ stage: 'admission', status: 'done' }, { stage: 'diagnostics', status: 'current' }], openTasks: [{ step: 'orders', type: 'place-orders' }] } });
    const { payerId, planId } = await makePayer(api.database);
    const [accountId, claimId, operationId] = [newId(), newId(), newId()];
    const other = await makeJourney(api.database);
    await sql('INSERT INTO accounts (id, number, patient_id, encounter_id) VALUES (?, ?, ?, ?)', [accountId, `S-${accountId.slice(-8)}`, patient.id, journeyId]);
    await sql("INSERT INTO claims (id, number, patient_id, encounter_id, account_id, payer_id, plan_id, type, status, service_from, service_through, charge_cents) VALUES (?, ?, ?, ?, ?, ?, ?, 'institutional', 'submitted', '2026-01-01', '2026-01-02', 5000)", [claimId, `S${claimId.slice(-8)}`, patient.id, journeyId, accountId, payerId, planId]);
    for (const kind of ['submitted', 'status-asked']) await sql("INSERT INTO claim_events (claim_id, kind, actor_kind, at, dedup_id) VALUES (?, ?, 'workflow', NOW(3), ?)", [claimId, kind, `${claimId}/${kind}`]);
    await sql("INSERT INTO journey_events (journey_id, stage, activity, actor_kind, at, reference_type, reference_id, dedup_id) VALUES (?, 'adjudication', 'claim-submitted', 'workflow', NOW(3), 'claim', ?, ?)", [journeyId, claimId, `${claimId}/submitted`]);
    await sql("INSERT INTO sla_firings (task_id, rung, fired_at) VALUES (?, 'due', NOW(3))", [tasks[0]?.taskId]);
    await sql("INSERT INTO notifications (id, event_id, recipient_kind, recipient_id, channel, template, encounter_id, status, not_before, delivered_at) VALUES (?, ?, 'patient', ?, 'sms', 'invoice-issued', ?, 'delivered', NOW(3), NOW(3))", [newId(), newId(), patient.id, journeyId]);
    await sql("INSERT INTO ledger_operations (id, kind, dedup_id, posted_at) VALUES (?, 'patient-payment', ?, NOW(3))", [operationId, operationId]);
    for (const [account, cents] of [['cash', 2500], ['receivable-patient', -2500]]) await sql('INSERT INTO ledger_entries (operation_id, ledger_account, account_id, cents, posted_at) VALUES (?, ?, ?, ?, NOW(3))', [operationId, account, accountId, cents]);
    const manager = await api.as('manager');
    const lines: { id: string; at: string; sentence: string }[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await manager.client.call(contract.listJourneyEvents, { params: { journeyId }, query: { limit: 2, ...(cursor ? { cursor } : {}) } });
      lines.push(...page.items);
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).sort().reverse());
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
    expect(lines.map(({ sentence }) => sentence).sort()).toEqual([
      'Admission was completed.', 'Claim submitted.', `Claim S${claimId.slice(-8)}: payer asked where the claim stands.`, 'Diagnostics began.', 'Patient paid: $25.00.', 'The patient was told of the bill by text message.', '“Place admission orders” was due and is not done.',
    ].sort());
    expect((await manager.client.call(contract.listJourneyEvents, { params: { journeyId: other.journeyId } })).items).toEqual([]);
    const told = async (stage: 'admission' | 'adjudication') => (await manager.client.call(contract.listJourneyEvents, { params: { journeyId }, query: { stage } })).items.map(({ sentence }) => sentence).sort();
    expect([await told('admission'), await told('adjudication')]).toEqual([['Admission was completed.'], [`Claim S${claimId.slice(-8)}: payer asked where the claim stands.`, 'Claim submitted.']]);
    const { fileName, content } = await manager.client.call(contract.printJourney, { params: { journeyId } });
    const text = readPdf(Buffer.from(content, 'base64')).flatMap(({ lines: printed }) => printed).join('\n');
    for (const part of [patient.family, 'Patient paid: $25.00.', 'Diagnostics: now', `Claim S${claimId.slice(-8)}: now`, 'Place admission orders']) expect(text).toContain(part);
    expect(fileName).not.toContain(patient.family);
  });

  test('knows what goes off from its stages: orders, transfers, claims, the visit after the stay', async () => {
    const { wardId } = await makeWard();
    const { journeyId, workflowId, patient } = await makeJourney(api.database, { wardId });
    const sql = (text: string, values: unknown[]) => api.database.sequelize.query(text, { replacements: values });
    const { payerId, planId } = await makePayer(api.database);
    const [accountId, claimId] = [newId(), newId()];
    const order = (category: string, status: string) => sql('INSERT INTO service_requests (id, patient_id, encounter_id, category, system_code, code, status, ordered_at, completed_at) VALUES (?, ?, ?, ?, ?, ?, ?, NOW(3), ?)', [newId(), patient.id, journeyId, category, 'LOINC', '718-7', status, status === 'completed' ? '2026-01-02 10:00:00' : null]);
    for (const [category, status] of [['laboratory', 'completed'], ['laboratory', 'active'], ['laboratory', 'entered-in-error'], ['imaging', 'completed'], ['procedure', 'revoked']] as const) await order(category, status);
    await sql('INSERT INTO accounts (id, number, patient_id, encounter_id) VALUES (?, ?, ?, ?)', [accountId, `B-${accountId.slice(-8)}`, patient.id, journeyId]);
    await sql("INSERT INTO claims (id, number, patient_id, encounter_id, account_id, payer_id, plan_id, type, status, service_from, service_through, charge_cents) VALUES (?, ?, ?, ?, ?, ?, ?, 'institutional', 'submitted', '2026-01-01', '2026-01-02', 5000)", [claimId, `B${claimId.slice(-8)}`, patient.id, journeyId, accountId, payerId, planId]);
    await sql("INSERT INTO appointments (id, patient_id, encounter_id, kind, status, starts_at, ends_at) VALUES (?, ?, ?, 'follow-up', 'booked', '2026-03-01 09:00:00', '2026-03-01 09:30:00')", [newId(), patient.id, journeyId]);
    const manager = await api.as('manager');
    const branches = async (id: string) => (await manager.client.call(contract.readJourney, { params: { journeyId: id } })).branches.map(({ kind, stage, status, state, done, of, endedAt }) => [kind, stage, status, state, done, of, endedAt !== null]);
    const beside = [['laboratory', 'diagnostics', 'current', null, 1, 2, false], ['imaging', 'diagnostics', 'done', null, 1, 1, true], ['procedure', 'treatment', 'skipped', null, 0, 1, false], ['visit', 'follow-up', 'current', 'booked', 0, 1, false]];
    const claim = (status: string) => ['claim', 'adjudication', status, 'submitted', 0, 1, false];
    expect((await branches(journeyId)).sort()).toEqual([...beside, claim('current')].sort());
    await service.call(contract.openIncident, { idempotencyKey: key(), body: { workflowId, journeyId, claimId, step: 'ask-claim-status', errorClass: 'ApiProblem', message: 'no', attempts: 5 } });
    expect((await branches(journeyId)).sort()).toEqual([...beside, claim('in-trouble')].sort());
    expect(await branches((await makeJourney(api.database)).journeyId)).toEqual([]);
  });

  test('says what time brings when nobody is asked, also after something beside the pathway was done', async () => {
    const { wardId, bedIds } = await makeWard();
    const journey = await makeJourney(api.database, { wardId, bedId: bedIds[0] ?? '' });
    const [until, nurse] = [new Date(Date.now() + 4 * 3_600_000).toISOString(), await api.as('nurse')];
    const progress = (body: object) => service.call(contract.recordProgress, { params: { journeyId: journey.journeyId }, idempotencyKey: key(), body: { workflowId: journey.workflowId, stage: 'treatment', step: 'rounds', ...body } as never });
    const waits = async () => (await nurse.client.call(contract.readJourney, { params: { journeyId: journey.journeyId } })).journey;
    await progress({ waitingFor: 'next-observations', waitingUntil: until, openTasks: [] });
    const alone = await waits();
    expect(alone.waitingUntil).toBe(until);
    await nurse.client.call(contract.recordObservations, { params: { encounterId: journey.journeyId }, body: { values: { pulse: 72 } }, idempotencyKey: key() });
    expect(await waits()).toMatchObject({ waitingFor: alone.waitingFor, waitingUntil: until });
    const { tasks } = await progress({ waitingFor: 'medicine-round', waitingUntil: until, openTasks: [{ step: 'm', type: 'medicine-round' }] });
    expect((await waits()).waitingFor).toBe('Medicine round');
    await api.database.sequelize.query("UPDATE tasks SET status = 'cancelled' WHERE id = ?", { replacements: [tasks[0]?.taskId] });
    await nurse.client.call(contract.recordObservations, { params: { encounterId: journey.journeyId }, body: { values: { pulse: 74 } }, idempotencyKey: key() });
    expect(await waits()).toMatchObject({ waitingFor: null, waitingUntil: null }); // a task that is done waits for nobody
  });

  test('pages and filters, and refuses what makes no sense', async () => {
    const { wardId } = await makeWard();
    const ids = new Set<string>();
    for (let index = 0; index < 5; index += 1) ids.add((await makeJourney(api.database, { wardId })).journeyId);
    const manager = await api.as('manager');
    for (const sort of ['longest-in-stage', 'newest', 'waiting-until', 'money'] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await manager.client.call(contract.listJourneys, { query: { wardId, limit: 2, sort, count: 'true', ...(cursor ? { cursor } : {}) } });
        expect(page.total).toBe(5);
        seen.push(...page.items.map((item) => item.id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect([sort, seen.length, new Set(seen)]).toEqual([sort, 5, ids]);
    }
    expect((await problemOf(manager.client.call(contract.listJourneys, { query: { limit: 100_000 } }))).status).toBe(400);
    expect((await problemOf((await api.as('lab')).client.call(contract.listJourneys, {}))).status).toBe(403);
  });

  test('a journey closes without open tasks, once', async () => {
    const journey = await makeJourney(api.database);
    await service.call(contract.recordProgress, { params: { journeyId: journey.journeyId }, idempotencyKey: key(), body: { workflowId: journey.workflowId, stage: 'admission', step: 's', waitingFor: null, waitingUntil: null, openTasks: [{ step: 'x', type: 'register-patient' }] } });
    for (const outcome of ['cancelled', 'claim-paid'] as const) await service.call(contract.closeJourney, { params: { journeyId: journey.journeyId }, body: { outcome }, idempotencyKey: key() });
    const [rows] = await api.database.sequelize.query('SELECT status, outcome, (SELECT COUNT(*) FROM tasks t WHERE t.journey_id = j.id AND t.is_open = 1) AS open FROM journeys j WHERE id = ?', { replacements: [journey.journeyId] });
    expect(rows).toEqual([{ status: 'cancelled', outcome: 'cancelled', open: 0 }]);
  });

  test('is cancelled only before its claim is sent, and only at the version seen', async () => {
    const journey = await makeJourney(api.database);
    const nurse = await api.as('charge-nurse');
    const { journey: row } = await nurse.client.call(contract.readJourney, { params: { journeyId: journey.journeyId } });
    const cancel = (version: number) => nurse.client.call(contract.cancelJourney, { params: { journeyId: journey.journeyId }, body: { version, reason: 'left-against-advice' } });
    expect((await problemOf(cancel(row.version + 1))).status).toBe(409);
    await cancel(row.version);
    const [commands] = await api.database.sequelize.query("SELECT name FROM workflow_commands WHERE workflow_id = ?", { replacements: [journey.workflowId] });
    expect(commands).toEqual([{ name: 'cancelJourney' }]);
  });
});

describe('the house at a glance', () => {
  test('counts beds, who came and left today, and the cash', async () => {
    const { wardId, bedIds } = await makeWard(3);
    const { journeyId } = await makeJourney(api.database, { wardId, bedId: bedIds[0] ?? '' });
    const manager = await api.as('manager');
    const figures = () => manager.client.call(contract.readHouseFigures, {});
    const before = await figures();
    expect(before.occupiedBeds).toBeGreaterThan(0);
    await api.database.sequelize.query("UPDATE encounters SET period_end = NOW(3), status = 'finished' WHERE id = ?", { replacements: [journeyId] });
    await api.database.sequelize.query("UPDATE beds SET operational_status = 'C' WHERE id = ?", { replacements: [bedIds[2]] });
    expect(await figures()).toEqual({ ...before, beds: before.beds - 1, dischargedToday: before.dischargedToday + 1 });
    expect((await problemOf((await api.as('nurse')).client.call(contract.readHouseFigures, {}))).status).toBe(403);
  });
});

describe('incidents', () => {
  test('the same cause has one fingerprint, whatever the IDs and numbers in it (temporalio/features#498)', async () => {
    const journeys = [await makeJourney(api.database), await makeJourney(api.database)];
    await openIncident(journeys[0]!, 'submit-claim-1', 'Payer 12 refused claim 0190aaaa-0000-7000-8000-000000000001');
    await openIncident(journeys[1]!, 'submit-claim-2', 'Payer 99 refused claim 0190bbbb-0000-7000-8000-000000000002');
    const manager = await api.as('manager');
    const { causes } = await manager.client.call(contract.countIncidents, {});
    expect(causes.filter((cause) => cause.step.startsWith('submit-claim')).map((cause) => cause.count)).toEqual([2]);
  });

  test('a retry counts as solved only when the step has passed (camunda#63192)', async () => {
    const journey = await makeJourney(api.database);
    const { incidentId } = await openIncident(journey, 'capture-charges', 'no');
    const manager = await api.as('manager');
    const params = { incidentId };
    expect(await manager.client.call(contract.resolveIncident, { params, body: { version: 1, action: 'retry' } })).toEqual({ status: 'retrying', version: 2 });
    const list = () => manager.client.call(contract.listIncidents, { query: { journeyId: journey.journeyId } });
    expect((await list()).items.map((incident) => incident.status)).toEqual(['retrying']);
    await service.call(contract.settleIncident, { params, body: { outcome: 'failed-again' }, idempotencyKey: key() });
    expect((await list()).items.map((incident) => [incident.status, incident.attempts])).toEqual([['open', 6]]);
    await service.call(contract.settleIncident, { params, body: { outcome: 'solved' }, idempotencyKey: key() });
    expect((await list()).items).toEqual([]);
    const { journey: row } = await manager.client.call(contract.readJourney, { params: { journeyId: journey.journeyId } });
    expect(row.openIncidents).toBe(0);
    expect((await problemOf(manager.client.call(contract.resolveIncident, { params, body: { version: 4, action: 'retry' } }))).status).toBe(409);
  });

  test.each([
    [{ state: 'refused', reason: 'update-rejected', refusal: 'ActionNotPossible' }, 'ActionNotPossible'],
    [{ state: 'refused', reason: 'workflow-not-running' }, 'workflow-not-running'],
  ] as const)('an answer the workflow refuses is not "trying again" for ever: the incident asks for another, and says why', async (outcome, refusal) => {
    const journey = await makeJourney(api.database);
    const { incidentId } = await openIncident(journey, 'z', 'no');
    const manager = await api.as('manager');
    await manager.client.call(contract.resolveIncident, { params: { incidentId }, body: { version: 1, action: 'skip', reason: 'Not needed here' } });
    const announced: Announcement[] = [];
    const relay = new Relay(api.database, { deliver: () => Promise.resolve(outcome) } as never, api.deps.logger, (all) => announced.push(...all));
    relay.wake([journey.workflowId]);
    const read = async () => (await manager.client.call(contract.listIncidents, { query: { journeyId: journey.journeyId } })).items[0];
    for (const end = Date.now() + 20_000; (await read())?.status !== 'open' && Date.now() < end;) await new Promise((resolve) => setTimeout(resolve, 50));
    await relay.stop();
    expect(await read()).toMatchObject({ status: 'open', refusal, version: 3 });
    expect(announced).toEqual([{ topic: 'incident', id: incidentId }]); // open pages show it at once
    await manager.client.call(contract.resolveIncident, { params: { incidentId }, body: { version: 3, action: 'retry' } });
    expect(await read()).toMatchObject({ status: 'retrying', refusal: null });
  });

  test('nobody is asked for care at the bedside of a patient who has left; what was asked before keeps its ID, and duties that remain are asked', async () => {
    const journey = await makeJourney(api.database);
    const ask = async (step: string, type: 'observation-round' | 'discharge-teaching') => {
      const body = { workflowId: journey.workflowId, stage: 'discharge' as const, step, waitingFor: null, waitingUntil: null, openTasks: [{ step, type }] };
      return (await service.call(contract.recordProgress, { params: { journeyId: journey.journeyId }, body, idempotencyKey: key() })).tasks[0]?.taskId;
    };
    const first = await ask('observation-round-1', 'observation-round');
    await api.database.sequelize.query("UPDATE encounters SET status = 'finished', period_end = NOW(3) WHERE id = ?", { replacements: [journey.journeyId] });
    expect(first).toEqual(expect.any(String));
    expect([await ask('observation-round-1', 'observation-round'), await ask('observation-round-2', 'observation-round')]).toEqual([first, null]);
    expect(await ask('discharge-teaching', 'discharge-teaching')).toEqual(expect.any(String));
    const [rows] = await api.database.sequelize.query('SELECT COUNT(*) AS n FROM tasks WHERE journey_id = ?', { replacements: [journey.journeyId] });
    expect(rows).toEqual([{ n: 2 }]);
  });

  test('two managers answer one incident: the second is told it changed', async () => {
    const { incidentId } = await openIncident(await makeJourney(api.database), 'x', 'no');
    const managers = [await api.as('manager'), await api.as('manager')];
    const results = await Promise.allSettled(managers.map((manager) => manager.client.call(contract.resolveIncident, { params: { incidentId }, body: { version: 1, action: 'retry' } })));
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('skipping needs a reason, holding a date', async () => {
    const { incidentId } = await openIncident(await makeJourney(api.database), 'y', 'no');
    const manager = await api.as('manager');
    for (const action of ['skip', 'cancel', 'hold'] as const) {
      expect((await problemOf(manager.client.call(contract.resolveIncident, { params: { incidentId }, body: { version: 1, action } }))).status).toBe(400);
    }
  });
});

describe('every route', () => {
  test.each([
    ['DELETE', '/api/v1/passkeys/options', 405, 'POST'], ['PATCH', '/api/v1/claims/dashboard', 405, 'GET, HEAD'], ['PUT', '/openapi.json', 405, 'GET, HEAD'], ['GET', '/api/v1/nowhere', 404, null],
  ])('%s %s is answered %i with what is taken there', async (method, path, status, allow) => {
    const answer = await fetch(api.url + path, { method, headers: { authorization: `Bearer ${(await api.as('nurse')).token}` } });
    expect([answer.status, answer.headers.get('allow')]).toEqual([status, allow]);
  });

  test('refuses nobody and malformed IDs', async () => {
    const document = (await (await fetch(`${api.url}/openapi.json`)).json()) as { paths: Record<string, Record<string, { operationId: string; security: unknown[] }>> };
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        if (operation.security.length === 0) continue;
        const response = await fetch(`${api.url}${path.replace(/\{\w+\}/g, 'x')}`, { method: method.toUpperCase(), headers: { 'content-type': 'application/json' }, ...(method === 'get' ? {} : { body: '{}' }) });
        expect([operation.operationId, response.status]).toEqual([operation.operationId, 401]);
      }
    }
  });
});
