import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from '../../api/client';
import { ExchangeFolder } from '../../api/services/exchange/exchangeFolder';
import { exchangeFiles } from '../../api/services/exchange/folderExchange';
import { newId } from '../../db/newId';
import { type EligibilityInquiry, type EligibilityResponse, type Interchange, parseX12, type Transaction, writeX12 } from '../../interop/x12';
import { makeCoverage, makePayer, type MadePayer, makeStay, SIMPLE_PLAN } from '../factories/money';
import { makePatient } from '../factories/hospital';
import { type TestApi } from '../support/api';
import { BillingDriver } from '../support/billing';
import { problemOf } from '../support/problem';

let api: TestApi;
let billing: BillingDriver;
let folder: ExchangeFolder;
beforeAll(async () => {
  folder = new ExchangeFolder(mkdtempSync(join(tmpdir(), 'careway-inquiries-'))).prepare();
  billing = await BillingDriver.open();
  ({ api } = billing);
});
afterAll(async () => {
  rmSync(folder.path, { recursive: true, force: true });
  await api.stop();
});

const rules = { ...SIMPLE_PLAN, copayCents: 3_000, deductible: { individualCents: 100_000, familyCents: 250_000 }, priorAuthorizationRequired: ['27130'] };
const onFolder = (payerId: string) => billing.rows("INSERT INTO payer_connections (payer_id, adapter) VALUES (?, 'folder') ON DUPLICATE KEY UPDATE adapter = 'folder'", [payerId]);
const down = (payerId: string, isDown: 0 | 1) => billing.rows('UPDATE payer_behaviours SET is_down = ? WHERE payer_id = ?', [isDown, payerId]);
const check = async (encounterId: string) => (await billing.service.call(contract.checkEligibility, { params: { encounterId }, idempotencyKey: billing.key() })).status;
/** The task a journey opens when its payer has not answered. */
const verifyTask = async (encounterId: string) => {
  const { tasks } = await billing.service.call(contract.recordProgress, {
    params: { journeyId: encounterId }, idempotencyKey: billing.key(),
    body: { workflowId: `journey-${encounterId}`, stage: 'admission', step: 'verify-coverage', waitingFor: null, waitingUntil: null, openTasks: [{ step: 'verify-coverage', type: 'verify-coverage' }] },
  });
  return tasks[0]?.taskId ?? '';
};
const asked = async (patientId: string) => (await (await api.as('registrar')).client.call(contract.listEligibility, { params: { patientId } })).items;
const round = () => exchangeFiles({ database: api.database, keys: api.deps.keys, logger: api.deps.logger, clock: api.deps.clock, folder: folder.path, settledMs: 0, onDone: () => undefined }, folder);
const put = (name: string, text: string) => writeFileSync(folder.at('inbound', name), text, 'latin1');
const sole = (text: string): Interchange => {
  const parsed = parseX12(text);
  if (!parsed.ok || !parsed.interchanges[0]) throw new Error('The file cannot be read.');
  return parsed.interchanges[0];
};
/** The payer's file that carries this answer to a question of ours. */
function answering(question: string, answer: Transaction, controlNumber: number): string {
  const sent = sole(question);
  const [group] = sent.groups;
  if (!group) throw new Error('The question has no group.');
  const written = writeX12({ ...sent, sender: sent.receiver, receiver: sent.sender, controlNumber, groups: [{ ...group, sender: group.receiver, receiver: group.sender, transactions: [answer] }] });
  if (!written.ok) throw new Error(written.problems.map(({ message }) => message).join('\n'));
  return written.text;
}
const questionIn = async (kind: string) => readFileSync(folder.at('outbound', readdirSync(folder.at('outbound', '')).filter((name) => name.startsWith(`${kind}-`)).sort().at(-1) ?? ''), 'latin1');

describe('eligibility', () => {
  test('is not asked, nor an authorisation, when the patient keeps it from the payer; one under way stays in the house', async () => {
    const stay = await makeStay(api.database, { payer: await makePayer(api.database, { rules }) });
    const [registrar, physician] = [(await api.as('registrar')).client, (await api.as('physician')).client];
    const request = () => physician.call(contract.askAuthorization, { params: { encounterId: stay.encounterId }, body: { procedures: ['27130'] } });
    const { authorizationId } = await request(); // before the patient said no
    await registrar.call(contract.addDirective, { params: { patientId: stay.patient.id }, body: { scope: 'share', provision: 'deny', recipient: 'payer' } });
    expect(await check(stay.encounterId)).toBe('unanswered');
    const askAtDesk = registrar.call(contract.askEligibility, { params: { coverageId: stay.coverageId ?? '' } });
    const refused = await Promise.all([askAtDesk, billing.service.call(contract.sendAuthorization, { params: { authorizationId }, idempotencyKey: billing.key() }), request()].map(problemOf));
    for (const { problem } of refused) expect(problem.type).toMatch(/:not-shared$/);
    expect(Number(await billing.scalar('SELECT COUNT(*) FROM payer_inquiries WHERE patient_id = ?', [stay.patient.id]))).toBe(0);
    const task = (await (await api.as('registrar')).client.call(contract.readTask, { params: { taskId: await verifyTask(stay.encounterId) } }));
    expect(JSON.stringify(task.input)).toContain('the patient keeps this from the payer');
  });

  test('is asked with a 270 and answered with a 271: plan, what is left of the limits, copay, what needs an authorisation, and both control numbers', async () => {
    const payer = await makePayer(api.database, { rules });
    const stay = await makeStay(api.database, { payer });
    await billing.rows('INSERT INTO coverage_accumulators (coverage_id, plan_year, deductible_individual_cents, deductible_family_cents) VALUES (?, ?, 30000, 70000)', [stay.coverageId, Number(stay.from.slice(0, 4))]);
    expect(await check(stay.encounterId)).toBe('active');
    const [one] = await asked(stay.patient.id);
    expect(one).toMatchObject({
      standing: 'answered', coverageId: stay.coverageId, encounterId: stay.encounterId, askedBy: null, rejections: [], advice: null,
      answer: { outcome: 'active', from: '2020-01-01', through: null, coinsuranceRate: 0.2, authorizationRequired: true, authorizationFor: ['27130'] },
    });
    const amounts = one?.answer?.amounts ?? [];
    expect(amounts).toEqual(expect.arrayContaining([
      { what: 'deductible', level: 'individual', period: 'left', cents: 70_000 }, { what: 'deductible', level: 'family', period: 'left', cents: 180_000 },
      { what: 'out-of-pocket', level: 'individual', period: 'year', cents: 500_000 }, { what: 'copay', level: 'individual', period: 'visit', cents: 3_000 },
    ]));
    expect(one?.answerControlNumber).toBe((one?.controlNumber ?? 0) + 1);
    const { content, ...page } = await (await api.as('billing')).client.call(contract.readInquiry, { params: { inquiryId: one?.id ?? '' } });
    expect(page).toMatchObject({ kind: '270', standing: 'answered', claim: null, patientId: stay.patient.id, encounterId: stay.encounterId, answer: ['The coverage is active from 2020-01-01.', expect.any(String), 'An authorisation is needed for 27130.'] });
    const [sent] = sole(content).groups[0]?.transactions ?? [];
    expect(sent).toMatchObject({ set: '270', sources: [{ receivers: [{ subscribers: [{ dates: [{ qualifier: '291', from: stay.from }], inquiries: [{ serviceTypes: ['30', '48'] }] }] }] }] });
  });

  test('a coverage that has ended is inactive; a member the payer does not know is rejected, with what to do', async () => {
    const payer = await makePayer(api.database, { rules });
    const ended = await makeStay(api.database, { payer });
    await billing.rows("UPDATE coverages SET period_end = '2021-12-31' WHERE id = ?", [ended.coverageId]);
    expect(await check(ended.encounterId)).toBe('inactive');
    expect((await asked(ended.patient.id))[0]).toMatchObject({ standing: 'answered', answer: { outcome: 'inactive', through: '2021-12-31' } });
    const unknown = await makeStay(api.database, { payer });
    await billing.rows("UPDATE coverages SET status = 'entered-in-error' WHERE id = ?", [unknown.coverageId]);
    expect(await check(unknown.encounterId)).toBe('unanswered');
    expect((await asked(unknown.patient.id))[0]).toMatchObject({ standing: 'rejected', answer: null, rejections: ['75: the payer does not know this member (correct and send again)'], advice: expect.stringContaining('Compare name, date of birth and member number') });
  });

  test('a payer that is down leaves the question open: late after a day, and asked again at the desk', async () => {
    const payer = await makePayer(api.database, { rules });
    const stay = await makeStay(api.database, { payer });
    await down(payer.payerId, 1);
    expect(await check(stay.encounterId)).toBe('unanswered');
    expect((await asked(stay.patient.id))[0]).toMatchObject({ standing: 'waiting', answeredAt: null, answerControlNumber: null });
    await billing.rows('UPDATE payer_inquiries SET answer_due_at = NOW(3) - INTERVAL 1 MINUTE WHERE encounter_id = ?', [stay.encounterId]);
    expect((await asked(stay.patient.id))[0]).toMatchObject({ standing: 'late', advice: 'The payer has not answered. Ask again, or telephone.' });
    await down(payer.payerId, 0);
    const registrar = await api.as('registrar');
    const taskId = await verifyTask(stay.encounterId);
    expect(await registrar.client.call(contract.askEligibility, { params: { coverageId: stay.coverageId ?? '' } })).toMatchObject({ standing: 'answered', askedBy: registrar.name, answer: { outcome: 'active' } });
    expect(await registrar.client.call(contract.readTask, { params: { taskId } })).toMatchObject({ output: { decision: 'use-coverage' }, completedBy: null });
  });

  test('goes through the exchange folder; the answer lands on the question it carries the number of, whoever’s file holds it', async () => {
    const payer = await makePayer(api.database, { rules });
    await onFolder(payer.payerId);
    const stay = await makeStay(api.database, { payer });
    expect(await check(stay.encounterId)).toBe('unanswered');
    await round();
    const question = await questionIn('270');
    const [sent] = sole(question).groups[0]?.transactions ?? [];
    const inquiry = sent as EligibilityInquiry;
    const reply = (over: (payerId: string) => string, kind = '1'): EligibilityResponse => ({
      set: '271', controlNumber: '0001', purpose: '11', createdOn: '2026-03-02', createdAt: '08:01', ...(inquiry.reference ? { reference: inquiry.reference } : {}),
      sources: inquiry.sources.map(({ receivers, ...source }) => ({
        ...source, id: { ...source.id, value: over(source.id.value) },
        receivers: receivers.map(({ subscribers, ...receiver }) => ({
          ...receiver, subscribers: subscribers.map(({ traces, name, memberId }) => ({ traces: (traces ?? []).map((trace) => ({ ...trace, type: '2' as const })), ...(name ? { name } : {}), ...(memberId ? { memberId } : {}), benefits: [{ kind, serviceTypes: ['30'] }], dependents: [] })),
        })),
      })),
    });
    put('stranger.271', answering(question, reply(() => 'SOMEBODY'), 7001)); // another payer knows the number, too
    await round();
    expect((await asked(stay.patient.id))[0]).toMatchObject({ standing: 'waiting' });
    const taskId = await verifyTask(stay.encounterId);
    put('inactive.271', answering(question, reply((id) => id, '6'), 7003));
    await round();
    // A no is for the registrar: it stands with their task.
    const registrar = (await api.as('registrar')).client;
    const waiting = await registrar.call(contract.readTask, { params: { taskId } });
    expect(waiting).toMatchObject({ completedAt: null, history: expect.arrayContaining([expect.objectContaining({ kind: 'answered', comment: 'The payer says the coverage is not active.' })]) });
    expect(waiting.input.facts?.[0]?.value).toContain('the payer says not active');
    put('answer.271', answering(question, reply((id) => id), 7002));
    await round();
    // A yes, later, is what they would have found out: the task is done, and the journey hears it as from any task.
    const done = await registrar.call(contract.readTask, { params: { taskId } });
    expect(done).toMatchObject({ completedBy: null, output: { decision: 'use-coverage' }, history: expect.arrayContaining([expect.objectContaining({ kind: 'completed', actor: null, comment: 'The payer says the coverage is active.' })]) });
    const [command] = await billing.rows<{ name: string; payload: Buffer; dedup: string }>("SELECT name, payload_enc AS payload, dedup_id AS dedup FROM workflow_commands WHERE workflow_id = ? AND kind = 'update'", [`journey-${stay.encounterId}`]);
    expect(api.database.cipher.openJson({ table: 'workflow_commands', column: 'payload_enc', id: command?.dedup ?? '' }, command?.payload ?? null)).toMatchObject({ taskId, type: 'verify-coverage', values: { decision: 'use-coverage' } });
    put('again.271', answering(question, reply((id) => id), 7004)); // said again, it changes nothing
    await round();
    expect(await billing.scalar("SELECT COUNT(*) FROM workflow_commands WHERE workflow_id = ? AND kind = 'update'", [`journey-${stay.encounterId}`])).toBe(1);
    expect((await asked(stay.patient.id))[0]).toMatchObject({ standing: 'answered', answerControlNumber: 7004, answer: { outcome: 'active' } });
    expect(readdirSync(folder.at('processed', ''))).toEqual(expect.arrayContaining(['answer.271', 'stranger.271']));
  });

  test('is for those who register and bill; nobody is asked about a patient who pays', async () => {
    const payer = await makePayer(api.database, { kind: 'self-pay' });
    const patient = await makePatient(api.database);
    const coverageId = await makeCoverage(api.database, patient.id, payer);
    const ask = async (role: 'nurse' | 'physician' | 'manager' | 'billing', id = coverageId) => problemOf((await api.as(role)).client.call(contract.askEligibility, { params: { coverageId: id } }));
    expect((await ask('nurse')).status).toBe(403);
    expect((await ask('manager')).status).toBe(403);
    expect((await ask('billing', newId())).status).toBe(404);
    expect((await ask('billing')).problem.type).toContain('no-payer');
    expect((await problemOf((await api.as('nurse')).client.call(contract.listEligibility, { params: { patientId: patient.id } }))).status).toBe(403);
  });
});

describe('where a claim stands', () => {
  const ask = async (claimId: string) => {
    const { client } = await api.as('billing');
    const { claim: { version } } = await client.call(contract.readClaim, { params: { claimId } });
    return client.call(contract.askClaimStatus, { params: { claimId }, body: { version } });
  };
  const send = async (payer: MadePayer) => billing.send((await makeStay(api.database, { payer, nights: 1, panels: 0, doses: 0 })).encounterId);
  const inquire = async (claimId: string) => (await billing.service.call(contract.inquireOverdueClaim, { params: { claimId }, idempotencyKey: billing.key() })).standing;
  const story = async (claimId: string) => (await (await api.as('billing')).client.call(contract.readClaim, { params: { claimId } })).story;

  test('is asked with a 276: in process, then decided, in the claim’s story; nothing is posted by it', async () => {
    const { claimId, submissionId } = await send(await makePayer(api.database));
    const asked = await ask(claimId);
    expect(asked).toMatchObject({ standing: 'answered', category: 'P1', answer: ['P1: pending, in process (20)'], advice: 'The payer has it. Wait for its answer.' });
    expect(await (await api.as('billing')).client.call(contract.readInquiry, { params: { inquiryId: asked.id } })).toMatchObject({ kind: '276', claim: { id: claimId }, answer: asked.answer, advice: asked.advice, answerControlNumber: asked.answerControlNumber });
    expect(await inquire(claimId)).toBe('in-process');
    await billing.acknowledge(submissionId);
    await billing.remit(submissionId);
    const entries = await billing.scalar('SELECT COUNT(*) FROM ledger_entries');
    expect(await ask(claimId)).toMatchObject({ category: 'F1', answer: [expect.stringMatching(/^F1: finalized: paid \(65\), decided on .*, paid \$.*, with payment PAYER\d+-\d+ of /)] });
    expect(await billing.scalar('SELECT COUNT(*) FROM ledger_entries')).toBe(entries);
    const [newest, question] = await story(claimId);
    expect(newest).toMatchObject({ title: 'Payer said where the claim stands', text: expect.stringContaining('its remittance has not come'), actorKind: 'payer' });
    expect(question).toMatchObject({ title: 'Payer asked where the claim stands', actorKind: 'person' });
  });

  test('a payer that is silent leaves the question open, and is not asked twice for one submission; one that has refused the claim says so', async () => {
    const payer = await makePayer(api.database);
    const { claimId } = await send(payer);
    await down(payer.payerId, 1);
    expect(await inquire(claimId)).toBe('unanswered');
    expect(await inquire(claimId)).toBe('unanswered');
    expect(await billing.scalar('SELECT COUNT(*) FROM payer_inquiries WHERE claim_id = ?', [claimId])).toBe(1);
    const refusing = await send(await makePayer(api.database, { behaviour: { rejectPercent: 100 } }));
    await billing.acknowledge(refusing.submissionId);
    expect(await inquire(refusing.claimId)).toBe('not-found');
  });

  test('a claim that was never sent cannot be asked about; a stale page is told; a coder may not', async () => {
    const claimId = await billing.prepare((await makeStay(api.database, { payer: await makePayer(api.database) })).encounterId);
    expect((await problemOf(ask(claimId))).problem.type).toContain('never-sent');
    const sent = await send(await makePayer(api.database));
    const { client } = await api.as('billing');
    expect((await problemOf(client.call(contract.askClaimStatus, { params: { claimId: sent.claimId }, body: { version: 99 } }))).status).toBe(409);
    expect((await problemOf((await api.as('coder')).client.call(contract.askClaimStatus, { params: { claimId: sent.claimId }, body: { version: 1 } }))).status).toBe(403);
  });
});
