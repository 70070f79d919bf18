import { verify } from '@node-rs/argon2';
import { createHash } from 'node:crypto';
import { QueryTypes } from 'sequelize';
import { isNpi } from '../../../db/stableId';
import { seedDemonstration, seedHospital } from '../../../db/seeds';
import { planRules, PAYER_KINDS, type PayerKind } from '../../../db/seeds/plans';
import { adjudicate } from '../../../domain/adjudication';
import { ROLES } from '../../../domain/roles';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { ID, removeExports, wholeExport, writeExport } from '../importers/smallExport';

const TOKEN = 'a-service-token-of-more-than-32-characters';
let db: TestDatabase;

beforeAll(async () => { db = await createTestDatabase(); });
afterAll(async () => {
  removeExports();
  await db.drop();
});

const select = <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> => db.database.sequelize.query<T>(sql, { type: QueryTypes.SELECT, replacements: values });
const count = async (table: string, where = '1 = 1'): Promise<number> => Number((await select<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`))[0]?.n);
const TABLES = ['organizations', 'wards', 'rooms', 'beds', 'staff_users', 'staff_roles', 'staff_wards', 'practitioners', 'payers', 'plans', 'code_crosswalk', 'service_tokens', 'patients'];
const counts = () => Promise.all(TABLES.map((table) => count(table)));

describe('the hospital before its first patient', () => {
  it('has wards, sixty clean beds, and people for every role but the patient’s', async () => {
    const logins = await seedHospital(db.database, { passwords: 'first-password', serviceToken: TOKEN });
    expect(new Set(logins.map(({ role }) => role))).toEqual(new Set(ROLES.filter((role) => role !== 'patient' && role !== 'service')));
    expect(new Set(logins.map(({ username }) => username)).size).toBe(logins.length);
    expect(await count('wards')).toBe(6);
    expect(await count('beds', "operational_status = 'U'")).toBe(60);
    expect(await select('SELECT w.code FROM wards w LEFT JOIN staff_wards s ON s.ward_id = w.id LEFT JOIN staff_roles r ON r.user_id = s.user_id GROUP BY w.code HAVING SUM(r.role = \'nurse\') < 2 OR SUM(r.role = \'charge-nurse\') < 2')).toEqual([]);
  });

  it('is an organization that payers can read, with physicians that sign', async () => {
    const [own] = await select<{ npi: string; tax_id: string; taxonomy: string }>('SELECT npi, tax_id, taxonomy FROM organizations WHERE is_own = 1');
    expect(own).toMatchObject({ taxonomy: '282N00000X', tax_id: expect.stringMatching(/^\d{9}$/) });
    expect(isNpi(own?.npi ?? '')).toBe(true);
    const signing = await select<{ npi: string }>("SELECT p.npi FROM staff_users u JOIN staff_roles r ON r.user_id = u.id AND r.role = 'physician' JOIN practitioners p ON p.id = u.practitioner_id");
    expect(signing.length).toBeGreaterThanOrEqual(3);
    for (const { npi } of signing) expect(isNpi(npi)).toBe(true);
  });

  it('keeps passwords as argon2id with OWASP’s parameters, and the service token as a digest', async () => {
    const [nurse] = await select<{ hash: string }>("SELECT password_hash AS hash FROM staff_users WHERE username = 'amara.okafor'");
    expect(nurse?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verify(nurse?.hash ?? '', 'first-password')).toBe(true);
    expect(await select('SELECT name, token_hash AS hash FROM service_tokens')).toEqual([{ name: 'careway-services', hash: createHash('sha256').update(TOKEN).digest() }]);
  });

  it('stays as it is when it is seeded again; passwords change only when asked', async () => {
    const before = await counts();
    await seedHospital(db.database, { passwords: 'second-password', serviceToken: TOKEN });
    expect(await counts()).toEqual(before);
    const hash = async () => (await select<{ hash: string }>("SELECT password_hash AS hash FROM staff_users WHERE username = 'amara.okafor'"))[0]?.hash ?? '';
    expect(await verify(await hash(), 'first-password')).toBe(true);
    await seedHospital(db.database, { passwords: 'second-password', resetPasswords: true });
    expect(await verify(await hash(), 'second-password')).toBe(true);
    expect(await counts()).toEqual(before);
  });

  it('takes a new service token in the place of the old, and leaves one registered under another name', async () => {
    await seedHospital(db.database, { passwords: 'x', serviceToken: `${TOKEN}-2` });
    expect(await count('service_tokens')).toBe(1);
    await db.database.sequelize.query("UPDATE service_tokens SET name = 'worker and notifier', id = 'other'");
    await seedHospital(db.database, { passwords: 'x', serviceToken: `${TOKEN}-2` });
    expect(await select('SELECT id, name FROM service_tokens')).toEqual([{ id: 'other', name: 'worker and notifier' }]);
  });

  it('refuses a list of passwords that forgets somebody, and changes nothing', async () => {
    const before = await counts();
    await expect(seedHospital(db.database, { passwords: { 'amara.okafor': 'x' } })).rejects.toThrow('No password was given for daniel.reyes.');
    expect(await counts()).toEqual(before);
  });
});

describe('the demonstration', () => {
  it('imports the cohort once, gives the living contacts and running insurance, and links a portal login', async () => {
    const cohort = writeExport({ ...wholeExport(), 'patients.csv': wholeExport()['patients.csv']?.map((row) => row.replace(',1990-02-01,,', ',1990-02-01,2022-12-01,')) ?? [] });
    const first = await seedDemonstration(db.database, { passwords: 'x', cohort });
    expect(first.imported?.totals.kept).toBe(27);
    expect(first.logins.at(-1)).toEqual({ role: 'patient', username: 'patient', password: 'x', totpSecret: expect.stringMatching(/^[A-Z2-7]{32}$/) });
    expect(await select("SELECT patient_id AS patientId, display_name AS name FROM staff_users WHERE username = 'patient'")).toEqual([{ patientId: ID.ann, name: 'Ann Lowe' }]);
    const contactOf = async (id: string) => {
      const [row] = await select<{ contact: Buffer }>('SELECT contact_enc AS contact FROM patients WHERE id = ?', [id]);
      return db.database.cipher.openJson({ table: 'patients', column: 'contact_enc', id }, row?.contact ?? null);
    };
    expect(await contactOf(ID.ann)).toEqual({ phone: expect.stringMatching(/^\+1\d{3}55501\d{2}$/), email: 'ann.lowe@patients.example', address: { line: '7 Green St', city: 'Boston', state: 'Massachusetts', postalCode: '02127' } });
    expect(await contactOf(ID.bob)).toMatchObject({ phone: null, email: null });
    expect(await count('coverages', `patient_id = '${ID.ann}' AND period_end IS NULL`)).toBe(2);
    expect(await count('coverages', `patient_id = '${ID.bob}' AND period_end IS NULL`)).toBe(0);

    const before = await counts();
    const again = await seedDemonstration(db.database, { passwords: 'x', cohort });
    expect(again.imported).toBeNull();
    expect(again.logins).toEqual(first.logins);
    expect(await counts()).toEqual(before);
  });
});

describe('the plans', () => {
  it.each([...Object.keys(PAYER_KINDS).map((kind) => [kind, ''] as const), ...['Humana', 'Aetna', 'UnitedHealthcare', 'Cigna Health', 'Anthem', 'Blue Cross Blue Shield'].map((name) => ['commercial', name] as const)])('%s %s can be adjudicated and pays what it should', (kind, name) => {
    const result = adjudicate({
      receivedOn: '2026-03-10', plan: planRules(kind as PayerKind, name), member: { coverage: [{ from: '2026-01-01', to: null }] },
      claim: {
        number: 'C1', type: 'institutional', frequency: '1', serviceFrom: '2026-03-01', serviceThrough: '2026-03-01', diagnoses: ['I50.9'],
        lines: [{ number: 1, procedure: 'G0463', units: 1, chargeCents: 400_00, serviceDate: '2026-03-01', visit: true, revenueCode: '0510' }, { number: 2, procedure: null, units: 1, chargeCents: 10_000_00, serviceDate: '2026-03-01', revenueCode: '0360' }],
      },
    });
    expect(result.paidCents + result.patientResponsibilityCents).toBeGreaterThan(0);
    expect(result.paidCents > 0).toBe(kind !== 'self-pay');
  });
});
