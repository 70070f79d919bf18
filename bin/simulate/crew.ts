import { type ApiClient } from '../../api/client';
import { enter } from '../support/enter';
import { type Colleague } from './staff';

/** Who may sign in, as the demonstration hands it out. */
export interface Login {
  readonly role: string;
  readonly username: string;
  readonly password: string;
  readonly totpSecret?: string;
}

/** A supervisor could do all of billing's work, and could then not approve what that proposed. */
export function withOnly(colleague: SignedIn): Colleague {
  return colleague.role === 'billing-supervisor' ? { ...colleague, only: 'approve-write-off' } : colleague;
}

/** A member of staff, signed in. */
export interface SignedIn extends Colleague {
  readonly role: string;
}

/**
 * Who plays: one of every role (a charge nurse says yes to transfers), every nurse and physician (each works the wards of their own, and a ward without one would wait for
 * ever), then others up to the number asked. The administrator drives time and admissions.
 */
export async function signIn(nobody: ApiClient, { logins, staff }: { readonly logins: readonly Login[]; readonly staff: number }): Promise<SignedIn[]> {
  const workers = logins.filter((login) => !['patient', 'auditor', 'manager', 'administrator', 'privacy-officer'].includes(login.role));
  const needed = workers.filter((login, index) => ['nurse', 'physician'].includes(login.role) || workers.findIndex((one) => one.role === login.role) === index);
  const crew = [...needed, ...workers.filter((login) => !needed.includes(login))].slice(0, Math.max(staff, needed.length));
  const administrator = logins.find((login) => login.role === 'administrator');
  return Promise.all([...crew, ...(administrator ? [administrator] : [])].map(async (login) => ({ role: login.role, ...(await enter(nobody, login)) })));
}
