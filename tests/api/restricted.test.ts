import { type z } from 'zod';
import { contract } from '../../api/client';
import { StaffUser } from '../../db/models';
import { newId } from '../../db/newId';
import { makeJourney, makePatient, makeWard, type MadeJourney } from '../factories/hospital';
import { rowsOf } from '../factories/clinical';
import { makeTask } from '../factories/tasks';
import { startTestApi, type TestApi, type TestUser } from '../support/api';
import { problemOf, refusalOf } from '../support/problem';

let api: TestApi;
let now = new Date(Date.now() - 3 * 3_600_000);
let wardId: string;
let bedIds: string[];
let registrar: TestUser;
let onWard: TestUser;
let elsewhere: TestUser;
let stay: MadeJourney;
const HIDDEN = 'Restricted patient';

beforeAll(async () => {
  api = await startTestApi({ clock: () => now });
  ({ wardId, bedIds } = await makeWard(8));
  [registrar, onWard, elsewhere] = [await api.as('registrar'), await api.onWards([wardId], 'nurse'), await api.onWards([(await makeWard()).wardId], 'nurse')];
  stay = await newStay();
  await restrict(stay.patient.id, 'V', 'PSY');
}, 120_000);
afterAll(() => api.stop());

async function newStay(family?: string): Promise<MadeJourney> {
  return makeJourney(api.database, { patient: await makePatient(api.database, family ? { family } : {}), wardId, bedId: bedIds.pop() ?? '' });
}

const restrict = (patientId: string, confidentiality: 'R' | 'V', sensitivity: 'PSY' | 'EMP' | 'ETH', stayId?: string) =>
  registrar.client.call(contract.setLabel, { params: { patientId }, body: { confidentiality, sensitivity, reason: 'Asked for at the desk', ...(stayId ? { stayId } : {}) } });
const header = (who: TestUser, patientId = stay.patient.id) => who.client.call(contract.readPatient, { params: { patientId } });
const saidBy = async (call: Promise<unknown>) => (await problemOf(call)).problem;
const breakIt = (who: TestUser, patientId = stay.patient.id) => who.client.call(contract.breakGlass, { body: { record: 'patientId', id: patientId, reason: 'emergency', words: 'Found unresponsive in the corridor' } });
const auditsOf = (patientId: string) => rowsOf<{ action: string; outcome: string; actorId: string }>(api.database, 'SELECT action, outcome, actor_id AS actorId FROM audit_events WHERE patient_id = ? ORDER BY at, sequence', [patientId]);

describe('a restricted record', () => {
  test('opens for the ward of the stay, and for nobody who has nothing to do with it', async () => {
    expect((await header(onWard)).confidentiality).toBe('V');
    for (const who of [elsewhere, await api.as('nurse'), await api.as('physician'), await api.as('pharmacist')]) expect(await refusalOf(header(who))).toBe('403 restricted');
    for (const role of ['billing', 'coder', 'manager', 'administrator', 'registrar', 'bed-manager'] as const) expect(await refusalOf(header(await api.as(role)))).toBe('404 not-found');
    expect((await header(await api.as('auditor'))).name).toContain(stay.patient.family);
  });

  test('is refused under every address, without a word of it, and the refusal is on record (CVE-2021-40375)', async () => {
    const params = { encounterId: stay.journeyId };
    const taskId = await makeTask(stay, 'observation-round', { wardId });
    const calls = [
      elsewhere.client.call(contract.readEncounter, { params }), elsewhere.client.call(contract.listNotes, { params }), elsewhere.client.call(contract.readJourney, { params: { journeyId: stay.journeyId } }),
      elsewhere.client.call(contract.readTask, { params: { taskId } }), elsewhere.client.call(contract.claimTask, { params: { taskId } }), elsewhere.client.call(contract.listTasks, { query: { patientId: stay.patient.id } }),
      elsewhere.client.call(contract.addNote, { params, body: { text: 'I was never here' } }),
    ];
    for (const problem of await Promise.all(calls.map(saidBy))) {
      expect(problem.status).toBe(403);
      expect(Object.keys(problem).sort()).toEqual(['requestId', 'status', 'title', 'type']);
      expect(JSON.stringify(problem)).not.toMatch(new RegExp(`${stay.patient.family}|${stay.patient.mrn}|${stay.patient.id}`));
    }
    const denied = (await auditsOf(stay.patient.id)).filter(({ outcome, actorId }) => outcome === 'denied' && actorId === elsewhere.id);
    expect(denied.map(({ action }) => action)).toEqual(expect.arrayContaining(['readEncounter', 'readJourney', 'addNote']));
    const [bulk] = (await elsewhere.client.call(contract.changeTasks, { body: { action: 'claim', taskIds: [taskId] } })).results;
    expect(bulk).toMatchObject({ done: false, holder: null });
  });

  test('opens for the assigned nurse, who attends, who ordered, and whoever holds a task, each while it lasts', async () => {
    const one = await newStay();
    await restrict(one.patient.id, 'V', 'EMP');
    const [nurse, attending, ordering, holder, laboratory] = [await api.as('nurse'), await api.as('physician'), await api.as('physician'), await api.as('physician'), await api.as('lab')];
    const practitionerId = newId();
    const steps: [TestUser, () => Promise<unknown>][] = [
      [nurse, () => rowsOf(api.database, "INSERT INTO shift_assignments (encounter_id, shift_date, shift, ward_id, nurse_id, assigned_by, assigned_at) VALUES (?, ?, 'day', ?, ?, ?, ?)", [one.journeyId, now.toISOString().slice(0, 10), wardId, nurse.id, nurse.id, now])],
      [attending, async () => {
        await rowsOf(api.database, "INSERT INTO practitioners (id, name, source, source_id) VALUES (?, 'Dr. Attending', 'careway', ?)", [practitionerId, practitionerId]);
        await rowsOf(api.database, 'UPDATE staff_users SET practitioner_id = ? WHERE id = ?', [practitionerId, attending.id]);
        await rowsOf(api.database, 'UPDATE encounters SET practitioner_id = ? WHERE id = ?', [practitionerId, one.journeyId]);
      }],
      [ordering, () => rowsOf(api.database, "INSERT INTO medication_requests (id, patient_id, encounter_id, system_code, code, status, authored_at, requester_id) VALUES (?, ?, ?, 'RXNORM', '243670', 'active', ?, ?)", [newId(), one.patient.id, one.journeyId, now, ordering.id])],
      [holder, () => makeTask(one, 'place-orders', { holderId: holder.id })],
      [laboratory, () => makeTask(one, 'enter-results')],
    ];
    for (const [who, begin] of steps) {
      expect(await refusalOf(header(who, one.patient.id))).toBe('403 restricted');
      await begin();
      expect((await header(who, one.patient.id)).name).toContain(one.patient.family);
    }
    await rowsOf(api.database, "UPDATE tasks SET status = 'completed' WHERE patient_id = ?", [one.patient.id]);
    for (const who of [holder, laboratory]) expect(await refusalOf(header(who, one.patient.id))).toBe('403 restricted');
  });

  test('shows no name in any list, and is not found by its name', async () => {
    const one = await newStay('Zebrowskaja');
    await makeTask(one, 'observation-round', { wardId });
    const everyList = async ({ client }: TestUser) => JSON.stringify([
      await client.call(contract.listTasks, { query: { scope: 'all' } }), await client.call(contract.readBedBoard, {}), await client.call(contract.readCensus, {}), await client.call(contract.listJourneys, {}),
      await client.call(contract.listWardObservations, {}).catch(() => null), await client.call(contract.listTransfers, {}), await client.call(contract.listPatients, {}),
    ]);
    const search = async ({ client }: TestUser) => [
      (await client.call(contract.listPatients, { query: { q: 'zebrowskaja' } })).items.length, (await client.call(contract.listTasks, { query: { scope: 'all', q: 'zebrowskaja' } })).items.length,
      (await client.call(contract.listJourneys, { query: { q: 'zebrowskaja' } })).items.length,
    ];
    const wholeHouse = await api.as('charge-nurse');
    expect(await everyList(wholeHouse)).toContain('Zebrowskaja');
    expect(await search(wholeHouse)).toEqual([1, 1, 1]);
    await restrict(one.patient.id, 'R', 'EMP');
    for (const who of [wholeHouse, await api.as('manager'), await api.as('physician'), await api.as('administrator')]) {
      const lists = await everyList(who);
      expect([lists.includes('Zebrowskaja'), lists.includes(one.patient.mrn), lists.includes(HIDDEN)]).toEqual([false, false, true]);
      if (who === wholeHouse) expect(await search(who)).toEqual([0, 0, 0]);
    }
    expect(await search(await api.onWards([wardId], 'charge-nurse'))).toEqual([1, 1, 1]);
    // By the number on the wristband somebody is found to break the glass for, still without a name.
    const [byNumber] = (await wholeHouse.client.call(contract.listPatients, { query: { mrn: one.patient.mrn } })).items;
    expect(byNumber).toMatchObject({ id: one.patient.id, name: HIDDEN, isRestricted: true, birthDate: '' });
  });

  test('may be one stay only: the rest of the record stays as open as it was', async () => {
    const one = await makeJourney(api.database);
    await restrict(one.patient.id, 'V', 'PSY', one.journeyId);
    await rowsOf(api.database, "UPDATE encounters SET status = 'finished' WHERE id = ?", [one.journeyId]);
    const nurse = await api.as('nurse');
    expect((await header(nurse, one.patient.id)).name).toContain(one.patient.family);
    expect(await refusalOf(nurse.client.call(contract.readEncounter, { params: { encounterId: one.journeyId } }))).toBe('403 restricted');
    expect((await nurse.client.call(contract.listPatientEncounters, { params: { patientId: one.patient.id } })).items).toEqual([]);
  });

  test('is restricted once for one reason, for a stay of that patient only, and released by its version', async () => {
    const one = await newStay();
    const label = await restrict(one.patient.id, 'R', 'EMP');
    expect(await refusalOf(restrict(one.patient.id, 'R', 'EMP'))).toBe('409 label-stands');
    expect(await refusalOf(restrict(one.patient.id, 'R', 'PSY', stay.journeyId))).toBe('400 invalid');
    const charge = await api.onWards([wardId], 'charge-nurse');
    const end = (patientId: string, version: number) => charge.client.call(contract.endLabel, { params: { patientId, labelId: label.id }, body: { version } });
    expect(await refusalOf(end(stay.patient.id, 1))).toBe('404 not-found');
    expect(await refusalOf(end(one.patient.id, 9))).toBe('409 stale-version');
    expect((await end(one.patient.id, 1)).endedAt).not.toBeNull();
    expect(await refusalOf(end(one.patient.id, 2))).toBe('409 label-ended');
    expect((await header(elsewhere, one.patient.id)).confidentiality).toBe('N');
  });
});

describe('what a patient directs', () => {
  const direct = (patientId: string, body: z.input<typeof contract.addDirective.body>, by = registrar) => by.client.call(contract.addDirective, { params: { patientId }, body });

  // A denial read as a grant, or overruled by one (CVE-2026-32126).
  test('wins: who is shut out stays out, on the ward, with a task, by another permission, and by the glass', async () => {
    const one = await newStay('Quarrelsome');
    const exes = await api.onWards([wardId], 'nurse', 'physician');
    expect((await header(exes, one.patient.id)).name).toContain('Quarrelsome');
    const denial = await direct(one.patient.id, { scope: 'access', provision: 'deny', userId: exes.id, note: 'They were married' });
    await direct(one.patient.id, { scope: 'access', provision: 'permit', role: 'physician' });
    await makeTask(one, 'observation-round', { wardId, holderId: exes.id });
    const absent = await saidBy(header(exes, newId()));
    const shutOut = await saidBy(header(exes, one.patient.id));
    expect({ ...shutOut, requestId: '' }).toEqual({ ...absent, requestId: '' });
    await restrict(one.patient.id, 'R', 'EMP');
    expect(await refusalOf(breakIt(exes, one.patient.id))).toBe('404 not-found');
    expect(JSON.stringify(await exes.client.call(contract.listTasks, { query: { scope: 'mine' } }))).not.toContain('Quarrelsome');
    expect((await header(await api.as('physician'), one.patient.id)).name).toContain('Quarrelsome'); // permitted by role
    expect((await header(onWard, one.patient.id)).name).toContain('Quarrelsome'); // others care on
    await registrar.client.call(contract.withdrawDirective, { params: { patientId: one.patient.id, consentId: denial.id }, body: { version: denial.version } });
    expect((await header(exes, one.patient.id)).name).toContain('Quarrelsome');
  });

  test('shuts out a role, whatever other roles somebody has', async () => {
    const one = await newStay();
    await direct(one.patient.id, { scope: 'access', provision: 'deny', role: 'coder' });
    expect(await refusalOf(header(await api.as('coder'), one.patient.id))).toBe('404 not-found');
    expect(await refusalOf(header(await api.as('coder', 'billing'), one.patient.id))).toBe('404 not-found');
    expect((await header(await api.as('billing'), one.patient.id)).name).toContain(one.patient.family);
  });

  test('holds a category closer: what was restricted is very restricted', async () => {
    const one = await newStay();
    await restrict(one.patient.id, 'R', 'PSY');
    const coder = await api.as('coder');
    expect((await header(coder, one.patient.id)).confidentiality).toBe('R');
    await direct(one.patient.id, { scope: 'sensitive', sensitivity: 'PSY' });
    expect(await refusalOf(header(coder, one.patient.id))).toBe('404 not-found');
    expect((await header(onWard, one.patient.id)).confidentiality).toBe('V');
  });

  test('is entered by the patient for themselves, never for others, and shuts nobody out of their own record', async () => {
    const one = await newStay();
    const patient = await api.asPatient(one.patient.id);
    await restrict(one.patient.id, 'V', 'PSY');
    const own = await direct(one.patient.id, { scope: 'share', provision: 'deny', recipient: 'payer', note: 'I pay myself' }, patient);
    expect(await refusalOf(direct(one.patient.id, { scope: 'share', provision: 'permit', recipient: 'payer' }, patient))).toBe('409 directive-stands');
    expect(await refusalOf(direct(one.patient.id, { scope: 'access', provision: 'deny', role: 'nurse' }, patient))).toBe('403 forbidden');
    expect(await refusalOf(direct(one.patient.id, { scope: 'access', provision: 'deny', userId: newId() }, patient))).toBe('400 invalid');
    expect(await refusalOf(direct(one.patient.id, { scope: 'access', provision: 'deny' }, patient))).toBe('400 invalid');
    expect(await refusalOf(direct(stay.patient.id, { scope: 'share', provision: 'deny', recipient: 'payer' }, patient))).toBe('404 not-found');
    expect(await refusalOf(onWard.client.call(contract.addDirective, { params: { patientId: one.patient.id }, body: { scope: 'share', provision: 'deny', recipient: 'research' } }))).toBe('403 forbidden');
    const { directives, labels } = await patient.client.call(contract.readPrivacy, { params: { patientId: one.patient.id } });
    expect([directives.map(({ note }) => note), labels.length]).toEqual([['I pay myself'], 1]);
    const withdraw = () => patient.client.call(contract.withdrawDirective, { params: { patientId: one.patient.id, consentId: own.id }, body: { version: 1 } });
    expect((await withdraw()).withdrawnAt).not.toBeNull();
    expect(await refusalOf(withdraw())).toBe('409 stale-version');
    expect((await auditsOf(one.patient.id)).map(({ action }) => action)).toEqual(expect.arrayContaining(['privacy.restricted', 'directive.entered', 'directive.withdrawn', 'privacy.read']));
  });
});

describe('breaking the glass', () => {
  test('opens at once and for an hour, closes by itself, and is not stretched: another hour takes another reason', async () => {
    const one = await newStay();
    await restrict(one.patient.id, 'V', 'PSY');
    const doctor = await api.as('physician');
    const { endsAt, id } = await breakIt(doctor, one.patient.id);
    expect(new Date(endsAt).getTime() - now.getTime()).toBe(60 * 60_000);
    expect((await header(doctor, one.patient.id)).glass).toEqual({ id, endsAt });
    expect(await refusalOf(breakIt(doctor, one.patient.id))).toBe('409 glass-open');
    const [label] = (await doctor.client.call(contract.readPrivacy, { params: { patientId: one.patient.id } })).labels;
    expect(await refusalOf(doctor.client.call(contract.endLabel, { params: { patientId: one.patient.id, labelId: label?.id ?? '' }, body: { version: 1 } }))).toBe('422 through-glass');
    const began = now;
    now = new Date(began.getTime() + 60 * 60_000 - 1);
    expect((await header(doctor, one.patient.id)).name).toContain(one.patient.family);
    now = new Date(began.getTime() + 60 * 60_000);
    expect(await refusalOf(header(doctor, one.patient.id))).toBe('403 restricted');
    expect(await refusalOf(doctor.client.call(contract.listNotes, { params: { encounterId: one.journeyId } }))).toBe('403 restricted');
    await breakIt(doctor, one.patient.id);
    expect(await rowsOf(api.database, 'SELECT id FROM glass_breaks WHERE patient_id = ?', [one.patient.id])).toHaveLength(2);
    await expect(rowsOf(api.database, 'UPDATE glass_breaks SET ends_at = ends_at + INTERVAL 1 HOUR WHERE id = ?', [id])).rejects.toThrow();
  });

  test('two clicks are one break, and a repeated request stretches nothing', async () => {
    const one = await newStay();
    await restrict(one.patient.id, 'V', 'EMP');
    const doctor = await api.as('physician');
    const body = { record: 'encounterId', id: one.journeyId, reason: 'consult', words: 'Asked to see the patient' } as const;
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => doctor.client.call(contract.breakGlass, { body })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await rowsOf(api.database, 'SELECT id FROM glass_breaks WHERE patient_id = ?', [one.patient.id])).toHaveLength(1);
  });

  test('needs a reason, a restricted record, and a role that gives care', async () => {
    const pharmacist = await api.as('pharmacist');
    expect(await refusalOf(pharmacist.client.call(contract.breakGlass, { body: { record: 'patientId', id: stay.patient.id, reason: 'emergency', words: 'x' } }))).toBe('400 invalid');
    expect(await refusalOf(breakIt(onWard))).toBe('422 not-restricted');
    expect(await refusalOf(breakIt(pharmacist, newId()))).toBe('404 not-found');
    for (const role of ['billing', 'coder', 'registrar', 'manager', 'administrator', 'auditor', 'bed-manager', 'patient'] as const) expect(await refusalOf(breakIt(await api.as(role)))).toBe('403 forbidden');
  });

  test('a user who is disabled, or loses the role, loses it at once; one who is done closes it', async () => {
    const one = await newStay();
    await restrict(one.patient.id, 'V', 'EMP');
    const [gone, demoted, done] = [await api.as('physician'), await api.as('physician', 'billing'), await api.as('physician')];
    const [, , third] = [await breakIt(gone, one.patient.id), await breakIt(demoted, one.patient.id), await breakIt(done, one.patient.id)];
    await rowsOf(api.database, 'UPDATE staff_users SET disabled_at = ? WHERE id = ?', [now, gone.id]);
    await rowsOf(api.database, "DELETE FROM staff_roles WHERE user_id = ? AND role = 'physician'", [demoted.id]);
    expect(await refusalOf(header(gone, one.patient.id))).toBe('401 unauthenticated');
    expect(await refusalOf(header(demoted, one.patient.id))).toBe('404 not-found');
    expect(await refusalOf(elsewhere.client.call(contract.endGlass, { params: { glassId: third.id } }))).toBe('404 not-found');
    expect(await done.client.call(contract.endGlass, { params: { glassId: third.id } })).toEqual({ patientId: one.patient.id, ended: true });
    expect(await refusalOf(header(done, one.patient.id))).toBe('403 restricted');
  });

  test('is reviewed by somebody else, and the patient sees it', async () => {
    const one = await newStay();
    await restrict(one.patient.id, 'V', 'PSY');
    const doctor = await api.as('physician');
    const { id } = await breakIt(doctor, one.patient.id);
    await rowsOf(api.database, "INSERT INTO staff_roles (user_id, role) VALUES (?, 'privacy-officer')", [doctor.id]);
    await StaffUser.update({ totpConfirmedAt: now }, { where: { id: doctor.id } });
    const workflowId = `glass-review-${id}`;
    expect(api.woken).toContain(workflowId);
    const body = { workflowId, step: 'review-glass', type: 'review-glass' } as const;
    const { taskId } = await (await api.service()).call(contract.openGlassReview, { params: { glassId: id }, body, idempotencyKey: newId() });
    const judge = async (who: TestUser) => who.client.call(contract.completeTask, { params: { taskId: taskId ?? '' }, body: { version: 1, values: { decision: 'unjustified', note: 'There was no emergency.' } } });
    expect(await refusalOf(judge(doctor))).toBe('422 own-glass');
    // They do not judge what happened in their own house: the record does not open for them, or where their desk has a task of this patient's, the task is not theirs.
    for (const role of ['manager', 'administrator'] as const) expect(['404 not-found', '403 not-your-role']).toContain(await refusalOf(judge(await api.as(role))));
    const officer = await api.as('privacy-officer');
    const task = await officer.client.call(contract.readTask, { params: { taskId: taskId ?? '' } });
    expect(task.input.facts?.map(({ value }) => value)).toEqual([doctor.name, 'Emergency: the patient needs treatment now', 'Found unresponsive in the corridor']);
    await judge(officer);
    expect(await (await api.service()).call(contract.openGlassReview, { params: { glassId: id }, body: { ...body, step: 'again' }, idempotencyKey: newId() })).toEqual({ taskId: null });
    const patient = await api.asPatient(one.patient.id);
    const { glass } = await patient.client.call(contract.readPrivacy, { params: { patientId: one.patient.id } });
    expect(glass).toMatchObject([{ by: { name: doctor.name }, outcome: 'unjustified', words: null }]);
    const seen = (await patient.client.call(contract.listAccesses, { params: { patientId: one.patient.id } })).items.map(({ actor, words }) => `${actor.name} ${words}`);
    expect(seen).toContain(`${doctor.name} opened your restricted record in an emergency`);
    expect(await rowsOf(api.database, "SELECT outcome, reviewed_by AS by_whom FROM glass_breaks WHERE id = ? AND outcome = 'unjustified'", [id])).toMatchObject([{ by_whom: officer.id }]);
  });
});
