import { createHash } from 'node:crypto';
import { QueryTypes, type Transaction } from 'sequelize';
import { zoneOfHospital } from '../../domain/calendar/zone';
import { type Database } from '../connect';
import { shiftAt } from '../../domain/shifts/times';
import { BulkConnection } from '../importers/bulk';
import { Organization, Payer, Plan, ServiceToken } from '../models';
import { npiOf, stableDigits, stableId } from '../stableId';
import { loadCrosswalk } from './crosswalk';
import { planRules } from './plans';
import { seedPortalLogin } from './portal';
import { type Passwords, type SeededLogin, seedStaff } from './staff';
import { seedShifts } from './shifts';
import { seedWards } from './wards';

export interface HospitalSeed {
  /** One for everybody, or one by username; only hashes are kept. */
  readonly passwords: Passwords;
  /** What worker and notifier show the API; kept as SHA-256. Left alone when not given. */
  readonly serviceToken?: string;
  /** Give people who are there already their password anew (the launcher has made new ones). */
  readonly resetPasswords?: boolean;
}

/** The hospital itself. Its tax number is of a prefix the IRS does not give out. */
const HOSPITAL = {
  id: stableId('organization', 'own'), name: 'Careway General Hospital', npi: npiOf(`1${stableDigits(8, 0, 'organization', 'own')}`), taxId: '690000001',
  taxonomy: '282N00000X', address: { line: '1 Harbor Way', city: 'Boston', state: 'MA', postalCode: '021271000' } as object, phone: '617-555-0100', isOwn: true,
};

const SELF_PAY = { payer: stableId('payer', 'SELFPAY'), plan: stableId('plan', 'SELFPAY') };
const SERVICE = { id: stableId('service', 'careway-services'), name: 'careway-services' };

/**
 * The hospital before its first patient: itself, wards and beds, people, the crosswalk, the plan of those who have none.
 * Safe to run again: what is there stays. A patient's portal login is made as soon as there is a patient to link it to.
 */
export async function seedHospital(db: Database, { passwords, serviceToken, resetPasswords = false }: HospitalSeed): Promise<SeededLogin[]> {
  return db.sequelize.transaction(async (transaction) => {
    await Organization.bulkCreate([HOSPITAL], { ignoreDuplicates: true, transaction });
    await seedWards(transaction);
    await loadCrosswalk(BulkConnection.of(transaction));
    await Payer.bulkCreate([{ id: SELF_PAY.payer, payerIdentifier: 'SELFPAY', name: 'Self-pay', kind: 'self-pay' }], { ignoreDuplicates: true, transaction });
    await Plan.bulkCreate([{ id: SELF_PAY.plan, payerId: SELF_PAY.payer, code: 'SELFPAY-1', name: 'No insurance', rules: planRules('self-pay') }], { ignoreDuplicates: true, transaction });
    if (serviceToken) await seedServiceToken(db, serviceToken, transaction);
    const staff = await seedStaff(db, passwords, transaction, resetPasswords);
    const zone = zoneOfHospital(process.env['CAREWAY_TIME_ZONE']);
    await seedShifts(db, transaction, new Date(Date.now() - 86_400_000).toISOString().slice(0, 10), shiftAt(Date.now(), zone).shift);
    return [...staff, ...(await seedPortalLogin(db, passwords, transaction, resetPasswords))];
  });
}

/** One token has one row: when the migration job has put it on record under a name of its own, that row does. */
async function seedServiceToken(db: Database, token: string, transaction: Transaction): Promise<void> {
  const tokenHash = createHash('sha256').update(token).digest();
  const [known] = await db.sequelize.query<{ id: string }>('SELECT id FROM service_tokens WHERE token_hash = ?', { type: QueryTypes.SELECT, replacements: [tokenHash], transaction });
  if (known) return;
  const [changed] = await ServiceToken.update({ tokenHash }, { where: { id: SERVICE.id }, transaction });
  if (changed === 0) await ServiceToken.create({ ...SERVICE, tokenHash }, { transaction });
}
