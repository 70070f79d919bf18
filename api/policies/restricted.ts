import { type Openings, type Standing } from '../../domain/rights/openRecord';
import { type Role } from '../../domain/roles';
import { type PolicyName } from './table';

const caring: readonly Standing[] = ['care-team', 'own-ward', 'task', 'permitted', 'glass'];
const atDesk: readonly Standing[] = ['task', 'permitted'];

/** Who gives care, and may break the glass when a patient needs them. */
export const GLASS_ROLES: readonly Role[] = ['nurse', 'charge-nurse', 'physician', 'pharmacist', 'lab', 'radiographer', 'radiologist'];

const clinical = Object.fromEntries(GLASS_ROLES.map((role) => [role, caring]));
const desks = (roles: readonly Role[]) => Object.fromEntries(roles.map((role) => [role, atDesk]));

/**
 * What somebody needs to open a record that is restricted, besides what its policy grants: care comes from the people around the patient, desks open what they have a task on,
 * auditors and the privacy officer see all. Whoever registers and bills works on restricted records (R) as on others; very restricted ones (V) open for their tasks only.
 */
export const RESTRICTED: Openings = {
  R: { ...clinical, ...desks(['bed-manager', 'manager', 'administrator']), ...Object.fromEntries((['registrar', 'coder', 'billing', 'billing-supervisor', 'auditor', 'privacy-officer'] as const).map((role) => [role, 'any' as const])) },
  V: { ...clinical, ...desks(['bed-manager', 'manager', 'administrator', 'registrar', 'coder', 'billing', 'billing-supervisor']), auditor: 'any', 'privacy-officer': 'any' },
};

/**
 * Policies whose answers name nobody: beds are found, cleaned and changed, and processes unstuck, for a patient whose name stays hidden, and what went wrong is looked into; whose record was breached shows by name to whom it opens. Where the trail itself is read, reading
 * it is the purpose. The glass is broken from outside.
 */
export const NAMELESS: readonly PolicyName[] = ['internal', 'bed.write', 'bed.move', 'transfer.request', 'journey.start', 'incident.resolve', 'safety.report', 'safety.read', 'safety.work', 'audit.read', 'access.read', 'breach.read', 'breach.write', 'decoy.read', 'decoy.write', 'glass.break', 'glass.end', 'hold.read', 'hold.write', 'demonstration'];
