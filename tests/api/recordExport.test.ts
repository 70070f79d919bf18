import { contract } from '../../api/client';
import { valueWords } from '../../api/services/access/recordEntries';
import { hospitalDay } from '../../api/services/staff/hospitalZone';
import { Session, StaffUser } from '../../db/models';
import { newId } from '../../db/newId';
import { makePatient } from '../factories/hospital';
import { makeCrosswalk, makeHospital, makePayer, makeStay } from '../factories/money';
import { type TestApi, startTestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { readPdf } from '../support/pdfText';
import { careway } from '../support/careway';
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

const portal = async (patientId: string): Promise<TestUser> => {
  const user = await api.as('patient');
  await StaffUser.update({ patientId }, { where: { id: user.id } });
  return user;
};
const exported = (patientId: string, by: TestUser) => by.client.call(contract.exportRecord, { params: { patientId } });

describe('the whole record', () => {
  test('gives the patient everything on record as FHIR, is on the trail, and opens to nobody else', async () => {
    const patient = await makePatient(api.database, { family: 'Walker', given: 'Wilma' });
    const stay = await makeStay(api.database, { payer: await makePayer(api.database), patient });
    const { claimId } = await record.adjudicate(stay.encounterId);
    const noteId = newId();
    await record.rows("INSERT INTO clinical_notes (id, patient_id, encounter_id, kind, status, body_enc, signed_at) VALUES (?, ?, ?, 'progress', 'signed', ?, NOW(3))", [noteId, patient.id, stay.encounterId, api.database.cipher.seal({ table: 'clinical_notes', column: 'body_enc', id: noteId }, 'Better today')]);
    const own = await portal(patient.id);
    const bundle = await exported(patient.id, own);
    const ids = bundle.entry.map(({ resource }) => resource.id);
    expect(bundle.entry[0]?.resource).toMatchObject({ resourceType: 'Patient', name: [{ family: 'Walker', given: ['Wilma'] }], identifier: [{ value: patient.mrn }] });
    expect(ids).toEqual(expect.arrayContaining([stay.encounterId, claimId, noteId]));
    for (const table of ['conditions', 'observations', 'medication_requests', 'diagnostic_reports', 'claims', 'encounters']) {
      const rows = await record.rows<{ id: string }>(`SELECT id FROM ${table} WHERE patient_id = ?`, [patient.id]);
      expect([table, rows.filter(({ id }) => !ids.includes(id))]).toEqual([table, []]);
    }
    expect((await exported(patient.id, registrar)).entry).toHaveLength(bundle.entry.length);
    expect(Number(await record.scalar("SELECT COUNT(*) FROM audit_events WHERE patient_id = ? AND action = 'patient.exported'", [patient.id]))).toBe(2);
    expect((await own.client.call(contract.listAccesses, { params: { patientId: patient.id }, query: {} })).items.map(({ words }) => words)).toContain('exported your record');
    const other = await portal((await makePatient(api.database)).id);
    expect((await problemOf(exported(patient.id, other))).status).toBe(404);
    for (const role of ['nurse', 'physician', 'billing', 'manager', 'administrator', 'auditor'] as const) expect((await problemOf(exported(patient.id, await api.as(role)))).status).toBe(403);
  });

  test('is printed with every part of it, carries its restrictions, and is given only to who shows again who they are', async () => {
    const patient = await makePatient(api.database, { family: 'Reader', given: 'Rita' });
    const stay = await makeStay(api.database, { payer: await makePayer(api.database), patient });
    await record.adjudicate(stay.encounterId);
    const noteId = newId();
    await record.rows("INSERT INTO clinical_notes (id, patient_id, encounter_id, kind, status, body_enc, signed_at) VALUES (?, ?, ?, 'progress', 'signed', ?, NOW(3))", [noteId, patient.id, stay.encounterId, api.database.cipher.seal({ table: 'clinical_notes', column: 'body_enc', id: noteId }, 'Slept well. Walks.')]);
    await registrar.client.call(contract.setLabel, { params: { patientId: patient.id }, body: { confidentiality: 'R', sensitivity: 'PSY', stayId: stay.encounterId } });
    const own = await portal(patient.id);
    await own.client.call(contract.addDirective, { params: { patientId: patient.id }, body: { scope: 'sensitive', sensitivity: 'PSY' } });
    const bundle = await exported(patient.id, own);
    expect(bundle.meta?.security.map(({ code }) => code)).toEqual(['V', 'PSY']);
    expect(bundle.entry.find(({ resource }) => resource.id === noteId)?.resource).toMatchObject({ meta: { security: [{ code: 'V' }, { code: 'PSY' }] } });
    const print = () => own.client.call(contract.printRecord, { params: { patientId: patient.id } });
    const pages = readPdf(Buffer.from((await print()).base64, 'base64'));
    const text = pages.flatMap(({ lines }) => lines).join(' ');
    for (const words of ['Rita Reader', patient.mrn, 'Very restricted: mental health', 'Slept well. Walks.', 'Stays and visits', 'Claims to insurers']) expect(text).toContain(words);
    expect(pages.at(-1)?.lines.at(-1)).toMatch(new RegExp(`^Page ${pages.length} of ${pages.length} · MRN ${patient.mrn}`));
    await Session.update({ confirmedAt: new Date(Date.now() - 9 * 3_600_000) }, { where: { userId: own.id } });
    for (const late of [() => exported(patient.id, own), print]) expect((await problemOf(late())).problem.type).toMatch(/:confirm-identity$/);
  });

  test('is asked for once at a time, is due within 30 days, and its giving is on record', async () => {
    const patient = await makePatient(api.database);
    const own = await portal(patient.id);
    const ask = () => own.client.call(contract.askForRecord, { params: { patientId: patient.id }, body: { form: 'paper' } });
    const outcomes = await Promise.allSettled([ask(), ask(), ask()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { items: [request] } = await own.client.call(contract.listAccessRequests, { params: { patientId: patient.id } });
    expect(Date.parse(request?.dueAt ?? '') - Date.parse(request?.askedAt ?? '')).toBe(30 * 86_400_000);
    const id = request?.id ?? '';
    const open = () => record.service.call(contract.openAccessTask, { params: { accessRequestId: id }, idempotencyKey: newId(), body: { workflowId: `access-request-${id}`, step: 'give-record', type: 'give-record' } });
    const { taskId } = await open();
    await registrar.client.call(contract.completeTask, { params: { taskId: taskId ?? '' }, body: { version: 1, values: { identity: true, how: 'Handed over at the desk' } } });
    expect((await own.client.call(contract.listAccessRequests, { params: { patientId: patient.id } })).items).toMatchObject([{ status: 'given', form: 'paper' }]);
    expect((await open()).taskId).toBeNull();
    expect((await ask()).status).toBe('asked'); // and again
  });
});

test('a result in the record reads as a sentence: a number follows its name, words a colon', () => {
  const result: Parameters<typeof valueWords>[0] = { id: 'o', encounterId: null, category: 'imaging', at: '2026-03-02T09:00:00.000Z', reportId: null, systemCode: 'loinc', code: '59776-5', display: 'Findings', value: null, unit: null, low: null, high: null, text: 'Compared with the last examination: no new finding.', status: 'final' };
  expect(valueWords(result)).toBe('Findings: Compared with the last examination: no new finding.');
  expect(valueWords({ ...result, display: 'Potassium', value: 6, unit: 'mmol/L', low: 3.5, high: 5.1, text: null })).toBe('Potassium 6 mmol/L (high, usual from 3.5 to 5.1)');
});

describe('the right to have it amended (45 CFR 164.526)', () => {
  async function recordWithNote(): Promise<{ patientId: string; noteId: string; own: TestUser }> {
    const patient = await makePatient(api.database, { family: 'Amender', given: 'Amy' });
    const noteId = newId();
    await record.rows("INSERT INTO clinical_notes (id, patient_id, kind, status, body_enc, signed_at) VALUES (?, ?, 'progress', 'signed', ?, NOW(3))", [noteId, patient.id, api.database.cipher.seal({ table: 'clinical_notes', column: 'body_enc', id: noteId }, 'Drinks a bottle of wine a day')]);
    return { patientId: patient.id, noteId, own: await portal(patient.id) };
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
    const [officer, nurse, charge, own, params] = [await api.as('privacy-officer'), await api.as('nurse'), await api.as('charge-nurse'), await portal(patient.id), { patientId: patient.id }];
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

describe('the account of disclosures (45 CFR 164.528)', () => {
  test('holds six years of what was told outside care, and is read by its patient but for what an agency had suspended or was entered in error', async () => {
    const patient = await makePatient(api.database);
    const own = await portal(patient.id);
    const params = { patientId: patient.id };
    const today = hospitalDay(new Date());
    const daysAgo = (days: number) => hospitalDay(new Date(Date.now() - days * 86_400_000));
    const tell = (recipient: string, body: object = {}) => registrar.client.call(contract.recordDisclosure, { params, body: { kind: 'public-health', disclosedOn: today, recipient, what: 'A positive culture', purpose: 'A notifiable disease', ...body } });
    await tell('County health department');
    const wrong = await tell('The wrong department');
    await tell('The police', { kind: 'police', suspendedUntil: hospitalDay(new Date(Date.now() + 30 * 86_400_000)) });
    await tell('The police, told long ago', { kind: 'police', suspendedUntil: daysAgo(2) });
    await tell('Too old', { disclosedOn: daysAgo(6 * 366 + 2) });
    expect((await problemOf(tell('Tomorrow', { disclosedOn: '2099-01-01' }))).status).toBe(400);
    await registrar.client.call(contract.withdrawDisclosure, { params: { ...params, disclosureId: wrong.id }, body: { version: 1, reason: 'Nothing was sent' } });
    expect((await problemOf(registrar.client.call(contract.withdrawDisclosure, { params: { ...params, disclosureId: wrong.id }, body: { version: 2, reason: 'Once more' } }))).problem.type).toMatch(/:disclosure-withdrawn$/);
    const seenBy = async (who: TestUser) => (await who.client.call(contract.listDisclosures, { params })).items.map(({ recipient }) => recipient).sort();
    expect(await seenBy(own)).toEqual(['County health department', 'The police, told long ago']);
    expect(await seenBy(registrar)).toEqual(['County health department', 'The police', 'The police, told long ago', 'The wrong department']);
    expect((await problemOf((await portal((await makePatient(api.database)).id)).client.call(contract.listDisclosures, { params }))).status).toBe(404);
    expect((await problemOf(own.client.call(contract.recordDisclosure, { params, body: { kind: 'court', disclosedOn: today, recipient: 'Me', what: 'All of it', purpose: 'None' } }))).status).toBe(403);
  });
});

describe('retention', () => {
  const LONG_AGO = 12 * 365;
  /** A stay of twelve years ago with a paid claim, a note that amends another and a medicine that replaced another; nothing goes on. */
  async function oldStay(birthDate = '1980-05-04'): Promise<{ patientId: string; claimId: string }> {
    const patient = await makePatient(api.database, { birthDate });
    const stay = await makeStay(api.database, { payer: await makePayer(api.database), patient });
    const { claimId } = await record.adjudicate(stay.encounterId);
    const [first, second] = [newId(), newId()];
    for (const [id, amends] of [[first, null], [second, first]] as const) await record.rows("INSERT INTO clinical_notes (id, patient_id, encounter_id, kind, status, body_enc, signed_at, amends_id) VALUES (?, ?, ?, 'progress', 'signed', ?, NOW(3), ?)", [id, patient.id, stay.encounterId, api.database.cipher.seal({ table: 'clinical_notes', column: 'body_enc', id }, 'Long ago'), amends]);
    await record.rows('UPDATE encounters SET period_start = NOW(3) - INTERVAL ? DAY, period_end = NOW(3) - INTERVAL ? DAY WHERE id = ?', [LONG_AGO + 2, LONG_AGO, stay.encounterId]);
    await record.rows("UPDATE journeys SET status = 'closed' WHERE id = ?", [stay.encounterId]);
    const taskId = newId();
    await record.rows("INSERT INTO tasks (id, dedup_id, patient_id, type, stage, role, status, due_at, output_enc) VALUES (?, ?, ?, 'clean-bed', 'discharge', 'nurse', 'completed', NOW(3), ?)", [taskId, taskId, patient.id, api.database.cipher.seal({ table: 'tasks', column: 'output_enc', id: taskId }, 'Long ago')]);
    await record.rows("UPDATE tasks SET status = 'cancelled' WHERE patient_id = ?", [patient.id]);
    return { patientId: patient.id, claimId };
  }
  const count = async (sql: string, values: unknown[] = []) => Number(await record.scalar(sql, values));
  const notesOf = ({ patientId }: { patientId: string }) => count('SELECT COUNT(*) FROM clinical_notes WHERE patient_id = ?', [patientId]);

  const wordsOf = ({ patientId }: { patientId: string }) => count('SELECT COUNT(*) FROM tasks WHERE patient_id = ? AND output_enc IS NOT NULL', [patientId]);
  const lettersOf = ({ claimId }: { claimId: string }) => count('SELECT COUNT(*) FROM claim_submissions WHERE claim_id = ? AND content_enc IS NOT NULL', [claimId]);

  test('removes what a count said, once, and nothing under a hold, of a child, of money or of the trail', async () => {
    const administrator = (await api.as('administrator')).client;
    const [gone, held, child] = [await oldStay(), await oldStay(), await oldStay(`${new Date().getFullYear() - 20}-05-04`)];
    const run = (dryRunId: string | null = null) => administrator.call(contract.runRetention, { body: { dryRunId } });
    const counted = await run();
    expect(counted.counts.find(({ kind }) => kind === 'clinical')).toMatchObject({ records: 2, isMore: false });
    const money = await count('SELECT COUNT(*) FROM ledger_entries');
    expect([await notesOf(gone), await notesOf(held)]).toEqual([2, 2]); // a count removes nothing
    const officer = (await api.as('privacy-officer')).client;
    await officer.call(contract.placeLegalHold, { body: { patientId: held.patientId, reason: 'Asked for by the court, matter 7' } });
    const removed = await run(counted.id);
    expect(removed.counts.find(({ kind }) => kind === 'clinical')).toMatchObject({ records: 1 });
    expect([await notesOf(gone), await notesOf(held), await notesOf(child)]).toEqual([0, 2, 2]);
    expect([await wordsOf(gone), await wordsOf(held), await wordsOf(child), await lettersOf(gone), await lettersOf(held) > 0]).toEqual([0, 1, 1, 0, true]);
    for (const table of ['observations', 'diagnostic_reports', 'procedures', 'medication_requests', 'medication_administrations']) expect([table, await count(`SELECT COUNT(*) FROM ${table} WHERE patient_id = ?`, [gone.patientId])]).toEqual([table, 0]);
    expect([await count('SELECT COUNT(*) FROM ledger_entries'), await count('SELECT COUNT(*) FROM claim_lines WHERE claim_id = ?', [gone.claimId]) > 0]).toEqual([money, true]);
    expect(await count("SELECT COUNT(*) FROM audit_events WHERE patient_id = ? AND action = 'record.purged'", [gone.patientId])).toBe(1);
    expect((await problemOf(run(counted.id))).problem.type).toMatch(/:run-done$/);
    expect((await run()).counts.find(({ kind }) => kind === 'clinical')).toMatchObject({ records: 0 });
    const { items: [hold] } = await officer.call(contract.listLegalHolds, {});
    await officer.call(contract.liftLegalHold, { params: { holdId: hold?.id ?? '' }, body: { version: 1, reason: 'The matter is closed' } });
    const again = await run();
    await oldStay();
    expect((await problemOf(run(again.id))).problem.type).toMatch(/:run-changed$/); // more than was counted: nothing goes
    expect(await notesOf(held)).toBe(2);
  });

  test('begins for somebody who never stayed with their registration, or what came after it', async () => {
    const administrator = (await api.as('administrator')).client;
    const officer = (await api.as('privacy-officer')).client;
    const run = (dryRunId: string | null = null) => administrator.call(contract.runRetention, { body: { dryRunId } });
    /** Registered twelve years ago with a note that somebody wrote then. */
    async function registered(writtenDaysAgo = LONG_AGO): Promise<{ patientId: string }> {
      const { id: patientId } = await makePatient(api.database);
      const id = newId();
      await record.rows("INSERT INTO clinical_notes (id, patient_id, kind, status, body_enc, signed_at, created_at) VALUES (?, ?, 'progress', 'signed', ?, NOW(3), NOW(3) - INTERVAL ? DAY)", [id, patientId, api.database.cipher.seal({ table: 'clinical_notes', column: 'body_enc', id }, 'By telephone'), writtenDaysAgo]);
      await record.rows('UPDATE patients SET created_at = NOW(3) - INTERVAL ? DAY WHERE id = ?', [LONG_AGO, patientId]);
      return { patientId };
    }
    const appointed = async ({ patientId }: { patientId: string }, status: string) => record.rows('INSERT INTO appointments (id, patient_id, kind, status, starts_at, ends_at) VALUES (?, ?, ?, ?, NOW(3) - INTERVAL 31 DAY, NOW(3) - INTERVAL 30 DAY)', [newId(), patientId, 'follow-up', status]);
    const [gone, held, written, seen, missed, stayed] = [await registered(), await registered(), await registered(300), await registered(), await registered(), await oldStay()];
    await appointed(seen, 'fulfilled');
    await appointed(missed, 'noshow');
    await appointed(stayed, 'fulfilled');
    await officer.call(contract.placeLegalHold, { body: { patientId: held.patientId, reason: 'Asked for by the court, matter 8' } });
    await run((await run()).id); // what tests before left
    expect(await Promise.all([gone, missed].map(notesOf))).toEqual([0, 0]);
    expect(await Promise.all([held, written, seen, stayed].map(notesOf))).toEqual([1, 1, 1, 2]);
    expect((await run()).counts.find(({ kind }) => kind === 'clinical')).toMatchObject({ records: 0 });
  });

  test('is run from the command line: it counts, and removes nothing unless told to', async () => {
    const old = await oldStay();
    const run = async (...args: string[]) => JSON.parse((await careway(api.databaseUrl, ['retention', '--json', ...args])).stdout) as { isDry: boolean; ranBy: string; counts: { kind: string; records: number }[] };
    const counted = await run();
    expect([counted.isDry, await notesOf(old)]).toEqual([true, 2]);
    const removed = await run('--apply');
    expect(removed).toMatchObject({ isDry: false, counts: counted.counts });
    expect(await notesOf(old)).toBe(0);
    const { stdout, code } = await careway(api.databaseUrl, ['retention']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Past their period \(nothing was removed\):\n {2}Clinical record: 0 patients, 0 rows\n/)]);
    expect(await count("SELECT COUNT(*) FROM audit_events WHERE patient_id = ? AND action = 'record.purged' AND actor_kind <> 'person'", [old.patientId])).toBe(1);
  });

  test('has periods that are data, never below what the law asks, for administrators alone', async () => {
    const administrator = (await api.as('administrator')).client;
    const { periods } = await administrator.call(contract.readRetention, {});
    const clinical = periods.find(({ kind }) => kind === 'clinical');
    const set = (days: number, version: number) => administrator.call(contract.setRetentionPeriod, { body: { kind: 'clinical', days, version } });
    expect((await problemOf(set(365, clinical?.version ?? 0))).problem.errors).toMatchObject([{ field: 'days', message: expect.stringContaining('42 CFR 482.24') }]);
    expect(await set(5000, clinical?.version ?? 0)).toMatchObject({ days: 5000, version: (clinical?.version ?? 0) + 1 });
    expect((await problemOf(set(4000, clinical?.version ?? 0))).status).toBe(409);
    for (const role of ['manager', 'auditor', 'registrar'] as const) expect((await problemOf((await api.as(role)).client.call(contract.runRetention, { body: {} }))).status).toBe(403);
  });
});
