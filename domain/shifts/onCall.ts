import { type Role } from '../roles';

/** Duties of the whole house that somebody is on call for, and whose they are. */
export const ON_CALL_DUTIES = { physician: { label: 'Physician on call', role: 'physician' } } as const satisfies Record<string, { label: string; role: Role }>;
export type OnCallDuty = keyof typeof ON_CALL_DUTIES;
