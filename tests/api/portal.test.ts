import { contract } from '../../api/client';
import { newId } from '../../db/newId';
import { Appointment } from '../../db/models';
import { makePatient, type MadePatient } from '../factories/hospital';
import { type TestApi, type TestUser, startTestApi } from '../support/api';
import { problemOf } from '../support/problem';

let api: TestApi;
let patient: MadePatient;
let self: TestUser;
const HOUR = 3_600_000;

beforeAll(async () => {
  api = await startTestApi();
  patient = await makePatient(api.database);
  self = await api.asPatient(patient.id);
  const at = (hours: number) => new Date(Date.now() + hours * HOUR);
  for (const [hours, status] of [[48, 'booked'], [24, 'booked'], [-48, 'fulfilled'], [72, 'cancelled']] as const) {
    await Appointment.create({ id: newId(), patientId: patient.id, kind: 'follow-up', status, startsAt: at(hours), endsAt: at(hours + 1) });
  }
});
afterAll(() => api.stop());

const read = (user: TestUser, patientId: string) => user.client.call(contract.readPortal, { params: { patientId } });

describe('the patient’s first page', () => {
  test('shows appointments to come, soonest first, and what is owed', async () => {
    const portal = await read(self, patient.id);
    expect(portal.appointments.map(({ startsAt }) => Math.round((Date.parse(startsAt) - Date.now()) / HOUR))).toEqual([24, 48]);
    expect(portal.balance).toEqual({ patientCents: 0, insurancePendingCents: 0 });
    expect(portal.invoices).toEqual([]);
  });

  test('another patient’s page is not there, whoever asks', async () => {
    const other = await makePatient(api.database);
    expect((await problemOf(read(self, other.id))).status).toBe(404);
    expect((await problemOf(read(self, newId()))).status).toBe(404);
  });

  test('a nurse sees no balances', async () => {
    expect((await problemOf(read(await api.as('nurse'), patient.id))).status).toBe(403);
    expect((await read(await api.as('billing'), patient.id)).appointments).toHaveLength(2);
  });
});
