import { type Role } from '../roles';
import { type OnCallDuty } from '../shifts/onCall';

/** Whom a late task comes up to: the supervisor of its role, then who is on call for the hospital. */
export interface Escalation {
  readonly supervisor: Role;
  /** Who answers for the house when no duty is named, or nobody is on the roster for it. */
  readonly onCall: Role;
  /** The roster says who is on call: a person instead of a role. */
  readonly duty?: OnCallDuty;
}

const desk: Escalation = { supervisor: 'manager', onCall: 'manager' };
const ward: Escalation = { supervisor: 'charge-nurse', onCall: 'manager' };
const money: Escalation = { supervisor: 'billing-supervisor', onCall: 'manager' };

/** What only a physician can do comes up to the physician on call. */
export const TO_PHYSICIAN_ON_CALL: Escalation = { ...ward, duty: 'physician' };

/** Where the ladder of a role's tasks leads. */
export const ESCALATES_TO: Readonly<Record<Role, Escalation>> = {
  nurse: ward, 'charge-nurse': ward, physician: ward, 'bed-manager': ward,
  lab: desk, radiographer: desk, radiologist: desk, pharmacist: desk, registrar: desk, manager: desk, administrator: desk, auditor: desk, 'privacy-officer': desk, patient: desk, service: desk,
  billing: money, coder: money, 'billing-supervisor': money,
};
