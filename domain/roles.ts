/** Who people are in the hospital. `service` is a process of Careway itself (worker, notifier), never a person. */
export const ROLES = [
  'nurse', 'charge-nurse', 'physician', 'lab', 'pharmacist', 'registrar', 'bed-manager', 'coder', 'billing',
  'billing-supervisor', 'manager', 'administrator', 'auditor', 'patient', 'service',
] as const;

export type Role = (typeof ROLES)[number];

export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  nurse: 'Nurse',
  'charge-nurse': 'Charge nurse',
  physician: 'Physician',
  lab: 'Laboratory',
  pharmacist: 'Pharmacist',
  registrar: 'Registrar',
  'bed-manager': 'Bed manager',
  coder: 'Coder',
  billing: 'Billing',
  'billing-supervisor': 'Billing supervisor',
  manager: 'Manager',
  administrator: 'Administrator',
  auditor: 'Auditor',
  patient: 'Patient',
  service: 'Service',
};

/** Narrow a stored string to a role. */
export function isRole(value: string): value is Role {
  return (ROLES as readonly string[]).includes(value);
}
