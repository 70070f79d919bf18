import { contract } from '../../api/client';
import { hospitalDay } from '../../api/services/staff/hospitalZone';
import { newId } from '../../db/newId';
import { makePatient } from '../factories/hospital';
import { makeCrosswalk, makeHospital, makePayer, makeStay } from '../factories/money';
import { type TestApi, startTestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { readPdf } from '../support/pdfText';
import { problemOf } from '../support/problem';

let api: TestApi;
let record: BillingDriver;
let registrar: TestUser;
beforeAll(async () => {
  api = await startTestApi();
  record = await BillingDriver.start(api);
  await makeHospital();
  await makeCrosswalk();
  registrar = await api.as('registrar');
});
afterAll(() => api.stop());

const exported = (patientId: string, by: TestUser) => by.client.call(contract.exportRecord, { params: { patientId } });

describe('the right to have it amended (45 CFR 164.526)', () => {
  async function recordWithNote(): Promise<{ patientId: string; noteId: string; own: TestUser }> {
    const patient = await makePatient(api.database, { family: 'Amender', given: 'Amy' });
    const noteId = newId();
    await record.rows("INSERT INTO clinical_notes (id, patient_id, kind, status, body_enc, signed_at) VALUES (?, ?, 'progress', 'signed', ?, NOW(3))", [noteId, patient.id, api.database.cipher.seal({ table: 'clinical_notes', column: 'body_enc', id: noteId }, 'Drinks a bottle of wine a day')]);
    return { patientId: patient.id, noteId, own: await api.asPatient(patient.id) };
  }
  const ask = (by: TestUser, patientId: string, entryId: string) => by.client.call(contract.askForAmendment, { params: { patientId }, body: { kind: 'note', entryId, wanted: 'I drink a glass of wine a week', reason: 'The note is of somebody else' } });
  async function decide(by: TestUser, id: string, values: Record<string, string>, type: 'decide-amendment' | 'decide-extended-amendment' = 'decide-amendment'): Promise<void> {
    const { taskId } = await record.service.call(contract.openAmendmentTask, { params: { amendmentId: id }, idempotencyKey: newId(), body: { workflowId: `amendment-${id}`, step: type, type } });
    await by.client.call(contract.completeTask, { params: { taskId: taskId ?? '' }, body: { version: 1, values } });
  }
  const onPaper = async (patientId: string, by: TestUser) => readPdf(Buffer.from((await by.client.call(contract.printRecord, { params: { patientId } })).base64, 'base64')).flatMap(({ lines }) => lines).join(' ');

  test('is asked for entry by entry, once at a time; what is accepted stands beside the entry, which nobody overwrites, in the file and on paper', async () => {
    const { patientId, noteId, own } = await recordWithNote();
    const officer = await api.as('privacy-officer');
    expect((await own.client.call(contract.listRecordEntries, { params: { patientId }, query: { q: 'bottle of wine' } })).items).toMatchObject([{ kind: 'note', id: noteId }]);
    const outcomes = await Promise.allSettled([ask(own, patientId, noteId), ask(own, patientId, noteId), ask(registrar, patientId, noteId)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const foreign = await recordWithNote();
    expect((await problemOf(ask(own, patientId, foreign.noteId))).status).toBe(404);
    expect((await problemOf(ask(own, foreign.patientId, foreign.noteId))).status).toBe(404);
    const { items: [request] } = await own.client.call(contract.listPatientAmendments, { params: { patientId } });
    const id = request?.id ?? '';
    expect([(Date.parse(request?.dueAt ?? '') - Date.parse(request?.askedAt ?? '')) / 86_400_000, api.woken.includes(`amendment-${id}`)]).toEqual([60, true]);
    expect((await officer.client.call(contract.listAmendments, { query: { status: 'asked' } })).items.map((one) => one.id)).toContain(id);
    await decide(officer, id, { decision: 'extend', delay: 'We are asking the author of the note' });
    const { items: [extended] } = await own.client.call(contract.listPatientAmendments, { params: { patientId } });
    expect([(Date.parse(extended?.dueAt ?? '') - Date.parse(extended?.askedAt ?? '')) / 86_400_000, extended?.extension, extended?.status]).toEqual([90, 'We are asking the author of the note', 'asked']);
    expect((await problemOf(decide(officer, id, { decision: 'extend', delay: 'Once more' }, 'decide-extended-amendment'))).status).toBe(400);
    await decide(officer, id, { decision: 'accept', addition: 'The patient drinks a glass of wine a week.', tell: 'Their family doctor' }, 'decide-extended-amendment');
    expect((await record.service.call(contract.openAmendmentTask, { params: { amendmentId: id }, idempotencyKey: newId(), body: { workflowId: `amendment-${id}`, step: 'again', type: 'decide-amendment' } })).taskId).toBeNull();
    const { entry } = await exported(patientId, own);
    const note = entry.find(({ resource }) => resource.id === noteId)?.resource;
    expect(note).toMatchObject({ extension: [{ valueReference: { reference: `Task/${id}` } }] });
    expect(Buffer.from((note as unknown as { content: { attachment: { data: string } }[] }).content[0]?.attachment.data ?? '', 'base64').toString()).toBe('Drinks a bottle of wine a day');
    expect(entry.find(({ resource }) => resource.id === id)?.resource).toMatchObject({ resourceType: 'Task', status: 'completed', focus: { reference: `DocumentReference/${noteId}` }, note: [{ text: 'The patient drinks a glass of wine a week.' }] });
    const text = await onPaper(patientId, own);
    expect(text).toMatch(/Drinks a bottle of wine a day.*Amended on [0-9-]{10}: The patient drinks a glass of wine a week\./);
    expect(Number(await record.scalar("SELECT COUNT(*) FROM audit_events WHERE patient_id = ? AND action LIKE 'amendment.%' AND action <> 'amendment.list'", [patientId]))).toBe(3);
    expect(Number(await record.scalar("SELECT COUNT(*) FROM notifications WHERE recipient_id = ? AND template = 'amendment-answered'", [own.id]))).toBe(2);
  });

  test('once it is accepted, whoever has to hear of it is listed, and each is marked as told or not (164.526(c)(3))', async () => {
    const patient = await makePatient(api.database);
    const stay = await makeStay(api.database, { payer: await makePayer(api.database), patient });
    await record.adjudicate(stay.encounterId);
    const [wardId] = await record.rows<{ id: string }>('SELECT id FROM wards LIMIT 1').then((rows) => rows.map(({ id }) => id));
    await record.rows("UPDATE encounters SET status = 'in-progress', period_end = NULL, ward_id = ? WHERE id = ?", [wardId, stay.encounterId]);
    const [officer, nurse, charge, own, params] = [await api.as('privacy-officer'), await api.as('nurse'), await api.as('charge-nurse'), await api.asPatient(patient.id), { patientId: patient.id }];
    const disclose = (recipient: string, body: object = {}) => registrar.client.call(contract.recordDisclosure, { params, body: { kind: 'public-health', disclosedOn: hospitalDay(new Date()), recipient, what: 'The claim', purpose: 'A count', ...body } });
    await disclose('County health department');
    await disclose('The police', { kind: 'police', suspendedUntil: '2099-01-01' });
    const wrong = await disclose('Nobody');
    await registrar.client.call(contract.withdrawDisclosure, { params: { ...params, disclosureId: wrong.id }, body: { version: 1, reason: 'Nothing was sent' } });
    const [entry] = (await own.client.call(contract.listRecordEntries, { params, query: { kind: 'claim' } })).items;
    const { id } = await own.client.call(contract.askForAmendment, { params, body: { kind: 'claim', entryId: entry?.id ?? '', wanted: 'I was there one day', reason: 'I went home that evening', inform: 'My sister Ann\nDr Brown; my sister ann' } });
    await decide(officer, id, { decision: 'accept', addition: 'The patient stayed one day.', tell: 'Riverside pharmacy' });
    const open = () => record.service.call(contract.openAmendmentTask, { params: { amendmentId: id }, idempotencyKey: newId(), body: { workflowId: `amendment-${id}`, step: newId(), type: 'tell-amended' } });
    const { taskId } = await open();
    const { input } = await officer.client.call(contract.readTask, { params: { taskId: taskId ?? '' } });
    const rows = input?.rows?.['recipients'] ?? [];
    const [payer] = await record.rows<{ name: string }>('SELECT p.name FROM payers p JOIN claims c ON c.payer_id = p.id WHERE c.id = ?', [entry?.id]);
    expect(rows.map(({ label }) => label)).toEqual(['My sister Ann', 'Dr Brown', 'Riverside pharmacy', 'County health department', 'The police', payer?.name]);
    // Whom a record was told to is for readers of the account, and the patient reads no more here than there.
    const seenBy = async (who: TestUser) => (await who.client.call(contract.listPatientAmendments, { params })).items[0]?.recipients.map(({ name, outcome }) => [name, outcome].join(' '));
    expect([(await seenBy(officer))?.length, (await seenBy(own))?.length, await seenBy(own).then((seen) => seen?.join()), await seenBy(nurse)]).toEqual([6, 5, expect.not.stringContaining('police'), []]);
    const tell = (marked: typeof rows) => officer.client.call(contract.completeTask, { params: { taskId: taskId ?? '' }, body: { version: 1, values: { recipients: marked.map((row) => ({ id: row.id, outcome: row.label === 'Dr Brown' ? 'not-told' : 'told', words: row.label === 'Dr Brown' ? 'Has retired' : 'A letter' })) } } });
    expect((await problemOf(tell(rows.slice(1)))).status).toBe(400); // nobody is passed over
    await tell(rows);
    expect(await seenBy(own)).toEqual(['My sister Ann told', 'Dr Brown not-told', 'Riverside pharmacy told', 'County health department told', `${payer?.name} told`]);
    expect((await open()).taskId).toBeNull();
    expect(Number(await record.scalar("SELECT COUNT(*) FROM audit_events WHERE patient_id = ? AND action = 'amendment.told'", [patient.id]))).toBe(1);
    // Who cares for the patient just now hears that the chart has changed, and nothing of what.
    const alerts = (await charge.client.call(contract.listAlerts, {})).items.filter(({ template }) => template === 'record-amended');
    expect(alerts.map(({ data }) => data)).toEqual([{ encounterId: stay.encounterId }]);
    const { patientId: another, noteId, own: other } = await recordWithNote();
    const lonely = await ask(other, another, noteId);
    await decide(officer, lonely.id, { decision: 'accept', addition: 'A glass a week.' });
    expect((await record.service.call(contract.openAmendmentTask, { params: { amendmentId: lonely.id }, idempotencyKey: newId(), body: { workflowId: `amendment-${lonely.id}`, step: 'tell', type: 'tell-amended' } })).taskId).toBeNull();
  });

  test('is denied only on a ground the law names; the denial, the patient’s statement and the answer go along with the entry from then on', async () => {
    const { patientId, noteId, own } = await recordWithNote();
    const officer = await api.as('privacy-officer');
    const { id } = await ask(own, patientId, noteId);
    const params = { patientId, amendmentId: id };
    const disagree = (version: number, by = own) => by.client.call(contract.disagreeWithDenial, { params, body: { version, statement: 'I was never asked how much I drink' } });
    expect((await problemOf(disagree(1))).problem.type).toMatch(/:not-denied$/);
    expect((await problemOf(decide(officer, id, { decision: 'deny', ground: 'too-much-work', basis: 'It is a lot of work' }))).status).toBe(400);
    expect((await problemOf(decide(await api.as('nurse'), id, { decision: 'deny', ground: 'accurate', basis: 'It is right' }))).status).toBe(403);
    await decide(officer, id, { decision: 'deny', ground: 'accurate', basis: 'The author stands by the note' });
    expect((await problemOf(disagree(1))).problem.type).toMatch(/:stale-version$/);
    const said = await disagree(2);
    expect((await problemOf(disagree(said.version))).problem.type).toMatch(/:disagreed-already$/);
    expect((await problemOf(disagree(1, (await recordWithNote()).own))).status).toBe(404);
    await officer.client.call(contract.rebutDisagreement, { params, body: { version: said.version, text: 'The questionnaire of that day is in the record' } });
    const text = await onPaper(patientId, registrar);
    for (const part of ['the patient asked that this be amended: I drink a glass of wine a week', '(it is accurate and complete): The author stands by the note', 'The patient disagrees: I was never asked how much I drink', 'The hospital answers: The questionnaire of that day']) expect(text).toContain(part);
    expect((await exported(patientId, own)).entry.find(({ resource }) => resource.id === id)?.resource).toMatchObject({ status: 'rejected', statusReason: { text: 'It is accurate and complete' }, note: [{}, { text: 'I was never asked how much I drink' }, {}] });
  });
});
