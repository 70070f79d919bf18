import { type Role } from '../roles';

/** Whom a late task comes up to: the supervisor of its role, then who is on call for the hospital. */
export interface Escalation {
  readonly supervisor: Role;
  readonly onCall: Role;
}

const desk: Escalation = { supervisor: 'manager', onCall: 'manager' };
const ward: Escalation = { supervisor: 'charge-nurse', onCall: 'manager' };
const money: Escalation = { supervisor: 'billing-supervisor', onCall: 'manager' };

/** Where the ladder of a role's tasks leads. */
export const ESCALATES_TO: Readonly<Record<Role, Escalation>> = {
  nurse: ward, 'charge-nurse': ward, physician: ward, 'bed-manager': ward,
  lab: desk, pharmacist: desk, registrar: desk, manager: desk, administrator: desk, auditor: desk, patient: desk, service: desk,
  billing: money, coder: money, 'billing-supervisor': money,
};
