import { contract } from '../../api/client';
import { newId } from '../../db/newId';
import { makePatient } from '../factories/hospital';
import { makeCrosswalk, makeHospital, makePayer, makeStay } from '../factories/money';
import { type TestApi, startTestApi } from '../support/api';
import { BillingDriver } from '../support/billing';
import { careway } from '../support/careway';
import { problemOf } from '../support/problem';

let api: TestApi;
let record: BillingDriver;
beforeAll(async () => {
  api = await startTestApi();
  record = await BillingDriver.start(api);
  await makeHospital();
  await makeCrosswalk();
});
afterAll(() => api.stop());

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
