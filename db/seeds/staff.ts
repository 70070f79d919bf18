import { Algorithm, hash } from '@node-rs/argon2';
import { type Transaction } from 'sequelize';
import { type Role } from '../../domain/roles';
import { DEMONSTRATION_ROLES } from '../../domain/signIn/secondFactor';
import { type Database } from '../connect';
import { Practitioner, StaffRole, StaffUser, StaffWard } from '../models';
import { npiOf, stableDigits, stableId } from '../stableId';
import { seedSecondFactor } from './secondFactor';
import { WARDS, wardIdOf } from './wards';

/** OWASP's second choice for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
export const ARGON2 = { algorithm: Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

interface StaffSeed {
  readonly role: Role;
  readonly name: string;
  /** Codes of wards; everybody else belongs to none. */
  readonly wards?: readonly string[];
  /** Physicians sign what payers read. */
  readonly specialty?: string;
}

const ALL_WARDS = WARDS.map(({ code }) => code);

/** The demonstration's people, at least one per role; each ward has two nurses of its own. All names are made up. */
export const STAFF: readonly StaffSeed[] = [
  { role: 'nurse', name: 'Amara Okafor', wards: ['MED'] }, { role: 'nurse', name: 'Daniel Reyes', wards: ['MED'] },
  { role: 'nurse', name: 'Grace Lindqvist', wards: ['SUR'] }, { role: 'nurse', name: 'Tomasz Zielinski', wards: ['SUR'] },
  { role: 'nurse', name: 'Priya Raman', wards: ['ICU'] }, { role: 'nurse', name: 'Marcus Bell', wards: ['ICU'] },
  { role: 'nurse', name: 'Hana Sato', wards: ['STP'] }, { role: 'nurse', name: 'Owen Gallagher', wards: ['STP'] },
  { role: 'nurse', name: 'Leila Haddad', wards: ['ONC'] }, { role: 'nurse', name: 'Peter Novak', wards: ['ONC'] },
  { role: 'nurse', name: 'Rosa Delgado', wards: ['MAT'] }, { role: 'nurse', name: 'Ingrid Solheim', wards: ['MAT'] },
  { role: 'charge-nurse', name: 'Ruth Mensah', wards: ALL_WARDS }, { role: 'charge-nurse', name: 'Samuel Brandt', wards: ALL_WARDS },
  { role: 'physician', name: 'Elena Petrova', wards: ALL_WARDS, specialty: 'internal medicine' },
  { role: 'physician', name: 'James Whitfield', wards: ALL_WARDS, specialty: 'general surgery' },
  { role: 'physician', name: 'Noor Rahman', wards: ALL_WARDS, specialty: 'cardiology' },
  { role: 'physician', name: 'Chidi Eze', wards: ALL_WARDS, specialty: 'oncology' },
  { role: 'physician', name: 'Clara Fontaine', wards: ALL_WARDS, specialty: 'obstetrics and gynecology' },
  { role: 'lab', name: 'Yuki Tanaka' }, { role: 'lab', name: 'Brian Holloway' },
  { role: 'radiographer', name: 'Stella Marchand' }, { role: 'radiologist', name: 'Anton Weiss' },
  { role: 'pharmacist', name: 'Fatima Zahrani' }, { role: 'pharmacist', name: 'Lucas Moreau' },
  { role: 'registrar', name: 'Nina Castellano' }, { role: 'registrar', name: 'Andre Baptiste' },
  { role: 'bed-manager', name: 'Kofi Asante' },
  { role: 'coder', name: 'Miriam Katz' }, { role: 'coder', name: 'Victor Lindholm' },
  { role: 'billing', name: 'Sofia Marchetti' }, { role: 'billing', name: 'Henry Osei' }, { role: 'billing', name: 'Dana Kowalski' },
  { role: 'billing-supervisor', name: 'Arthur Pemberton' },
  { role: 'manager', name: 'Isabel Navarro' },
  { role: 'administrator', name: 'Felix Hartmann' },
  { role: 'auditor', name: 'Judith Abramson' },
  { role: 'privacy-officer', name: 'Beatrice Moore' },
];

/** One way in. */
export interface SeededLogin {
  readonly role: Role;
  readonly username: string;
  readonly password: string;
  /** Base32; where sign-in asks for a code too. */
  readonly totpSecret?: string;
}

/** Passwords of the demonstration: one for everybody, or one by username. */
export type Passwords = string | Readonly<Record<string, string>>;

export function passwordOf(passwords: Passwords, username: string): string {
  const password = typeof passwords === 'string' ? passwords : passwords[username];
  if (!password) throw new Error(`No password was given for ${username}.`);
  return password;
}

/** "amara.okafor" */
export function usernameOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z ]/g, '').replace(/ +/g, '.');
}

interface UserToSeed {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: Role;
  readonly email: string;
  readonly phone: string | null;
  readonly practitionerId?: string | null;
  readonly patientId?: string | null;
}

/**
 * Users who are not there yet, with their role. Passwords are hashed side by side on libuv's threads; those of people who
 * are there stay, unless `reset` says otherwise. Answers everybody's login.
 */
export async function seedUsers(users: readonly UserToSeed[], passwords: Passwords, transaction: Transaction, reset = false): Promise<SeededLogin[]> {
  const known = new Set((await StaffUser.findAll({ where: { id: users.map(({ id }) => id) }, attributes: ['id'], transaction })).map(({ id }) => id));
  const hashed = await Promise.all(users.filter(({ id }) => reset || !known.has(id)).map(async (user) => ({ user, passwordHash: await hash(passwordOf(passwords, user.username), ARGON2) })));
  for (const { user, passwordHash } of hashed.filter(({ user }) => known.has(user.id))) await StaffUser.update({ passwordHash }, { where: { id: user.id }, transaction });
  const fresh = hashed.filter(({ user }) => !known.has(user.id));
  await StaffUser.bulkCreate(fresh.map(({ user: { role: _role, ...user }, passwordHash }) => ({ ...user, passwordHash })), { transaction });
  await StaffRole.bulkCreate(fresh.map(({ user }) => ({ userId: user.id, role: user.role })), { ignoreDuplicates: true, transaction });
  return users.map(({ role, username }) => ({ role, username, password: passwordOf(passwords, username) }));
}

/** Everybody who works here, on their wards. */
export async function seedStaff(db: Database, passwords: Passwords, transaction: Transaction, reset = false): Promise<SeededLogin[]> {
  const users = STAFF.map(({ role, name, specialty }, index) => {
    const username = usernameOf(name);
    return {
      id: stableId('staff', username), username, displayName: name, role, email: `${username}@careway.example`,
      phone: `+1617555${String(100 + index).padStart(4, '0')}`, practitionerId: specialty ? stableId('practitioner', username) : null,
    };
  });
  await Practitioner.bulkCreate(STAFF.filter(({ specialty }) => specialty).map(({ name, specialty }) => {
    const username = usernameOf(name);
    return { id: stableId('practitioner', username), npi: npiOf(`1${stableDigits(8, 0, 'staff', username)}`), name, specialty: specialty ?? null };
  }), { ignoreDuplicates: true, transaction });
  const logins = await seedUsers(users, passwords, transaction, reset);
  await StaffWard.bulkCreate(STAFF.flatMap(({ name, wards = [] }) => wards.map((code) => ({ userId: stableId('staff', usernameOf(name)), wardId: wardIdOf(code) }))), { ignoreDuplicates: true, transaction });
  return Promise.all(logins.map(async (login) => (DEMONSTRATION_ROLES.includes(login.role) ? { ...login, totpSecret: await seedSecondFactor(db, stableId('staff', login.username), transaction) } : login)));
}
