import { contract } from '../../api/client';
import { foldDailyCounts, midnightsOf, readDailyCounts } from '../../api/services/analytics/dailyCounts';
import { projectChanges, rebuildAnalytics } from '../../api/services/analytics/project';
import { Chance } from '../../bin/simulate/random';
import { newId } from '../../db/newId';
import { type Sketch } from '../../domain/analytics/sketch';
import { type Role } from '../../domain/roles';
import { taskType } from '../../domain/tasks/types';
import { Encounter, EncounterLocation } from '../../db/models';
import { makeJourney, makePatient, makeWard } from '../factories/hospital';
import { makePayer, type MadePayer } from '../factories/money';
import { makePathway, ordinaryPathway, type ToldPathway } from '../factories/pathways';
import { startTestApi, type TestApi, type TestUser } from '../support/api';

const NOW = new Date('2026-06-30T12:00:00.000Z');
const clock = () => NOW;
let api: TestApi;
let manager: TestUser;
let wards: string[];
let payer: MadePayer;

const day = (n: number): Date => new Date(Date.UTC(2026, 4, 1 + n, 8));
const RANGE = { from: '2026-05-01', to: '2026-06-30' };
async function rows<T extends object>(sql: string): Promise<T[]> {
  return (await api.database.sequelize.query(sql))[0] as T[];
}
async function catchUp(): Promise<void> {
  while ((await projectChanges(api.database, clock)) > 0);
}
const figures = () => rows('SELECT * FROM analytics_days ORDER BY id');

/** A stay whose admission took so many minutes, all else as usual. */
function stay(n: number, more: Partial<ToldPathway> = {}): ToldPathway {
  const usual = ordinaryPathway(day(n), { wardId: wards[n % 2] ?? '', payer, ...more });
  return { ...usual, stages: usual.stages.map((stage) => (stage[0] === 'admission' ? ['admission', 0, 60] : stage)), ...more };
}

beforeAll(async () => {
  api = await startTestApi({ clock });
  manager = await api.as('manager');
  wards = [(await makeWard()).wardId, (await makeWard()).wardId];
  payer = await makePayer(api.database);
  for (let n = 0; n < 12; n += 1) await makePathway(api.database, stay(n));
  const tasks = ordinaryPathway(day(0)).tasks ?? [];
  await makePathway(api.database, stay(12, { tasks: tasks.filter(([type]) => type !== 'assign-bed') }));
  await makePathway(api.database, { startedAt: day(13), wardId: wards[0] ?? '', stages: [['admission', 0, 60], ['diagnostics', 60, 100]], skipped: ['treatment', 'discharge', 'billing', 'adjudication', 'follow-up'], closed: { at: 101, outcome: 'cancelled' } });
  await makePathway(api.database, { startedAt: day(14), wardId: wards[0] ?? '', stages: [['admission', 0, 60], ['diagnostics', 60]], tasks: [['place-orders', 60, 70, null]] });
  await catchUp();
});
afterAll(() => api.stop());

const times = (query: object = {}) => manager.client.call(contract.readCycleTimes, { query: { ...RANGE, ...query } });

describe('the figures are what the record says', () => {
  test('every finished stage and task counts once, under every name it is looked for', async () => {
    const stages = await rows<{ stage: string; n: number }>("SELECT stage, COUNT(*) AS n FROM journey_stages WHERE status = 'done' GROUP BY stage");
    const told = await times();
    expect(told.rows.map(({ name, n }) => [name, n]).sort()).toEqual(stages.map(({ stage, n }) => [stage, Number(n)]).sort());
    const tasks = await rows<{ type: string; n: number }>('SELECT type, COUNT(*) AS n FROM tasks WHERE completed_at IS NOT NULL GROUP BY type');
    expect((await times({ kind: 'task' })).rows.map(({ name, n }) => [name, n]).sort()).toEqual(tasks.map(({ type, n }) => [type, Number(n)]).sort());
    for (const by of ['ward', 'payer', 'diagnosis', 'role'] as const) {
      const apart = await times({ kind: 'task', by });
      expect([by, apart.rows.reduce((sum, { n }) => sum + n, 0)]).toEqual([by, tasks.reduce((sum, { n }) => sum + Number(n), 0)]);
    }
    expect((await times({ kind: 'task', role: 'registrar' })).rows.map(({ name }) => name).sort()).toEqual(['book-follow-up', 'register-patient']);
    expect((await times({ wardId: wards[1] })).rows.find(({ name }) => name === 'admission')?.n).toBe(6);
  });

  test('quantiles are within a hundredth, and waiting, working and idle are all of the time', async () => {
    const admission = (await times()).rows.find(({ name }) => name === 'admission');
    expect(Math.abs((admission?.p50 ?? 0) - 3_600_000)).toBeLessThanOrEqual(36_000);
    // Three tasks, each 5 minutes in nobody's hands: 15 of 60 minutes; the rest somebody was at work. One stay lacks a task of 15 minutes.
    const ordinary = (await times({ wardId: wards[1] })).rows.find(({ name }) => name === 'admission');
    expect(ordinary).toMatchObject({ waitingShare: 0.25, workingShare: 0.75, idleShare: 0 });
    for (const { waitingShare, workingShare, idleShare } of (await times({ kind: 'task' })).rows) expect(waitingShare + workingShare + idleShare).toBeCloseTo(1, 9);
    expect(admission?.trend.map(({ week }) => new Date(week).getUTCDay())).toEqual(admission?.trend.map(() => 1));
    expect(admission?.trend.reduce((sum, { n }) => sum + n, 0)).toBe(admission?.n);
  });

  test('under several filters they are the sums of the same facts, set apart or not', async () => {
    const whole = (await times({ kind: 'task', wardId: wards[1] })).rows;
    const strip = ({ trend: _trend, group: _group, groupLabel: _label, ...row }: (typeof whole)[number]) => row;
    // Every journey of this ward has this payer and no coded diagnosis: what fits all three filters is what fits the first.
    const narrowed = { kind: 'task', wardId: wards[1], payerId: payer.payerId, diagnosis: 'none' };
    expect((await times(narrowed)).rows).toEqual(whole);
    expect((await times({ ...narrowed, role: 'registrar' })).rows).toEqual(whole.filter(({ name }) => ['register-patient', 'book-follow-up'].includes(name)));
    expect((await times({ ...narrowed, by: 'ward' })).rows.map(strip)).toEqual(whole.map(strip));
    const byRole = (await times({ kind: 'task', wardId: wards[1], by: 'role' })).rows;
    expect(byRole.find(({ group, name }) => group === 'registrar' && name === 'register-patient')).toMatchObject({ n: 6, groupLabel: 'Registrar' });
    expect((await times({ ...narrowed, diagnosis: 'respiratory' })).rows).toEqual([]);
    const two = { ...RANGE, wardId: wards[1], payerId: payer.payerId };
    const one = { ...RANGE, wardId: wards[1] };
    expect(await manager.client.call(contract.listVariants, { query: two })).toEqual(await manager.client.call(contract.listVariants, { query: one }));
    expect(await manager.client.call(contract.readConformance, { query: two })).toEqual(await manager.client.call(contract.readConformance, { query: one }));
    expect(await manager.client.call(contract.readDropOff, { query: two })).toEqual(await manager.client.call(contract.readDropOff, { query: one }));
  });

  test('variants, drop-off and conformance tell each journey that ended', async () => {
    const variants = await manager.client.call(contract.listVariants, { query: RANGE });
    expect(variants).toMatchObject({ total: 14, variants: 2 });
    expect(variants.items.map(({ n }) => n)).toEqual([13, 1]);
    expect(variants.items[1]?.path.map(({ label }) => label)).toEqual(['Admission', 'Diagnostics']);
    const left = await manager.client.call(contract.readDropOff, { query: RANGE });
    expect(left.outcomes).toEqual([{ outcome: 'claim-paid', label: 'Claim paid', n: 13 }, { outcome: 'cancelled', label: 'Cancelled', n: 1 }]);
    expect(left.stages.map(({ endedHere }) => endedHere)).toEqual([0, 1, 0, 0, 0, 0, 0]);
    const conformance = await manager.client.call(contract.readConformance, { query: RANGE });
    expect(conformance).toMatchObject({ journeys: 14, conforming: 13, deviations: [{ kind: 'skipped', code: 'assign-bed', n: 1 }], least: [{ deviations: ['“Assign bed” was left out.'] }] });
    const ofRole = (role: Role) => manager.client.call(contract.readConformance, { query: { ...RANGE, role } });
    expect(await ofRole(taskType('assign-bed').role)).toEqual(conformance);
    expect(await ofRole('coder')).toEqual({ ...conformance, deviations: [] });
  });

  test('no figure names a patient, and nobody sees them whose work they are not', async () => {
    for (const role of ['nurse', 'physician', 'billing', 'patient'] as const) await expect((await api.as(role)).client.call(contract.readCycleTimes, { query: {} })).rejects.toMatchObject({ status: 403 });
    const patients = await rows<{ id: string }>('SELECT id FROM patients');
    const seen = JSON.stringify([await times(), await manager.client.call(contract.readConformance, { query: RANGE })]);
    expect(patients.some(({ id }) => seen.includes(id))).toBe(false);
  });
});

describe('what is to come, and what was to be expected', () => {
  const past = async (patientId: string, code: string, from: string, days: number) => {
    const start = new Date(from);
    await Encounter.create({ id: newId(), patientId, classCode: 'IMP', status: 'finished', periodStart: start, periodEnd: new Date(start.getTime() + days * 86_400_000), reasonSystem: 'ICD10CM', reasonCode: code, source: 'synthea', sourceId: newId() });
  };

  test('stays are held against imported ones of the same diagnosis, and of too few no ratio is told', async () => {
    for (let n = 0; n < 30; n += 1) {
      const { id } = await makePatient(api.database);
      await past(id, 'J18.9', `2024-01-${String(1 + (n % 28)).padStart(2, '0')}T00:00:00Z`, 4);
      if (n < 6) await past(id, 'J18.9', '2024-01-25T00:00:00Z', 4);
    }
    const told = await manager.client.call(contract.readOutcomes, { query: RANGE });
    expect(told).toMatchObject({ pastStays: 36, all: { stays: 13, readmitted: 0, ratio: null, observedDays: expect.closeTo(3180 / 1440, 5), expectedDays: expect.closeTo(4, 5) } });
    expect(told.all.expectedReadmitted).toBeCloseTo(13 * 6 / 36, 5);
    expect((await manager.client.call(contract.readOutcomes, { query: { ...RANGE, payerId: payer.payerId, wardId: wards[1] } })).all.stays).toBe(6);
    await expect(manager.client.call(contract.readOutcomes, { query: { role: 'nurse' } })).rejects.toMatchObject({ status: 400 });
  });

  test('a forecast is told with its error on weeks held back beside the naive one’s, or not at all', async () => {
    const tooShort = await manager.client.call(contract.readForecasts, {});
    expect(tooShort.staff.find(({ label }) => label === 'Registrar')).toMatchObject({ ahead: [], errors: { seasonal: null, naive: null } });
    await makePathway(api.database, stay(-30));
    await catchUp();
    const told = await manager.client.call(contract.readForecasts, {});
    for (const { errors, ahead } of [told.beds, ...told.staff]) expect(ahead.length > 0).toBe(errors.seasonal !== null && errors.naive !== null);
    expect(told.staff.map(({ label }) => label)).toContain('Registrar');
    const registrar = told.staff.find(({ label }) => label === 'Registrar');
    expect(registrar?.ahead).toHaveLength(14);
    expect(told.cash.weeks).toHaveLength(8);
  });

  test('beds and hours of a ward are told of its own, beside the beds it has', async () => {
    const { wardId, bedIds } = await makeWard(4);
    const { journeyId } = await makeJourney(api.database, { wardId });
    // Twelve weeks in which two patients lie there from Monday to Friday and one at weekends.
    const nights = Array.from({ length: 84 }, (_, n) => n).flatMap((n) => Array.from({ length: n % 7 < 5 ? 2 : 1 }, () => n));
    const midnight = (back: number): Date => new Date(Date.UTC(2026, 5, 30) - back * 86_400_000);
    await EncounterLocation.bulkCreate(nights.map((n, index) => ({ id: newId(), encounterId: journeyId, bedId: bedIds[index % 4] ?? '', wardId, status: 'completed', periodStart: new Date(midnight(83 - n).getTime() - 3_600_000), periodEnd: new Date(midnight(83 - n).getTime() + 3_600_000) })));
    const ward = (await manager.client.call(contract.readForecasts, {})).wards.find(({ id }) => id === wardId);
    expect(ward).toMatchObject({ inUse: 4, beds: { errors: { seasonal: { mae: 0 }, naive: { mae: 0 } } } });
    expect(ward?.beds.ahead.map(({ value }) => value)).toEqual([2, 2, 2, 2, 2, 1, 1, 2, 2, 2, 2, 2, 1, 1]);
    const alone = await manager.client.call(contract.readForecasts, { query: { wardId } });
    expect([alone.wards, alone.beds.ahead, alone.staff]).toEqual([[], ward?.beds.ahead, []]);
    for (const n of [40, 41]) await makePathway(api.database, stay(n));
    await catchUp();
    const registrars = (query: object) => manager.client.call(contract.readForecasts, { query }).then(({ staff }) => staff.find(({ label }) => label === 'Registrar')?.past.reduce((sum, { value }) => sum + value, 0) ?? 0);
    expect((await registrars({ wardId: wards[0] })) + (await registrars({ wardId: wards[1], payerId: payer.payerId }))).toBeCloseTo(await registrars({}), 6);
    expect(await registrars({ wardId: wards[1], payerId: payer.payerId })).toBeGreaterThan(0);
    await expect(manager.client.call(contract.readForecasts, { query: { wardId: newId() } })).rejects.toMatchObject({ status: 400, problem: { errors: [{ message: 'There is no such ward.' }] } });
  });
});

describe('projection', () => {
  test('counts nothing twice, however often a change is told', async () => {
    const before = await figures();
    await rows('INSERT INTO analytics_changes (journey_id, at) SELECT journey_id, UTC_TIMESTAMP(3) FROM journey_events');
    await catchUp();
    expect(await figures()).toEqual(before);
  });

  test('with two at it, and journeys arriving meanwhile, comes to the same as a rebuild from nothing', async () => {
    const arriving = (async () => {
      for (let n = 20; n < 26; n += 1) await makePathway(api.database, stay(n));
    })();
    let isOver = false;
    const projectors = [0, 1].map(async () => {
      while (!isOver) await projectChanges(api.database, clock);
    });
    await arriving;
    isOver = true;
    await Promise.all(projectors);
    await catchUp();
    const followed = await figures();
    expect(await rebuildAnalytics(api.database, clock)).toBe(25);
    expect(await figures()).toEqual(followed);
  });

  test('follows a correction: a journey that moves to another ward takes its figures along', async () => {
    const [journey] = await rows<{ id: string }>(`SELECT id FROM journeys WHERE ward_id = '${wards[0]}' AND status = 'closed' ORDER BY started_at DESC LIMIT 1`);
    const count = async (wardId: string | undefined) => (await times({ wardId, kind: 'journey' })).rows[0]?.n ?? 0;
    const before = [await count(wards[0]), await count(wards[1])] as const;
    await rows(`UPDATE journeys SET ward_id = '${wards[1]}' WHERE id = '${journey?.id}'`);
    await rows(`INSERT INTO journey_events (journey_id, stage, activity, actor_kind, at, dedup_id) VALUES ('${journey?.id}', 'treatment', 'bed-changed', 'workflow', UTC_TIMESTAMP(3), '${newId()}')`);
    await catchUp();
    expect([await count(wards[0]), await count(wards[1])]).toEqual([before[0] - 1, before[1] + 1]);
    const stored = await rows<{ n: number; sketch: string }>('SELECT n, sketch FROM analytics_days');
    for (const { n, sketch } of stored) expect(Object.values(JSON.parse(sketch) as Sketch).reduce((sum, count_) => sum + count_, 0)).toBe(Number(n));
  });

  test('says how far behind it is', async () => {
    await rows('INSERT INTO analytics_changes (journey_id, at) SELECT id, UTC_TIMESTAMP(3) FROM journeys LIMIT 3');
    expect(await manager.client.call(contract.readAnalyticsFreshness, {})).toMatchObject({ behind: 3 });
    await catchUp();
    expect(await manager.client.call(contract.readAnalyticsFreshness, {})).toMatchObject({ behind: 0, lagP95Ms: expect.any(Number) });
  });
});

describe('impossible questions are refused in a sentence', () => {
  test.each([
    ['a range the wrong way round', { from: '2026-06-02', to: '2026-06-01' }, 'The first day lies after the last.'],
    ['more than two years', { from: '2020-01-01', to: '2026-06-01' }, 'Two years are the longest that can be looked at.'],
    ['a last day long ago with no first', { to: '0001-01-01' }, 'The last day must lie between 1900 and 2199.'],
    ['a first day in the far future', { from: '2150-01-01' }, 'The first day lies after the last.'],
    ['a ward that is none', { wardId: newId() }, 'There is no such ward.'],
    ['a payer that is none', { payerId: newId() }, 'There is no such payer.'],
    ['stages of a role', { role: 'nurse' }, 'Only tasks belong to a role: look at tasks.'],
    ['stages by role', { by: 'role' }, 'Only tasks belong to a role: look at tasks.'],
  ])('%s', async (_name, query, message) => {
    await expect(manager.client.call(contract.readCycleTimes, { query: query as object })).rejects.toMatchObject({ status: 400, problem: { errors: [{ message }] } });
  });

  test.each([{ from: '2026-02-30' }, { kind: 'weather' }, { diagnosis: 'nonsense' }, { from: "2026-01-01' OR 1=1" }])('%j', async (query) => {
    await expect(manager.client.call(contract.readCycleTimes, { query: query as object })).rejects.toMatchObject({ status: 400 });
  });
});

describe('what is counted by day', () => {
  const chance = new Chance('daily counts');
  const pick = <T>(from: readonly T[]): T => from[chance.between(0, from.length - 1)] as T;
  const DAY_MS = 86_400_000;
  const first = Math.floor(NOW.getTime() / DAY_MS) - 20;
  const at = (): Date => new Date(first * DAY_MS + chance.between(-4, 24) * DAY_MS + pick([0, 1, 12 * 3_600_000, DAY_MS - 1]));
  const maybe = <T>(value: () => T): T | null => (chance.happens(0.3) ? null : value());
  const act = () => ({ database: api.database, transaction: null });
  const isThere = (midnight: number) => ({ periodStart, periodEnd }: { periodStart: Date; periodEnd: Date | null }) => periodStart.getTime() < midnight && (periodEnd === null || periodEnd.getTime() >= midnight);
  const visit = () => ({ classCode: pick(['IMP', 'IMP', 'AMB']), status: pick(['in-progress', 'finished', 'cancelled']), periodStart: at(), periodEnd: maybe(at) });
  const lying = (wardId: string) => ({ wardId, status: pick(['completed', 'completed', 'cancelled']), periodStart: at(), periodEnd: maybe(at) });

  test('comes to what every stay and bed says by itself, through corrections, removals and folding', async () => {
    const [patient, { wardId, bedIds }, other] = [await makePatient(api.database), await makeWard(2), await makeWard(1)];
    const visits = Array.from({ length: 60 }, () => ({ id: newId(), patientId: patient.id, source: 'synthea', ...visit() }));
    await Encounter.bulkCreate(visits.map((one) => ({ ...one, sourceId: one.id })));
    const beds = visits.map(({ id }) => ({ id: newId(), encounterId: id, bedId: bedIds[0] ?? '', ...lying(wardId) }));
    await EncounterLocation.bulkCreate(beds);
    await foldDailyCounts(api.database, 1);
    for (const one of visits.slice(0, 15)) await Encounter.update(visit(), { where: { id: one.id } });
    for (const one of beds.slice(0, 15)) await EncounterLocation.update(lying(pick([wardId, other.wardId])), { where: { id: one.id } });
    await EncounterLocation.destroy({ where: { encounterId: visits.slice(50).map(({ id }) => id) } });
    await Encounter.destroy({ where: { id: visits.slice(50).map(({ id }) => id) } });
    const last = first + 22;
    const stays = await Encounter.findAll({ where: { classCode: 'IMP', status: ['in-progress', 'finished'], source: 'synthea' } });
    const locations = await EncounterLocation.findAll({ where: { wardId, status: ['active', 'completed'] } });
    for (const folds of [false, true]) {
      if (folds) await foldDailyCounts(api.database, 1);
      const counts = await readDailyCounts(act(), ['visit', 'stay-from', 'stay-to', 'bed-from', 'bed-to'], first);
      const midnights = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * DAY_MS);
      expect(midnightsOf(counts('stay-from', 'imported'), counts('stay-to', 'imported'), first, last)).toEqual(midnights.map((midnight) => stays.filter(isThere(midnight)).length));
      expect(midnightsOf(counts('bed-from', wardId), counts('bed-to', wardId), first, last)).toEqual(midnights.map((midnight) => locations.filter(isThere(midnight)).length));
      const begun = await rows<{ day: string; n: number }>(`SELECT DATE_FORMAT(period_start, '%Y-%m-%d') AS day, COUNT(*) AS n FROM encounters WHERE source <> 'careway' AND period_start >= '${new Date(first * DAY_MS).toISOString().slice(0, 10)}' GROUP BY 1`);
      expect([...counts('visit', 'imported').on].filter(([, n]) => n > 0).sort()).toEqual(begun.map(({ day: on, n }) => [Date.parse(on) / DAY_MS, Number(n)]).sort());
    }
  });

  test('of claims is what each claim and its first answer say', async () => {
    const [patient, accountId] = [await makePatient(api.database), newId()];
    await rows(`INSERT INTO accounts (id, number, patient_id) VALUES ('${accountId}', 'D-${accountId.slice(-8)}', '${patient.id}')`);
    const sql = (time: Date | null): string => (time ? `'${time.toISOString().replace('T', ' ').replace('Z', '')}'` : 'NULL');
    for (let n = 0; n < 40; n += 1) {
      const id = newId();
      await rows(`INSERT INTO claims (id, number, patient_id, account_id, payer_id, plan_id, type, status, service_from, service_through, charge_cents, submitted_at)
        VALUES ('${id}', 'D${id.slice(-8)}', '${patient.id}', '${accountId}', '${payer.payerId}', '${payer.planId}', 'institutional', 'submitted', '2026-01-01', '2026-01-02', ${n * 1_000}, ${sql(at())})`);
      if (chance.happens(0.6)) for (const _ of [1, 2]) await rows(`INSERT INTO claim_events (claim_id, kind, actor_kind, at, dedup_id) VALUES ('${id}', 'remitted', 'payer', ${sql(at())}, '${newId()}')`);
      await rows(`UPDATE claims SET paid_cents = ${pick([0, 4_000])}, closed_at = ${sql(chance.happens(0.3) ? at() : null)}, status = '${pick(['submitted', 'paid', 'voided'])}' WHERE id = '${id}'`);
      if (n % 8 === 0) await foldDailyCounts(api.database, 1);
    }
    const counted = await rows(`SELECT payer_id, DATE_FORMAT(submitted_on, '%Y-%m-%d') AS sent, DATE_FORMAT(answered_on, '%Y-%m-%d') AS answered, CAST(SUM(n) AS SIGNED) AS n, CAST(SUM(unpaid) AS SIGNED) AS unpaid, CAST(SUM(charge_cents) AS SIGNED) AS charge, CAST(SUM(paid_cents) AS SIGNED) AS paid
      FROM (SELECT payer_id, submitted_on, answered_on, n, unpaid, charge_cents, paid_cents FROM claim_days UNION ALL SELECT payer_id, submitted_on, answered_on, n, unpaid, charge_cents, paid_cents FROM claim_day_changes) x GROUP BY 1, 2, 3 HAVING SUM(n) > 0 ORDER BY 1, 2, 3`);
    const told = await rows(`SELECT payer_id, DATE_FORMAT(submitted_at, '%Y-%m-%d') AS sent, COALESCE(DATE_FORMAT(COALESCE((SELECT MIN(e.at) FROM claim_events e WHERE e.claim_id = c.id AND e.kind = 'remitted'), closed_at), '%Y-%m-%d'), '9999-12-31') AS answered,
      COUNT(*) AS n, CAST(SUM(paid_cents = 0) AS SIGNED) AS unpaid, CAST(SUM(charge_cents) AS SIGNED) AS charge, CAST(SUM(paid_cents) AS SIGNED) AS paid FROM claims c WHERE submitted_at IS NOT NULL AND status NOT IN ('voided', 'entered-in-error') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`);
    expect(counted).toEqual(told);
    expect(told.length).toBeGreaterThan(5);
  });
});
