/** Who people are in the hospital. `service` is a process of Careway itself (worker, notifier), never a person. */
export const ROLES = [
  'nurse', 'charge-nurse', 'physician', 'lab', 'radiographer', 'radiologist', 'pharmacist', 'registrar', 'bed-manager', 'coder', 'billing',
  'billing-supervisor', 'manager', 'administrator', 'auditor', 'privacy-officer', 'patient', 'service',
] as const;

export type Role = (typeof ROLES)[number];

export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  nurse: 'Nurse',
  'charge-nurse': 'Charge nurse',
  physician: 'Physician',
  lab: 'Laboratory',
  radiographer: 'Radiographer',
  radiologist: 'Radiologist',
  pharmacist: 'Pharmacist',
  registrar: 'Registrar',
  'bed-manager': 'Bed manager',
  coder: 'Coder',
  billing: 'Billing',
  'billing-supervisor': 'Billing supervisor',
  manager: 'Manager',
  administrator: 'Administrator',
  auditor: 'Auditor',
  'privacy-officer': 'Privacy officer',
  patient: 'Patient',
  service: 'Service',
};

/** Narrow a stored string to a role. */
export function isRole(value: string): value is Role {
  return (ROLES as readonly string[]).includes(value);
}

/** Whose tasks a role may work besides its own. */
const COVERS: Readonly<Partial<Record<Role, readonly Role[]>>> = {
  'charge-nurse': ['nurse', 'bed-manager'],
  'billing-supervisor': ['billing', 'coder'],
  // Not the privacy officer: who runs the system does not judge what happened in it.
  administrator: ROLES.filter((role) => role !== 'patient' && role !== 'service' && role !== 'privacy-officer'),
};

/** Every role whose tasks somebody with these roles may work. */
export function workableRoles(roles: readonly Role[]): Role[] {
  return [...new Set(roles.flatMap((role) => [role, ...(COVERS[role] ?? [])]))].filter((role) => role !== 'patient' && role !== 'service');
}
