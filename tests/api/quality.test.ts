import { contract } from '../../api/client';
import { newId } from '../../db/newId';
import { makeJourney, makeWard } from '../factories/hospital';
import { type TestApi, startTestApi } from '../support/api';
import { BillingDriver } from '../support/billing';

let api: TestApi;
let record: BillingDriver;
const NOW = new Date('2025-05-20T12:00:00Z');
beforeAll(async () => {
  api = await startTestApi({ clock: () => NOW });
  record = await BillingDriver.start(api);
});
afterAll(() => api.stop());

describe('the measures', () => {
  test('are computed from what is on record: events, hours in bed, doses, handovers and read-backs of the ward and month', async () => {
    const [here, elsewhere] = [await makeWard(1), await makeWard(1)];
    const { journeyId, patient } = await makeJourney(api.database, { wardId: here.wardId, bedId: here.bedIds[0] ?? '' });
    await record.rows("UPDATE encounter_locations SET period_start = '2025-05-10 12:00:00', period_end = '2025-05-15 12:00:00', status = 'completed' WHERE encounter_id = ?", [journeyId]); // five days
    const nurse = await api.as('nurse');
    const report = (body: object) => nurse.client.call(contract.reportSafetyEvent, { idempotencyKey: newId(), body: { kind: 'fall', harm: 'mild', occurredAt: '2025-05-12T08:00:00Z', wardId: here.wardId, narrative: 'Slipped.', ...body } });
    await report({});
    await report({ kind: 'medication-error', detail: 'merp-d' });
    await report({ occurredAt: '2025-04-12T08:00:00Z' }); // another month
    await report({ wardId: elsewhere.wardId }); // another ward
    const medicineId = newId();
    await record.rows("INSERT INTO medication_requests (id, patient_id, encounter_id, system_code, code, status, authored_at) VALUES (?, ?, ?, 'RXNORM', '243670', 'active', NOW(3))", [medicineId, patient.id, journeyId]);
    for (const [dose, status] of [[1, 'completed'], [2, 'completed'], [3, 'not-done']] as const) {
      await record.rows("INSERT INTO medication_administrations (id, patient_id, encounter_id, medication_request_id, dose_number, due_at, status, given_at) VALUES (?, ?, ?, ?, ?, '2025-05-11 08:00:00', ?, '2025-05-11 08:05:00')", [newId(), patient.id, journeyId, medicineId, dose, status]);
    }
    for (const [shift, isAccepted] of [['day', true], ['night', false]] as const) {
      const id = newId();
      await record.rows("INSERT INTO shift_handovers (id, encounter_id, ward_id, shift_date, shift, status, sbar_enc, given_by, given_at, accepted_by, accepted_at) VALUES (?, ?, ?, '2025-05-11', ?, ?, ?, ?, '2025-05-11 18:00:00', ?, ?)", [
        id, journeyId, here.wardId, shift, isAccepted ? 'accepted' : 'given', api.database.cipher.seal({ table: 'shift_handovers', column: 'sbar_enc', id }, '{}'), nurse.id, isAccepted ? nurse.id : null, isAccepted ? new Date() : null,
      ]);
    }
    for (const [doneAt, status] of [['2025-05-11 09:00:00', 'completed'], ['2025-05-11 11:00:00', 'completed'], [null, 'requested'], [null, 'cancelled']] as const) {
      const id = newId();
      await record.rows("INSERT INTO tasks (id, dedup_id, encounter_id, patient_id, type, role, due_at, status, completed_at, created_at) VALUES (?, ?, ?, ?, 'acknowledge-critical-result', 'physician', '2025-05-11 10:00:00', ?, ?, '2025-05-11 08:00:00')", [id, id, journeyId, patient.id, status, doneAt]);
    }
    const manager = await api.as('manager');
    const { indicators, months } = await manager.client.call(contract.readIndicators, { query: { months: 2, wardId: here.wardId } });
    const may = (name: string) => indicators.find((one) => one.name === name)?.months[1];
    expect(months).toEqual(['2025-04', '2025-05']);
    expect(may('falls')).toEqual({ month: '2025-05', numerator: 1, denominator: 5, value: 200 });
    expect(may('falls-with-injury')).toMatchObject({ numerator: 1, value: 200 });
    expect(may('medication-errors')).toEqual({ month: '2025-05', numerator: 1, denominator: 2, value: 500 });
    expect(may('hand-offs')).toEqual({ month: '2025-05', numerator: 1, denominator: 2, value: 50 });
    expect(may('critical-results')).toEqual({ month: '2025-05', numerator: 1, denominator: 3, value: 33.33 }); // in time, late, and never
    expect(indicators.find(({ name }) => name === 'falls')?.months[0]).toMatchObject({ numerator: 1, denominator: 0, value: null });
    const house = await manager.client.call(contract.readIndicators, { query: { months: 2 } });
    expect(house.indicators.find(({ name }) => name === 'falls')).toMatchObject({ whole: { numerator: 3, denominator: 5 }, wards: [{ id: here.wardId, numerator: 2 }, { id: elsewhere.wardId, numerator: 1, value: null }] });
  });
});
