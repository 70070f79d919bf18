import { type ApiClient, contract } from '../../api/client';
import { StaffWard } from '../../db/models';
import { nextShift, type Shift, shiftAt } from '../../domain/shifts/times';
import { hospitalZone } from '../../api/services/staff/hospitalZone';
import { addDays } from '../../domain/calendar/zone';
import { BedDriver } from '../factories/beds';
import { ExaminationDriver } from '../factories/examinations';
import { CareDriver, makeAllergy, makeConcepts, rowsOf, WELL } from '../factories/clinical';
import { type MadeJourney, makeJourney, makeWard } from '../factories/hospital';
import { startTestApi, type TestApi, type TestUser } from '../support/api';
import { problemOf } from '../support/problem';

const [SODIUM, POTASSIUM, HEAD_CT] = ['2951-2', '2823-3', '24725-4'] as const;

let api: TestApi;
let care: CareDriver;
let beds: BedDriver;
beforeAll(async () => {
  api = await startTestApi();
  care = await CareDriver.start(api);
  beds = new BedDriver(api, care);
  await makeConcepts();
  // Leave is kept by the inbox's out-of-office; a schema without it has none.
  await api.database.sequelize.query(`CREATE TABLE IF NOT EXISTS staff_absences (id VARCHAR(36) PRIMARY KEY, user_id VARCHAR(36) NOT NULL, substitute_id VARCHAR(36) NOT NULL, starts_at DATETIME(3) NOT NULL, ends_at DATETIME(3) NOT NULL,
    cancelled_at DATETIME(3) NULL, created_by VARCHAR(36) NOT NULL, version INT NOT NULL DEFAULT 1) COLLATE utf8mb4_bin`);
});
afterAll(() => api.stop());

const problem = async (act: Promise<unknown>) => (await problemOf(act)).problem.type.replace('urn:careway:problem:', '');
const current = (): Shift => shiftAt(Date.now(), hospitalZone());
/** A day no test has passed yet. */
const ahead = (days = 5): string => addDays(current().date, days);

interface WardTeam {
  readonly wardId: string;
  readonly bedIds: string[];
  readonly charge: ApiClient;
  readonly nurses: TestUser[];
}

async function makeTeam(nurses = 2): Promise<WardTeam> {
  const { wardId, bedIds } = await makeWard(4);
  const people: TestUser[] = [];
  for (let index = 0; index < nurses; index += 1) people.push(await beds.onWard('nurse', wardId));
  return { wardId, bedIds, charge: (await beds.onWard('charge-nurse', wardId)).client, nurses: people };
}

/** Put somebody on this very shift, which the API lets nobody do once it is over, but does while it is on. */
const roster = ({ charge, wardId }: WardTeam, user: TestUser, { date, shift }: Shift) => charge.call(contract.addToRoster, { body: { userId: user.id, wardId, date, shift } });

test('a calendar is asked for days of a hospital’s time: others are refused, and nothing breaks', async () => {
  const nurse = (await api.as('charge-nurse')).client;
  const asks = [(from: string) => nurse.call(contract.readRoster, { query: { from, days: 28 } }), (from: string) => nurse.call(contract.readOnCall, { query: { from, days: 28 } })];
  for (const ask of asks) {
    for (const from of ['0000-01-01', '0001-01-01', '1899-12-31', '2200-01-01', '9999-12-31']) expect((await problemOf(ask(from))).problem).toMatchObject({ status: 400, errors: [{ message: 'Ask for a day between 1900 and 2199.' }] });
    for (const from of ['1900-01-01', '2199-12-31']) expect(await ask(from)).toMatchObject({ from });
  }
});

describe('the roster', () => {
  test('shows ahead what a shift lacks, and people on leave do not count', async () => {
    const team = await makeTeam();
    const { wardId, charge, nurses } = team;
    const [one, two] = nurses as [TestUser, TestUser];
    await charge.call(contract.setCover, { params: { wardId }, body: { cover: [{ shift: 'day', skill: 'nurse', minimum: 2 }, { shift: 'day', skill: 'ventilation', minimum: 1 }] } });
    await charge.call(contract.setSkills, { params: { userId: one.id }, body: { skills: ['ventilation'] } });
    await roster(team, one, { date: ahead(), shift: 'day' });
    const manager = (await api.as('manager')).client;
    const look = async () => {
      const { wards, gaps } = await manager.call(contract.readRoster, { query: { wardId, from: ahead(), days: 1 } });
      return { gaps, day: wards[0]?.shifts.find(({ shift }) => shift === 'day') };
    };
    expect((await look()).day?.gaps).toEqual([{ skill: 'nurse', label: 'Nurses', needed: 2, there: 1 }]);
    await roster(team, two, { date: ahead(), shift: 'day' });
    expect(await look()).toMatchObject({ gaps: 0, day: { people: [{ isAway: false }, { isAway: false }] } });
    await api.database.sequelize.query('INSERT INTO staff_absences (id, user_id, substitute_id, starts_at, ends_at, created_by) VALUES (UUID(), ?, ?, ?, ?, ?)', { replacements: [one.id, two.id, `${ahead()} 00:00:00`, `${ahead(6)} 12:00:00`, two.id] });
    expect((await look()).day?.gaps.map(({ skill, there }) => [skill, there])).toEqual([['nurse', 1], ['ventilation', 0]]);
    expect(await problem(roster(team, one, { date: ahead(), shift: 'night' }))).toBe('on-leave');
  });

  test('nobody is in two places at once, works without rest, on a strange ward, or in the past', async () => {
    const team = await makeTeam(1);
    const [nurse] = team.nurses as [TestUser];
    const other = await makeWard(1);
    await StaffWard.create({ userId: nurse.id, wardId: other.wardId });
    const admin = (await api.as('administrator')).client;
    const added = await roster(team, nurse, { date: ahead(8), shift: 'day' });
    expect(await problem(admin.call(contract.addToRoster, { body: { userId: nurse.id, wardId: other.wardId, date: ahead(8), shift: 'day' } }))).toBe('rostered-already');
    expect(await problem(roster(team, nurse, { date: ahead(8), shift: 'night' }))).toBe('no-rest');
    expect(await problem(roster(team, nurse, { date: ahead(7), shift: 'night' }))).toBe('no-rest');
    expect(await problem(roster(team, nurse, { date: '2020-01-01', shift: 'day' }))).toBe('shift-over');
    const stranger = await beds.onWard('nurse', other.wardId);
    expect(await problem(roster(team, stranger, { date: ahead(8), shift: 'day' }))).toBe('other-ward');
    expect(await problem(roster(team, await api.as('coder'), { date: ahead(8), shift: 'day' }))).toBe('not-a-nurse');
    expect((await problemOf(nurse.client.call(contract.addToRoster, { body: { userId: nurse.id, wardId: team.wardId, date: ahead(9), shift: 'day' } }))).status).toBe(403);
    expect(await problem(team.charge.call(contract.takeOffRoster, { params: { shiftId: added.shiftId }, body: { version: 9 } }))).toBe('stale-version');
    await team.charge.call(contract.takeOffRoster, { params: { shiftId: added.shiftId }, body: { version: 1 } });
    await roster(team, nurse, { date: ahead(8), shift: 'night' });
  });

  test('of many who put one nurse on one shift, one does', async () => {
    const team = await makeTeam(1);
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => roster(team, team.nurses[0]!, { date: ahead(9), shift: 'day' })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('who looks after whom', () => {
  test('is proposed by roster and load, and what the charge nurse decides stands', async () => {
    const team = await makeTeam();
    const { wardId, bedIds, charge, nurses } = team;
    const journeys: MadeJourney[] = [];
    for (const bedId of bedIds) journeys.push(await makeJourney(api.database, { wardId, bedId }));
    await api.database.sequelize.query('UPDATE journeys SET news2 = 8 WHERE id = ?', { replacements: [journeys[0]!.journeyId] });
    for (const nurse of nurses) await roster(team, nurse, current());
    const read = () => charge.call(contract.readAssignments, { params: { wardId }, query: {} });
    const before = await read();
    expect(before.patients.map(({ proposal }) => proposal !== null)).toEqual([true, true, true, true]);
    expect(before.patients[0]?.load).toBe(4);
    const loads = nurses.map(({ id }) => before.patients.filter(({ proposal }) => proposal?.id === id).reduce((sum, { load }) => sum + load, 0));
    expect(Math.abs((loads[0] ?? 0) - (loads[1] ?? 0))).toBeLessThanOrEqual(4);
    const everybody = journeys.map(({ journeyId }) => ({ encounterId: journeyId, nurseId: nurses[0]!.id }));
    const { date, shift } = current();
    await charge.call(contract.assignPatients, { params: { wardId }, body: { date, shift, assignments: everybody } });
    const after = await read();
    expect(after.patients.map(({ nurse }) => nurse?.id)).toEqual(everybody.map(({ nurseId }) => nurseId));
    expect(after.nurses.map(({ id, patients }) => [id, patients]).sort()).toEqual(nurses.map(({ id }, index) => [id, index === 0 ? 4 : 0]).sort());
    const refused = await problemOf(charge.call(contract.assignPatients, { params: { wardId }, body: { date, shift, assignments: [{ encounterId: journeys[0]!.journeyId, nurseId: (await api.as('nurse')).id }] } }));
    expect([refused.status, refused.problem.errors?.[0]?.field]).toEqual([422, 'assignments.0.nurseId']);
    const elsewhere = await beds.onWard('charge-nurse', (await makeWard(1)).wardId);
    expect((await problemOf(elsewhere.client.call(contract.assignPatients, { params: { wardId }, body: { date, shift, assignments: everybody } }))).status).toBe(404);
    expect((await problemOf(nurses[0]!.client.call(contract.assignPatients, { params: { wardId }, body: { date, shift, assignments: everybody } }))).status).toBe(403);
  });
});

describe('the handover at the end of a shift (hmislk#21654)', () => {
  async function arrange(): Promise<{ team: WardTeam; journey: MadeJourney; leaving: TestUser; coming: TestUser }> {
    const team = await makeTeam();
    const [leaving, coming] = team.nurses as [TestUser, TestUser];
    const journey = await makeJourney(api.database, { wardId: team.wardId, bedId: team.bedIds[0]! });
    await roster(team, leaving, current());
    await roster(team, coming, nextShift(current()));
    for (const [nurse, one] of [[leaving, current()], [coming, nextShift(current())]] as const) {
      await team.charge.call(contract.assignPatients, { params: { wardId: team.wardId }, body: { ...one, assignments: [{ encounterId: journey.journeyId, nurseId: nurse.id }] } });
    }
    return { team, journey, leaving, coming };
  }

  test('is composed from what happened and what is open, edited, given, and accepted with one action', async () => {
    const { team, journey, leaving, coming } = await arrange();
    await makeAllergy(journey.patient.id, '1191');
    await care.do('nurse', journey.journeyId, 'observation-round', { ...WELL, pulse: 125, respirations: 22 });
    const held = await care.open(journey.journeyId, 'observation-round');
    await leaving.client.call(contract.claimTask, { params: { taskId: held } });
    const params = { encounterId: journey.journeyId };
    const draft = await leaving.client.call(contract.readHandover, { params });
    expect(draft).toMatchObject({ id: null, status: 'draft', version: 0, nurse: { id: leaving.id }, nextNurse: { id: coming.id } });
    expect(draft.sbar.situation).toMatch(/^\d+-year-old female/);
    expect(draft.sbar.background).toContain('Allergies: Aspirin.');
    expect(draft.sbar.assessment).toMatch(/NEWS2 4 \(.*Done: Observations\./s);
    expect(draft.sbar.recommendation).toContain('Observations, due');
    expect((await leaving.client.call(contract.listHandovers, { query: {} })).toGive.map(({ encounterId }) => encounterId)).toEqual([journey.journeyId]);

    const sbar = { ...draft.sbar, recommendation: `${draft.sbar.recommendation}\nDaughter comes at ten.` };
    const given = await leaving.client.call(contract.giveHandover, { params, body: { version: 0, sbar } });
    expect([given.status, given.sbar.recommendation]).toEqual(['given', sbar.recommendation]);
    expect(await problem(leaving.client.call(contract.giveHandover, { params, body: { version: 0, sbar } }))).toBe('stale-version');
    expect((await leaving.client.call(contract.listHandovers, { query: {} })).toGive).toEqual([]);
    const { toAccept } = await coming.client.call(contract.listHandovers, { query: {} });
    expect(toAccept.map(({ id }) => id)).toEqual([given.id]);

    const accept = (client: ApiClient) => client.call(contract.acceptHandovers, { body: { handoverIds: [given.id ?? ''] } });
    expect((await accept(leaving.client)).results[0]).toMatchObject({ done: false, problem: 'Somebody else accepts what you hand over.' });
    expect((await accept((await beds.onWard('nurse', (await makeWard(1)).wardId)).client)).results[0]).toMatchObject({ done: false, problem: 'There is no such handover.' });
    expect((await accept(coming.client)).results).toEqual([{ handoverId: given.id, done: true, problem: null, tasks: 1 }]);
    // What the one who goes home held is not forgotten with them.
    expect(await rowsOf(api.database, 'SELECT holder_id AS holder, status FROM tasks WHERE id = ?', [held])).toEqual([{ holder: coming.id, status: 'accepted' }]);
    expect((await accept((await beds.onWard('nurse', team.wardId)).client)).results[0]).toMatchObject({ done: false, problem: `${coming.name} has accepted this handover already.` });
    expect(await problem(leaving.client.call(contract.giveHandover, { params, body: { version: given.version, sbar } }))).toBe('handover-accepted');
    expect((await coming.client.call(contract.readHandover, { params })).acceptedBy).toMatchObject({ id: coming.id });
  });

  test('tells what was reported in the shift, also of a specimen drawn before it, and what is only preliminary', async () => {
    const { journey, leaving } = await arrange();
    const lab = new ExaminationDriver(care, journey, (await care.user('physician')).client);
    const params = { encounterId: journey.journeyId };
    await lab.report(SODIUM, 128, 'preliminary');
    await lab.report(POTASSIUM, 7.1, 'preliminary');
    await api.database.sequelize.query('UPDATE observations SET effective_at = DATE_SUB(effective_at, INTERVAL 1 DAY) WHERE encounter_id = ?', { replacements: [journey.journeyId] });
    const { imagingRound } = await (await care.user('physician')).client.call(contract.orderTests, { params, body: { imaging: [HEAD_CT], priority: 'stat' } });
    await lab.complete('radiographer', 'perform-imaging', 'examinations', () => ({ outcome: 'performed' }), imagingRound ?? 0);
    await lab.complete('radiologist', 'report-imaging', 'reports', () => ({ findings: 'No midline shift.', conclusion: 'No bleed.', reportAs: 'preliminary' }), imagingRound ?? 0);
    const { sbar } = await leaving.client.call(contract.readHandover, { params });
    expect(sbar.assessment).toContain('Abnormal results: Sodium 128 mmol/L, low (preliminary); Potassium 7.1 mmol/L, critically high (preliminary).');
    expect(sbar.assessment).toContain('Imaging: CT of the head (preliminary): No bleed.');
    expect(sbar.recommendation).toContain('Critical result not acknowledged: Potassium 7.1 mmol/L (preliminary).');
    expect(sbar.recommendation).toContain('Results to come: Sodium (final report), Potassium (final report), CT of the head (final report).');
  });

  test('said again a shift later, the earlier one waits for nobody any more', async () => {
    const { journey, leaving, coming } = await arrange();
    const params = { encounterId: journey.journeyId };
    const sbar = { situation: 'Before.', background: 'b', assessment: 'c', recommendation: 'd' };
    await leaving.client.call(contract.giveHandover, { params, body: { version: 0, sbar } });
    await api.database.sequelize.query('UPDATE shift_handovers SET shift_date = DATE_SUB(shift_date, INTERVAL 2 DAY), given_at = DATE_SUB(given_at, INTERVAL 2 DAY) WHERE encounter_id = ?', { replacements: [journey.journeyId] });
    const { id } = await leaving.client.call(contract.giveHandover, { params, body: { version: 0, sbar: { ...sbar, situation: 'Now.' } } });
    expect((await coming.client.call(contract.listHandovers, { query: {} })).toAccept.map((one) => one.id)).toEqual([id]);
  });

  test('is accepted once, whoever is faster, and sealed', async () => {
    const { team, journey, leaving, coming } = await arrange();
    const params = { encounterId: journey.journeyId };
    const sbar = { situation: 'Quiet.', background: 'Known.', assessment: 'Stable.', recommendation: 'Rest.' };
    const { id } = await leaving.client.call(contract.giveHandover, { params, body: { version: 0, sbar } });
    const third = await beds.onWard('nurse', team.wardId);
    const outcomes = await Promise.all([coming, third, coming, third].map(({ client }) => client.call(contract.acceptHandovers, { body: { handoverIds: [id ?? ''] } })));
    expect(outcomes.flatMap(({ results }) => results).filter(({ done }) => done)).toHaveLength(1);
    const [row] = await rowsOf<{ sbar: Buffer }>(api.database, 'SELECT sbar_enc AS sbar FROM shift_handovers WHERE id = ?', [id]);
    expect(row?.sbar.toString('latin1')).not.toContain('Quiet');
  });

  test('a patient nobody was given is seen by every nurse of the ward; another ward sees nothing', async () => {
    const team = await makeTeam();
    const [leaving, coming] = team.nurses as [TestUser, TestUser];
    const journey = await makeJourney(api.database, { wardId: team.wardId, bedId: team.bedIds[0]! });
    const params = { encounterId: journey.journeyId };
    const sbar = { situation: 'a', background: 'b', assessment: 'c', recommendation: 'd' };
    await leaving.client.call(contract.giveHandover, { params, body: { version: 0, sbar } });
    expect((await coming.client.call(contract.listHandovers, { query: {} })).toAccept).toHaveLength(1);
    const stranger = await beds.onWard('nurse', (await makeWard(1)).wardId);
    expect((await problemOf(stranger.client.call(contract.readHandover, { params }))).status).toBe(404);
    expect((await stranger.client.call(contract.listHandovers, { query: {} })).toAccept).toEqual([]);
    expect((await problemOf(stranger.client.call(contract.listHandovers, { query: { wardId: team.wardId } }))).status).toBe(404);
    expect((await problemOf((await api.as('coder')).client.call(contract.listHandovers, { query: {} }))).status).toBe(403);
    const nowhere = await makeJourney(api.database);
    expect(await problem((await care.user('nurse')).client.call(contract.readHandover, { params: { encounterId: nowhere.journeyId } }))).not.toBe('');
  });
});
