import { contract } from '../../api/client';
import { actUnattended } from '../../api/http/unattended';
import { hospitalDay } from '../../api/services/staff/hospitalZone';
import { COMMAND_LINE } from '../../bin/support/record';
import { Patient } from '../../db/models';
import { newId } from '../../db/newId';
import { rowsOf } from '../factories/clinical';
import { makeJourney, makePatient, makeWard, type MadeJourney } from '../factories/hospital';
import { makeCrosswalk, makeHospital, makeStay } from '../factories/money';
import { type TestApi, startTestApi, type TestUser } from '../support/api';
import { BillingDriver } from '../support/billing';
import { readPdf } from '../support/pdfText';
import { refusalOf } from '../support/problem';

let api: TestApi;
let record: BillingDriver;
beforeAll(async () => {
  api = await startTestApi();
  record = await BillingDriver.start(api);
});
afterAll(() => api.stop());

describe('a record that somebody had no business in', () => {
  const HIDDEN = 'Restricted patient';
  let ward: { readonly wardId: string; readonly bedIds: string[] };
  /** A record that is very restricted. */
  let stay: MadeJourney;
  let onWard: TestUser;
  let elsewhere: TestUser;
  const newStay = async (family?: string): Promise<MadeJourney> => makeJourney(api.database, { patient: await makePatient(api.database, family ? { family } : {}), wardId: ward.wardId, bedId: ward.bedIds.pop() ?? '' });
  const restrict = async (patientId: string) => (await api.as('registrar')).client.call(contract.setLabel, { params: { patientId }, body: { confidentiality: 'V', sensitivity: 'PSY', reason: 'Asked for at the desk' } });
  const header = (who: TestUser, patientId = stay.patient.id) => who.client.call(contract.readPatient, { params: { patientId } });

  beforeAll(async () => {
    ward = await makeWard(8);
    [onWard, elsewhere] = [await api.onWards([ward.wardId], 'nurse'), await api.onWards([(await makeWard()).wardId], 'nurse')];
    stay = await newStay();
    await restrict(stay.patient.id);
  });

  describe('a decoy record', () => {
    const plant = async (family: string) => (await api.as('administrator')).client.call(contract.plantDecoy, { body: { family, given: 'Vera', birthDate: '1950-05-05', gender: 'female', note: 'A name people look for' } });
    const alarms = (who: TestUser) => rowsOf<{ readAt: Date | null }>(api.database, "SELECT read_at AS readAt FROM notifications WHERE recipient_id = ? AND template = 'decoy-opened'", [who.id]);

    test('looks like any other in a search, and tells on whoever opens it, once an hour; looking into it raises nothing', async () => {
      const [administrator, auditor, nurse] = [await api.as('administrator'), await api.as('auditor'), await api.as('nurse')];
      const decoy = await plant('Starling');
      expect((await nurse.client.call(contract.listPatients, { query: { q: 'Starling' } })).items).toMatchObject([{ id: decoy.patient.id, isRestricted: false }]);
      expect(await alarms(administrator)).toHaveLength(0);
      for (let times = 0; times < 3; times += 1) await header(nurse, decoy.patient.id);
      await auditor.client.call(contract.listAuditEvents, { query: { patientId: decoy.patient.id } });
      expect([(await alarms(administrator)).length, (await alarms(auditor)).length, (await alarms(nurse)).length]).toEqual([1, 1, 0]);
      const { items } = await auditor.client.call(contract.listDecoys, { query: { q: 'Starling' } });
      expect(items).toMatchObject([{ touchCount: 3, note: 'A name people look for', touches: [{ by: { id: nurse.id } }, { by: { id: nurse.id } }, { by: { id: nurse.id } }] }]);
      for (const call of [plant, () => elsewhere.client.call(contract.listDecoys, {})]) if (call !== plant) expect(await refusalOf(call(''))).toBe('403 forbidden');
    });

    test('raises an alarm also when it stayed shut, and none once it was taken away', async () => {
      const [administrator, nurse] = [await api.as('administrator'), await api.as('nurse')];
      const decoy = await plant('Nightjar');
      await restrict(decoy.patient.id); // the registrar touches it: one alarm
      const before = (await alarms(administrator)).length;
      expect(await refusalOf(header(nurse, decoy.patient.id))).toBe('403 restricted');
      expect(await alarms(administrator)).toHaveLength(before + 1);
      await administrator.client.call(contract.endDecoy, { params: { decoyId: decoy.id } });
      expect(await refusalOf(header(await api.as('auditor'), decoy.patient.id))).toBe('404 not-found');
      expect(await alarms(administrator)).toHaveLength(before + 1);
      expect(await refusalOf(administrator.client.call(contract.endDecoy, { params: { decoyId: decoy.id } }))).toBe('409 decoy-ended');
    });
  });

  describe('a breach', () => {
    test('is reported from the trail: who was reached by a page or a list, what was seen, and whom to tell by when (45 CFR 164.404–408)', async () => {
      const [officer, snoop] = [await api.as('privacy-officer'), await api.as('nurse')];
      const [opened, listed] = [await newStay('Peregrine'), await newStay('Merlinson')];
      const from = new Date(Date.now() - 1000).toISOString();
      await header(snoop, opened.patient.id);
      await snoop.client.call(contract.listNotes, { params: { encounterId: opened.journeyId } });
      await snoop.client.call(contract.listPatients, { query: { q: 'Merlinson' } });
      const decoy = await officer.client.call(contract.plantDecoy, { body: { family: 'Harrier', given: 'Vera', birthDate: '1950-05-05', gender: 'female' } });
      await header(snoop, decoy.patient.id); // nobody is affected by that
      expect(await refusalOf(header(snoop))).toBe('403 restricted'); // not reached
      const to = new Date(Date.now() + 60_000).toISOString();
      const discoveredOn = hospitalDay(new Date());
      const open = (body: object) => officer.client.call(contract.openBreach, { body: { discoveredOn, from, to, story: 'Read out of curiosity, noticed by a colleague', ...body } });
      expect(await refusalOf(open({}))).toBe('422 nobody-named');
      expect(await refusalOf(open({ actorId: snoop.id, to: from }))).toBe('400 invalid');
      const { id, number } = await open({ actorId: snoop.id });
      const report = await officer.client.call(contract.readBreach, { params: { breachId: id } });
      expect(report.affected.people).toBe(2);
      expect(report.patients.map(({ patient }) => patient.id).sort()).toEqual([opened.patient.id, listed.patient.id].sort());
      expect(report.patients.find(({ patient }) => patient.id === opened.patient.id)).toMatchObject({ by: [snoop.name], what: expect.arrayContaining(['looked at the record']) });
      expect(report.patients.find(({ patient }) => patient.id === listed.patient.id)?.what).toEqual(['saw the record in a list']);
      expect(report.duties.map(({ notice }) => notice)).toEqual(['individuals', 'secretary']);
      const ofOne = await open({ patientId: opened.patient.id });
      expect((await officer.client.call(contract.readBreach, { params: { breachId: ofOne.id } })).actors.map(({ name }) => name)).toEqual([snoop.name]);
      expect((await officer.client.call(contract.listBreaches, { query: { q: number } })).items).toMatchObject([{ id, finding: 'presumed' }]);
    });

    test('reaches whoever any view of many showed, whatever the view is called: beds, assignments, requests for money', async () => {
      const [officer, snoop, desk] = [await api.as('privacy-officer'), await api.as('charge-nurse'), await api.as('billing')];
      await makeHospital();
      await makeCrosswalk();
      const billed = await makeStay(api.database, { payer: null });
      await record.capture(billed.encounterId);
      const { totalCents } = await record.bill(billed.encounterId);
      const [{ id: accountId } = { id: '' }] = await record.rows<{ id: string }>('SELECT id FROM accounts WHERE encounter_id = ?', [billed.encounterId]);
      await desk.client.call(contract.takePayment, { idempotencyKey: newId(), body: { accountId, invoiceId: null, cents: totalCents + 500, method: 'cash' } });
      await desk.client.call(contract.requestRefund, { params: { accountId }, idempotencyKey: newId(), body: { cents: 500, method: 'check', reason: 'Paid too much' } });
      const reachedBy = async (who: TestUser, look: () => Promise<unknown>) => {
        const from = new Date().toISOString();
        await look();
        const { id: breachId } = await officer.client.call(contract.openBreach, { body: { discoveredOn: hospitalDay(new Date(from)), from, to: new Date(Date.now() + 60_000).toISOString(), actorId: who.id, story: 'A screen was left open in the corridor' } });
        const { patients } = await officer.client.call(contract.readBreach, { params: { breachId } });
        await new Promise((resolve) => setTimeout(resolve, 2)); // the next look begins after this one
        return new Map(patients.map(({ patient, what }) => [patient.id, what]));
      };
      const onBoard = await reachedBy(snoop, () => snoop.client.call(contract.readCensus, { query: {} }));
      expect(onBoard.get(stay.patient.id)).toEqual(['looked at the bed']);
      const onDesk = await reachedBy(desk, () => desk.client.call(contract.listMoneyRequests, { query: {} }));
      expect([...onDesk.keys()]).toEqual([billed.patient.id]);
      // The officer who reads such a report has seen them, too, and the trail says whom.
      const auditor = await api.as('auditor');
      const [event] = (await auditor.client.call(contract.listAuditEvents, { query: { action: 'breach.read', limit: 1 } })).items;
      expect((await auditor.client.call(contract.readAuditEvent, { params: { eventId: event?.id ?? '' } })).detail).toMatchObject({ patientIds: [billed.patient.id] });
    });

    test('counts as one until it was assessed, hides restricted names from whom they do not open to, and keeps each notice', async () => {
      const [officer, administrator, auditor] = [await api.as('privacy-officer'), await api.as('administrator'), await api.as('auditor')];
      const { id, version } = await officer.client.call(contract.openBreach, { body: { discoveredOn: hospitalDay(new Date()), from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date(Date.now() + 60_000).toISOString(), patientId: stay.patient.id, story: 'A colleague asked why the record was open' } });
      await header(onWard);
      const params = { breachId: id };
      const seenBy = async (who: TestUser) => (await who.client.call(contract.readBreach, { params })).patients.map(({ patient }) => patient.name);
      expect([await seenBy(administrator), (await seenBy(auditor))[0]?.includes(stay.patient.family), (await seenBy(officer))[0]?.includes(stay.patient.family)]).toEqual([[HIDDEN], true, true]);
      const sentOn = hospitalDay(new Date());
      const noticed = await officer.client.call(contract.recordNotice, { params, body: { version, notice: 'individuals', sentOn } });
      expect(await refusalOf(officer.client.call(contract.recordNotice, { params, body: { version: noticed.version, notice: 'secretary', sentOn: '2020-01-01' } }))).toBe('400 invalid');
      const decide = (body: { version: number; finding: 'breach' | 'no-breach' }) => officer.client.call(contract.decideBreach, { params, body: { assessment: 'Names and results; a colleague without need; read; spoken to.', ...body } });
      expect(await refusalOf(decide({ version, finding: 'breach' }))).toBe('409 stale-version');
      expect(await refusalOf(decide({ version: noticed.version, finding: 'no-breach' }))).toBe('409 notice-sent');
      expect((await decide({ version: noticed.version, finding: 'breach' })).finding).toBe('breach');
      expect((await officer.client.call(contract.readBreach, { params })).duties[0]).toMatchObject({ notice: 'individuals', sentOn });
      for (const who of [auditor, administrator]) expect(await refusalOf(who.client.call(contract.decideBreach, { params, body: { version: 9, finding: 'breach', assessment: 'Not mine to decide' } }))).toBe('403 forbidden');
    });

    test('stands in the account of each patient it reached, once, until it is found to be none; each gets a letter that says what the law wants, and the last one sent meets the duty', async () => {
      const [officer, snoop] = [await api.as('privacy-officer'), await api.as('nurse')];
      const [one, other] = [await newStay('Sparrowe'), await newStay('Linnetson')];
      const from = new Date(Date.now() - 1000).toISOString();
      for (const { patient } of [one, other]) {
        await api.database.sequelize.query('UPDATE patients SET contact_enc = ? WHERE id = ?', { replacements: [api.database.cipher.sealJson({ table: 'patients', column: 'contact_enc', id: patient.id }, { address: { line: '7 Mill Lane', city: 'Salem', state: 'MA', postalCode: '01970' } }), patient.id] });
        await header(snoop, patient.id);
      }
      const discoveredOn = hospitalDay(new Date());
      const opened = await officer.client.call(contract.openBreach, { body: { discoveredOn, from, to: new Date(Date.now() + 60_000).toISOString(), actorId: snoop.id, story: 'Read out of curiosity, noticed by a colleague' } });
      const params = { breachId: opened.id };
      const read = () => officer.client.call(contract.readBreach, { params });
      const accountOf = async (patientId: string) => (await officer.client.call(contract.listDisclosures, { params: { patientId } })).items;
      const decide = async (finding: 'breach' | 'no-breach') => officer.client.call(contract.decideBreach, { params, body: { version: (await read()).version, finding, assessment: 'Names and results; a colleague without need; read; spoken to.' } });
      expect(await accountOf(one.patient.id)).toEqual([]);
      await decide('breach');
      await decide('breach');
      expect(await accountOf(one.patient.id)).toMatchObject([{ kind: 'unlawful', disclosedOn: discoveredOn, recipient: snoop.name, what: expect.stringContaining('looked at the record'), withdrawnAt: null }]);
      await decide('no-breach');
      expect(await accountOf(one.patient.id)).toMatchObject([{ withdrawnAt: expect.any(String) }]);
      await decide('breach');
      expect((await accountOf(other.patient.id)).filter(({ withdrawnAt }) => withdrawnAt === null)).toHaveLength(1);
      const letter = (patientId: string) => officer.client.call(contract.printBreachLetter, { params: { ...params, patientId } });
      expect(await refusalOf(letter(one.patient.id))).toBe('422 no-letter');
      const words = { happened: 'A member of our staff opened records without a reason.', data: 'Your name, your birth date and your observations.', steps: 'Look at who opened your record in the portal.', doing: 'We have ended this access and trained the ward.', contact: 'Call 800-555-0100, free of charge.' };
      const write = async () => officer.client.call(contract.writeBreachNotice, { params, body: { version: (await read()).version, ...words } });
      const [written, late] = [await write(), await refusalOf(officer.client.call(contract.writeBreachNotice, { params, body: { version: 1, ...words } }))];
      expect([written.id, late]).toEqual([opened.id, '409 stale-version']);
      const text = readPdf(Buffer.from((await letter(one.patient.id)).base64, 'base64')).flatMap(({ lines }) => lines).join(' ');
      for (const part of [one.patient.family, '7 Mill Lane', ...Object.values(words), 'We found out on', 'looked at the record', opened.number]) expect(text).toContain(part);
      expect(text).not.toContain(other.patient.family);
      expect(await refusalOf(letter((await newStay()).patient.id))).toBe('404 not-found');
      const mark = async (patientIds: string[], sentOn = discoveredOn) => officer.client.call(contract.markLettersSent, { params, body: { version: (await read()).version, patientIds, sentOn } });
      expect(await refusalOf(mark([one.patient.id], '2099-01-01'))).toBe('400 invalid');
      expect(await refusalOf(mark([stay.patient.id]))).toBe('400 invalid');
      const together = async (only: 'all' | 'unsent') => {
        const { base64, letters, total, parts } = await officer.client.call(contract.printBreachLetters, { params, query: { only } });
        return { letters, total, parts, to: readPdf(Buffer.from(base64, 'base64')).map(({ lines }) => [one, other].find(({ patient }) => lines.some((line) => line.includes(patient.family)))?.patient.id) };
      };
      expect(await together('all')).toEqual({ letters: 2, total: 2, parts: 1, to: (await read()).patients.map(({ patient }) => patient.id) }); // in the order of the report, each on its own page
      await mark([one.patient.id]);
      expect(await together('unsent')).toEqual({ letters: 1, total: 1, parts: 1, to: [other.patient.id] });
      const half = await read();
      expect([half.lettersSent, half.duties[0]?.sentOn]).toEqual([1, null]);
      await mark([one.patient.id, other.patient.id]);
      const whole = await read();
      expect([whole.lettersSent, whole.duties[0]?.sentOn, whole.patients.map((each) => each.letter)]).toEqual([2, discoveredOn, [{ sentOn: discoveredOn, way: 'mail' }, { sentOn: discoveredOn, way: 'mail' }]]);
      expect(await refusalOf(decide('no-breach'))).toBe('409 notice-sent');
      expect(await refusalOf(officer.client.call(contract.printBreachLetters, { params, query: { only: 'unsent' } }))).toBe('404 not-found'); // nobody is left to write to
      for (const role of ['administrator', 'auditor', 'registrar'] as const) {
        const { client } = await api.as(role);
        expect(await refusalOf(client.call(contract.printBreachLetter, { params: { ...params, patientId: one.patient.id } }))).toBe('403 forbidden');
        expect(await refusalOf(client.call(contract.printBreachLetters, { params }))).toBe('403 forbidden');
      }
    });

    test('has its letters printed file by file: 250 to a file, in the order of the report, one for each who can be written to', async () => {
      const { database, deps: { keys } } = api;
      const [officer, snoop] = [await api.as('privacy-officer'), await api.as('nurse')];
      const family = (index: number) => `Bulk${String(index).padStart(4, '0')}`;
      const people = Array.from({ length: 253 }, (_, index) => ({ id: newId(), mrn: `BULK${index}`, family: family(index) }));
      const sealed = (id: string, column: string, value: unknown) => database.cipher.sealJson({ table: 'patients', column, id }, value);
      await Patient.bulkCreate(people.map(({ id, mrn, family: name }, index) => ({
        id, administrativeGender: 'female' as const, mrnIndex: database.cipher.blindIndex('mrn', mrn), mrnEnc: database.cipher.seal({ table: 'patients', column: 'mrn_enc', id }, mrn), nameEnc: sealed(id, 'name_enc', { family: name, given: ['Bo'] }),
        birthDateEnc: database.cipher.seal({ table: 'patients', column: 'birth_date_enc', id }, '1980-05-04'), contactEnc: [1, 252].includes(index) ? null : sealed(id, 'contact_enc', { address: { line: '7 Mill Lane', city: 'Salem', state: 'MA' } }),
      })));
      const from = new Date().toISOString();
      await actUnattended({ database, keys, principal: { ...COMMAND_LINE, kind: 'person', id: snoop.id } }, async (act) => { act.audits.push({ action: 'patient.list', resourceType: 'patient', detail: { patientIds: people.map(({ id }) => id) } }); });
      const { id: breachId } = await officer.client.call(contract.openBreach, { body: { discoveredOn: hospitalDay(new Date()), from, to: new Date(Date.now() + 60_000).toISOString(), actorId: snoop.id, story: 'A list was left open on a screen in the corridor' } });
      const text = 'Something of ten letters and more.';
      await officer.client.call(contract.writeBreachNotice, { params: { breachId }, body: { version: 1, happened: text, data: text, steps: text, doing: text, contact: text } });
      const file = async (part: number) => {
        const { base64, ...counts } = await officer.client.call(contract.printBreachLetters, { params: { breachId }, query: { part } });
        return { ...counts, to: readPdf(Buffer.from(base64, 'base64')).flatMap(({ lines }) => lines.flatMap((line) => /Bulk\d{4}/.exec(line) ?? [])) };
      };
      const [first, second] = [await file(1), await file(2)];
      expect([first.letters, second.letters, first.total, first.parts]).toEqual([250, 1, 251, 2]);
      const inOrder = [...people].sort((a, b) => (a.id < b.id ? -1 : 1)); // reached by one list, at one moment: by their IDs
      expect([...first.to, ...second.to]).toEqual(inOrder.map(({ family: name }) => name).filter((name) => ![family(1), family(252)].includes(name)));
      expect(await refusalOf(file(3))).toBe('404 not-found');
    });
  });
});
