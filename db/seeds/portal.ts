import { QueryTypes, type Transaction } from 'sequelize';
import { type Database } from '../connect';
import { stableId } from '../stableId';
import { seedSecondFactor } from './secondFactor';
import { type Passwords, type SeededLogin, seedUsers } from './staff';

const PORTAL = { id: stableId('staff', 'patient'), username: 'patient' };

/**
 * The portal login of one imported patient: somebody living who has been in hospital, and longest ago the last time, so
 * that the demonstration's own journeys find others first. None as long as there is no such patient.
 */
export async function seedPortalLogin(db: Database, passwords: Passwords, transaction: Transaction, reset = false): Promise<SeededLogin[]> {
  const [patient] = await db.sequelize.query<{ id: string; nameEnc: Buffer }>(
    `SELECT p.id, p.name_enc AS nameEnc FROM patients p JOIN encounters e ON e.patient_id = p.id AND e.class_code = 'IMP' AND e.source = 'synthea'
     WHERE p.source = 'synthea' AND p.deceased_at IS NULL AND p.deleted_at IS NULL GROUP BY p.id, p.name_enc ORDER BY MAX(e.period_start), p.id LIMIT 1`,
    { type: QueryTypes.SELECT, transaction },
  );
  if (!patient) return [];
  const name = JSON.parse(db.cipher.open({ table: 'patients', column: 'name_enc', id: patient.id }, patient.nameEnc)) as { family: string; given: string[] };
  const displayName = [name.given[0], name.family].filter(Boolean).join(' ').slice(0, 120);
  const [login] = await seedUsers([{ ...PORTAL, displayName, role: 'patient', email: 'patient@careway.example', phone: null, patientId: patient.id }], passwords, transaction, reset);
  return login ? [{ ...login, totpSecret: await seedSecondFactor(db, PORTAL.id, transaction) }] : [];
}
