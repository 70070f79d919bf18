import { type Database } from '../../db/connect';
import { BulkConnection, type SqlValue } from '../../db/importers/bulk';
import { newId } from '../../db/newId';
import { makePatient } from '../factories/hospital';
import { type MadePayer } from '../factories/money';
import { kindAt, numberAt } from './bigRemittance';

const PATIENTS = 200;

/** Claims as they stand with the payer when its big remittance comes, each with an account, lines and the charge in the ledger. */
export async function fillClaims(database: Database, { payerId, planId }: MadePayer, count: number): Promise<void> {
  const patients: string[] = [];
  for (let n = 0; n < PATIENTS; n += 1) patients.push((await makePatient(database)).id);
  await database.sequelize.transaction(async (transaction) => {
    const bulk = BulkConnection.of(transaction);
    const accounts = patients.map((patientId, n) => ({ id: newId(), patientId, number: `BIG-${n}` }));
    await bulk.insert('accounts', ['id', 'number', 'patient_id'], accounts.map(({ id, number, patientId }) => [id, number, patientId]));
    const [claims, lines, operations, entries]: [SqlValue[][], SqlValue[][], SqlValue[][], SqlValue[][]] = [[], [], [], []];
    for (let index = 0; index < count; index += 1) {
      const [id, operationId, account, kind] = [newId(), newId(), accounts[index % PATIENTS], kindAt(index)];
      if (!account) continue;
      const day = kind.lines[0]?.service?.from ?? kind.statement?.from ?? '2026-02-10';
      claims.push([id, numberAt(index), account.patientId, account.id, payerId, planId, kind.facilityCode === '11' ? 'institutional' : 'professional', 'submitted', day, kind.statement?.through ?? day, kind.chargeCents, `${day} 12:00:00`]);
      kind.lines.forEach((line, at) => {
        const { code, modifiers } = line.submittedProcedure ?? line.procedure;
        lines.push([newId(), id, at + 1, code, JSON.stringify(modifiers), line.paidUnits || 1, line.chargeCents, day]);
      });
      operations.push([operationId, 'charge', `bench/${id}`, `${day} 12:00:00`]);
      for (const [name, cents] of [['receivable-payer', kind.chargeCents], ['revenue', -kind.chargeCents]] as const) entries.push([operationId, name, account.id, cents, `${day} 12:00:00`]);
    }
    await bulk.insert('claims', ['id', 'number', 'patient_id', 'account_id', 'payer_id', 'plan_id', 'type', 'status', 'service_from', 'service_through', 'charge_cents', 'submitted_at'], claims);
    await bulk.insert('claim_lines', ['id', 'claim_id', 'number', 'procedure_code', 'modifiers', 'units', 'charge_cents', 'service_date'], lines);
    await bulk.insert('ledger_operations', ['id', 'kind', 'dedup_id', 'posted_at'], operations);
    await bulk.insert('ledger_entries', ['operation_id', 'ledger_account', 'account_id', 'cents', 'posted_at'], entries);
  });
}
