import { contract } from '../../api/client';
import { makePatient } from '../factories/hospital';
import { makePayer, makeStay } from '../factories/money';
import { type TestApi } from '../support/api';
import { BillingDriver } from '../support/billing';

// In New York an evening is the next day in UTC. Read once per process, before the first day is asked for.
process.env['CAREWAY_TIME_ZONE'] = 'America/New_York';
const DAY_MS = 86_400_000;

let api: TestApi;
let billing: BillingDriver;
beforeAll(async () => {
  billing = await BillingDriver.open();
  ({ api } = billing);
});
afterAll(() => api.stop());

/** A midnight of UTC some days ago and so many minutes. */
const ago = (days: number, minutes: number): string => new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - days * DAY_MS + minutes * 60_000).toISOString();
const dayBefore = (iso: string): string => new Date(Date.parse(iso) - DAY_MS).toISOString().slice(0, 10);

describe('the days that are billed are the hospital’s', () => {
  test('a stay from one evening to another is billed from the evening’s date, with the nights the patient slept there, and the 837 says the hour on the wall', async () => {
    // 02:30 and 03:30 in UTC: between 21:30 and 23:30 of the evening before, in summer and in winter.
    const [from, to] = [ago(9, 150), ago(7, 210)];
    const stay = await makeStay(api.database, { payer: await makePayer(api.database), at: [from, to], doses: 2 });
    const [first, last] = [dayBefore(from), dayBefore(to)];
    const { claimId, submissionId } = await billing.send(stay.encounterId);
    expect(await billing.rows("SELECT units, CAST(service_date AS CHAR) AS day FROM charge_items WHERE encounter_id = ? AND category = 'room'", [stay.encounterId])).toEqual([{ units: 2, day: first }]);
    expect(await billing.rows("SELECT DISTINCT CAST(service_date AS CHAR) AS day FROM charge_items WHERE encounter_id = ? AND category <> 'room'", [stay.encounterId])).toEqual([{ day: first }]);
    expect(await billing.rows('SELECT CAST(service_from AS CHAR) AS first, CAST(service_through AS CHAR) AS last FROM claims WHERE id = ?', [claimId])).toEqual([{ first, last }]);
    const { content } = await (await api.as('billing')).client.call(contract.readSubmission, { params: { claimId, submissionId } });
    const bare = (day: string) => day.replaceAll('-', '');
    expect(content).toContain(`DTP*434*RD8*${bare(first)}-${bare(last)}~`);
    expect(content).toMatch(new RegExp(`DTP\\*435\\*DT\\*${bare(first)}(2130|2230)~`));
    expect(content).toMatch(/DTP\*096\*TM\*(2230|2330)~/);
    await billing.expectSound();
  });

  test('a claim may be filed until the last day is over by the hospital’s clocks', async () => {
    const stay = await makeStay(api.database, { payer: await makePayer(api.database), at: [ago(9, 150), ago(7, 210)], doses: 1 });
    const claimId = await billing.prepare(stay.encounterId);
    const [{ limit, end } = { limit: '', end: new Date(0) }] = await billing.rows<{ limit: string; end: Date }>('SELECT CAST(timely_filing_on AS CHAR) AS `limit`, next_deadline_at AS end FROM claims WHERE id = ?', [claimId]);
    expect(end.toLocaleString('sv-SE', { timeZone: 'America/New_York' })).toBe(`${limit} 23:59:59`);
  });

  test('somebody is in bed at the midnights of the ward’s clock', async () => {
    const stay = await makeStay(api.database, { at: [ago(2, 150), ago(1, 150)] });
    const [{ wardId } = { wardId: '' }] = await billing.rows<{ wardId: string }>('SELECT ward_id AS wardId FROM encounters WHERE id = ?', [stay.encounterId]);
    const { wards } = await (await api.as('manager')).client.call(contract.readCensus, { query: { wardId, days: 5 } });
    expect(wards[0]?.days.filter(({ patients }) => patients > 0)).toEqual([{ date: ago(2, 0).slice(0, 10), patients: 1 }]);
  });

  test('a child born this evening is not of tomorrow, and one of tomorrow is refused', async () => {
    const { client } = await api.as('registrar');
    const { id } = await makePatient(api.database, { birthDate: '2026-01-01' });
    const known = await client.call(contract.readPatient, { params: { patientId: id } });
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(new Date());
    const tomorrow = new Date(Date.parse(today) + DAY_MS).toISOString().slice(0, 10);
    const change = (birthDate: string) => client.call(contract.changePatient, { params: { patientId: id }, body: { version: known.version, birthDate } });
    await expect(change(tomorrow)).rejects.toMatchObject({ status: 400 });
    expect(await change(today)).toMatchObject({ birthDate: today });
  });
});
