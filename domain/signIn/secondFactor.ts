import { type Role, ROLES } from '../roles';

/**
 * Who needs a second factor. Patients always: they come from the open internet, and a portal is as strong as its weakest password (openemr#12034).
 * Of the staff whoever can open the record of any patient, which is everybody but processes.
 */
export const SEES_MANY_PATIENTS: readonly Role[] = ROLES.filter((role) => role !== 'patient' && role !== 'service');

/**
 * Asked whatever a hospital sets: patients, and the privacy officer, who reads whom a breach reached and decides what a record says.
 */
export const ALWAYS_ASKED: readonly Role[] = ['patient', 'privacy-officer'];

/** In the demonstration a nurse steps in with one click; those who oversee the hospital show how it is meant. */
export const DEMONSTRATION_ROLES: readonly Role[] = ['billing-supervisor', 'manager', 'administrator', 'auditor', 'privacy-officer'];

/** Does anybody with one of these roles need a second factor, where the hospital asks these? */
export function needsSecondFactor(roles: readonly Role[], asked: readonly Role[]): boolean {
  return roles.some((role) => ALWAYS_ASKED.includes(role) || asked.includes(role));
}
