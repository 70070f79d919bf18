import { type Role, ROLES } from '../../domain/roles';

/** How a person can stand to a record. */
export const RELATIONS = ['own', 'own-ward', 'holder'] as const;
export type Relation = (typeof RELATIONS)[number];
/** What a role may: with any record, or only with those it stands in a relation to. */
export type Grant = 'any' | Relation;

export interface Policy {
  readonly resource: string;
  readonly action: string;
  readonly grants: Readonly<Partial<Record<Role, Grant>>>;
}

const all = (roles: readonly Role[], grant: Grant = 'any'): Partial<Record<Role, Grant>> => Object.fromEntries(roles.map((role) => [role, grant]));

const staff = ROLES.filter((role) => role !== 'patient' && role !== 'service');
const ward: Role[] = ['nurse', 'charge-nurse', 'physician'];
const money: Role[] = ['billing', 'billing-supervisor', 'coder'];
const oversight: Role[] = ['manager', 'administrator'];
const diagnostics: Role[] = ['lab', 'radiographer', 'radiologist'];

/**
 * Who may what: one table for API and web alike. A route names its policy; a route without one does not start,
 * and a role that is not listed is refused.
 */
export const POLICIES = {
  'public': { resource: 'anything public', action: 'read', grants: {} },
  'session.read': { resource: 'session', action: 'read', grants: all([...ROLES]) },
  'session.end': { resource: 'session', action: 'end', grants: all([...ROLES]) },
  'password.change': { resource: 'own password', action: 'change', grants: all(ROLES.filter((role) => role !== 'service')) },
  'second-factor.change': { resource: 'own second factor', action: 'set up, remove', grants: all(ROLES.filter((role) => role !== 'service')) },
  'internal': { resource: 'workflow step', action: 'perform', grants: all(['service']) },
  'task.list': { resource: 'task', action: 'list', grants: all(staff) },
  'task.read': { resource: 'task', action: 'read', grants: all(staff) },
  'task.work': { resource: 'task', action: 'claim, complete, release', grants: all(staff.filter((role) => role !== 'auditor')) },
  'task.assign': { resource: 'task', action: 'reassign', grants: all(['charge-nurse', 'billing-supervisor', ...oversight]) },
  'team.read': { resource: 'team', action: 'read', grants: all(staff) },
  'team.write': { resource: 'team', action: 'change', grants: all(['charge-nurse', 'billing-supervisor', ...oversight]) },
  'absence.own': { resource: 'leave with a substitute', action: 'enter, end own (supervisors: anybody’s)', grants: all(staff.filter((role) => role !== 'auditor')) },
  'journey.list': { resource: 'journey', action: 'list', grants: all([...ward, ...oversight, 'registrar', 'bed-manager', 'billing-supervisor', 'billing', 'auditor']) },
  'journey.read': { resource: 'journey', action: 'read', grants: all([...ward, ...oversight, 'registrar', 'bed-manager', 'billing-supervisor', 'billing', 'coder', 'auditor']) },
  'analytics.read': { resource: 'figures', action: 'read', grants: all([...oversight, 'billing-supervisor', 'auditor']) },
  'journey.start': { resource: 'journey', action: 'start', grants: all(['registrar', 'charge-nurse', ...oversight]) },
  'journey.cancel': { resource: 'journey', action: 'cancel', grants: all(['registrar', 'charge-nurse', 'physician', ...oversight]) },
  'incident.list': { resource: 'incident', action: 'list', grants: all([...oversight, 'billing', 'billing-supervisor', 'charge-nurse']) },
  'incident.resolve': { resource: 'incident', action: 'resolve', grants: all([...oversight, 'billing', 'billing-supervisor', 'charge-nurse']) },
  'patient.list': { resource: 'patient', action: 'search', grants: all([...ward, ...money, ...oversight, 'registrar', 'pharmacist', ...diagnostics, 'bed-manager', 'privacy-officer']) },
  'patient.read': { resource: 'patient', action: 'read', grants: { ...all([...ward, ...money, ...oversight, 'registrar', 'pharmacist', ...diagnostics, 'bed-manager', 'auditor', 'privacy-officer']), patient: 'own' } },
  'portal.read': { resource: 'portal', action: 'read', grants: { ...all(['billing', 'billing-supervisor', 'registrar', 'auditor']), patient: 'own' } },
  'patient.write': { resource: 'patient', action: 'change', grants: all(['registrar', 'administrator']) },
  'encounter.read': { resource: 'encounter', action: 'read', grants: { ...all([...ward, ...money, ...oversight, 'registrar', 'pharmacist', ...diagnostics, 'bed-manager', 'auditor', 'privacy-officer']), patient: 'own' } },
  'clinical.read': { resource: 'clinical record', action: 'read', grants: { ...all([...ward, 'pharmacist', ...diagnostics, 'coder', 'auditor']), patient: 'own' } },
  'clinical.write': { resource: 'clinical record', action: 'change', grants: all(ward) },
  'medicine.list': { resource: 'formulary', action: 'read', grants: all([...ward, 'pharmacist', 'auditor']) },
  'medicine.package': { resource: 'package code of the formulary', action: 'register', grants: all(['pharmacist']) },
  'medicine.prescribe': { resource: 'medicine order', action: 'order, check, stop', grants: all(['physician']) },
  'medicine.give': { resource: 'dose', action: 'check, give, hold', grants: all(['nurse', 'charge-nurse', 'physician']) },
  'home-medicine.write': { resource: 'home medicine', action: 'note', grants: all([...ward, 'pharmacist']) },
  'prescription.read': { resource: 'prescription to take home', action: 'print', grants: { ...all([...ward, 'pharmacist']), patient: 'own' } },
  'test.order': { resource: 'laboratory and imaging order', action: 'order', grants: all(['physician']) },
  'order-set.change': { resource: 'order set', action: 'change', grants: { physician: 'own', administrator: 'any' } },
  'report.review': { resource: 'report', action: 'look at', grants: all(['physician']) },
  'report.change': { resource: 'report', action: 'amend, correct', grants: all(['lab', 'radiologist']) },
  'wristband.read': { resource: 'wristband', action: 'print', grants: all([...ward, 'registrar']) },
  'discharge.read': { resource: 'discharge', action: 'read', grants: all([...ward, ...money, ...oversight, 'registrar', 'pharmacist', 'bed-manager', 'auditor']) },
  'discharge.override': { resource: 'branch of a discharge', action: 'let pass', grants: all(['physician', 'charge-nurse', 'billing-supervisor', ...oversight]) },
  'observation.list': { resource: 'observations of a ward', action: 'read', grants: all([...ward, 'auditor']) },
  'oxygen.prescribe': { resource: 'SpO2 target', action: 'prescribe', grants: all(['physician']) },
  'directory.read': { resource: 'directory of wards, practitioners and payers', action: 'read', grants: all(staff) },
  'safety.report': { resource: 'safety event', action: 'report', grants: all(staff) },
  'safety.list': { resource: 'safety event', action: 'list (own, of own ward, or all)', grants: all(staff) },
  'safety.read': { resource: 'safety event', action: 'read', grants: { ...all(staff, 'own'), 'charge-nurse': 'own-ward', ...all([...oversight, 'auditor']) } },
  'safety.work': { resource: 'safety event', action: 'agree actions, open again', grants: { 'charge-nurse': 'own-ward', ...all(oversight) } },
  'record.export': { resource: 'whole record of a patient', action: 'ask for, export', grants: { registrar: 'any', patient: 'own' } },
  'amendment.ask': { resource: 'amendment of a record', action: 'ask for, disagree with a denial', grants: { ...all(['registrar', 'privacy-officer']), patient: 'own' } },
  'amendment.read': { resource: 'amendment of a record', action: 'read', grants: { ...all([...ward, 'pharmacist', ...diagnostics, 'coder', 'registrar', 'privacy-officer', 'auditor']), patient: 'own' } },
  'amendment.list': { resource: 'amendment of a record', action: 'list', grants: all(['registrar', 'privacy-officer', 'auditor']) },
  'amendment.answer': { resource: 'amendment of a record', action: 'answer a disagreement', grants: all(['privacy-officer']) },
  'compliance.read': { resource: 'compliance', action: 'read', grants: all(['administrator', 'manager', 'auditor', 'privacy-officer']) },
  'decoy.read': { resource: 'decoy record', action: 'read', grants: all(['privacy-officer', 'administrator', 'auditor']) },
  'decoy.write': { resource: 'decoy record', action: 'plant, take away', grants: all(['privacy-officer', 'administrator']) },
  'breach.read': { resource: 'breach of patients’ data', action: 'read', grants: all(['privacy-officer', 'administrator', 'auditor']) },
  'breach.write': { resource: 'breach of patients’ data', action: 'enter, decide, write and record notices', grants: all(['privacy-officer']) },
  'breach.letter': { resource: 'letter about a breach', action: 'print', grants: all(['privacy-officer']) },
  'retention.read': { resource: 'retention of records', action: 'read', grants: all(['privacy-officer', 'administrator', 'auditor']) },
  'retention.write': { resource: 'retention of records', action: 'set periods, remove what is past', grants: all(['administrator']) },
  'hold.read': { resource: 'legal hold', action: 'read', grants: all(['privacy-officer', 'administrator', 'auditor']) },
  'hold.write': { resource: 'legal hold', action: 'place, lift', grants: all(['privacy-officer']) },
  'access-review.read': { resource: 'review of who holds which role', action: 'read', grants: all(['privacy-officer', ...oversight, 'auditor']) },
  'access-review.write': { resource: 'review of who holds which role', action: 'start, keep and withdraw', grants: all(['privacy-officer', ...oversight]) },
  'disclosure.read': { resource: 'account of disclosures', action: 'read', grants: { ...all(['registrar', 'privacy-officer', 'administrator', 'auditor']), patient: 'own' } },
  'disclosure.write': { resource: 'account of disclosures', action: 'enter, mark as error', grants: all(['registrar', 'privacy-officer']) },
  'quality.read': { resource: 'measures of quality', action: 'read', grants: all(['charge-nurse', ...oversight, 'auditor']) },
  'bed.list': { resource: 'bed', action: 'list', grants: all([...ward, ...oversight, 'bed-manager', 'registrar']) },
  'bed.write': { resource: 'bed', action: 'change', grants: all(['bed-manager', 'charge-nurse', 'administrator']) },
  'bed.move': { resource: 'patient in a bed', action: 'move', grants: { nurse: 'own-ward', ...all(['charge-nurse', 'bed-manager', 'administrator']) } },
  'transfer.list': { resource: 'transfer', action: 'list', grants: all([...ward, ...oversight, 'bed-manager', 'registrar']) },
  'transfer.request': { resource: 'transfer', action: 'ask for, withdraw', grants: { nurse: 'own-ward', ...all(['physician', 'charge-nurse', 'bed-manager', 'administrator']) } },
  'roster.read': { resource: 'roster', action: 'read', grants: all([...ward, ...oversight, 'bed-manager']) },
  'roster.write': { resource: 'roster', action: 'change', grants: all(['charge-nurse', ...oversight]) },
  'assignment.read': { resource: 'assignment of patients to nurses', action: 'read', grants: all([...ward, ...oversight]) },
  'assignment.write': { resource: 'assignment of patients to nurses', action: 'change', grants: { 'charge-nurse': 'own-ward', administrator: 'any' } },
  'handover.read': { resource: 'handover', action: 'read', grants: all([...ward, 'administrator']) },
  'handover.list': { resource: 'handover', action: 'list', grants: all(['nurse', 'charge-nurse', 'physician', 'administrator']) },
  'handover.accept': { resource: 'handover', action: 'accept', grants: all(['nurse', 'charge-nurse']) },
  'handover.write': { resource: 'handover', action: 'give', grants: all(['nurse', 'charge-nurse'], 'own-ward') },
  'claim.list': { resource: 'claim', action: 'list', grants: all([...money, ...oversight, 'auditor']) },
  'claim.read': { resource: 'claim', action: 'read', grants: all([...money, ...oversight, 'auditor']) },
  'claim.work': { resource: 'claim', action: 'fix, resubmit, hold', grants: all(['billing', 'billing-supervisor']) },
  'claim.review': { resource: 'claim that stands out', action: 'release, correct, void', grants: all(['billing', 'billing-supervisor']) },
  'group-fix.read': { resource: 'group fix', action: 'read', grants: { ...all(['billing', 'billing-supervisor', ...oversight, 'auditor']), 'charge-nurse': 'own' } },
  'group-fix.apply': { resource: 'group fix', action: 'apply', grants: all(['billing', 'billing-supervisor', ...oversight, 'charge-nurse'], 'own') },
  'group-fix.stop': { resource: 'group fix', action: 'stop', grants: { ...all(['billing-supervisor', ...oversight]), ...all(['billing', 'charge-nurse'], 'own') } },
  'authorization.read': { resource: 'prior authorisation', action: 'read', grants: all([...money, ...oversight, 'registrar', 'physician', 'auditor']) },
  'authorization.ask': { resource: 'prior authorisation', action: 'ask for', grants: all(['billing', 'billing-supervisor', 'registrar', 'physician']) },
  'eligibility.read': { resource: 'what payers say of a coverage', action: 'read', grants: all([...money, ...oversight, 'registrar', 'auditor']) },
  'eligibility.ask': { resource: 'what payers say of a coverage', action: 'ask for', grants: all(['billing', 'billing-supervisor', 'registrar']) },
  'connection.read': { resource: 'connection to a payer', action: 'read', grants: all(['billing-supervisor', ...oversight, 'auditor']) },
  'exchange.read': { resource: 'file exchanged with a payer', action: 'read', grants: all(['billing', 'billing-supervisor', ...oversight, 'auditor']) },
  'exchange.work': { resource: 'file exchanged with a payer', action: 'take in again', grants: all(['billing-supervisor', 'administrator']) },
  'money.read': { resource: 'ledger', action: 'read', grants: all(['billing', 'billing-supervisor', ...oversight, 'auditor']) },
  'money.post': { resource: 'payment', action: 'post', grants: all(['billing', 'billing-supervisor']) },
  'money.approve': { resource: 'refund or write-off', action: 'decide, take back', grants: all(['billing-supervisor', 'manager']) },
  'plan.agree': { resource: 'payment plan', action: 'agree to own', grants: { patient: 'own' } },
  'bill.print': { resource: 'statement, invoice', action: 'print', grants: { ...all(['billing', 'billing-supervisor', ...oversight, 'auditor']), patient: 'own' } },
  'money.limit': { resource: 'limit for one person', action: 'change', grants: all([...oversight]) },
  'remittance.work': { resource: 'remittance', action: 'enter, match, split, take back', grants: all(['billing', 'billing-supervisor']) },
  'notification.list': { resource: 'alert', action: 'read own', grants: all([...ROLES]) },
  'notification.capture': { resource: 'captured message', action: 'read', grants: all(['administrator', 'service']) },
  'audit.read': { resource: 'audit trail', action: 'read', grants: all(['auditor', 'privacy-officer', 'administrator']) },
  'workflow.decode': { resource: 'workflow payload', action: 'decode', grants: all(['administrator']) },
  'privacy.read': { resource: 'privacy of a record', action: 'read', grants: { ...all([...ward, ...diagnostics, 'pharmacist', 'registrar', ...oversight, 'auditor', 'privacy-officer']), patient: 'own' } },
  'label.write': { resource: 'restriction of a record', action: 'set, take back', grants: all(['physician', 'charge-nurse', 'registrar']) },
  'directive.write': { resource: 'directive of a patient', action: 'enter, withdraw', grants: { registrar: 'any', patient: 'own' } },
  'glass.break': { resource: 'restricted record', action: 'open with a reason', grants: all([...ward, 'pharmacist', ...diagnostics]) },
  'glass.end': { resource: 'restricted record', action: 'close again', grants: all([...ward, 'pharmacist', ...diagnostics], 'own') },
  'access.read': { resource: 'who looked at a patient', action: 'read', grants: { ...all(['auditor', 'privacy-officer', 'administrator']), patient: 'own' } },
  'admin.read': { resource: 'system', action: 'read', grants: all(['administrator', 'manager', 'auditor']) },
  'admin.write': { resource: 'system', action: 'change', grants: all(['administrator']) },
  'filter.own': { resource: 'saved view', action: 'keep', grants: all(staff) },
  'live.listen': { resource: 'live updates', action: 'listen', grants: all([...ROLES]) },
  'demonstration': { resource: 'demonstration', action: 'drive', grants: all(['administrator']) },
} as const satisfies Record<string, Policy>;

export type PolicyName = keyof typeof POLICIES;

/** What a process may at most: a service token is limited to some of these. */
export const SERVICE_POLICIES = (Object.keys(POLICIES) as PolicyName[]).filter((name) => grantsFor(name, ['service']).length > 0);

/** All that is open to somebody whose role asks for a second factor, as long as they have none. */
export const BEFORE_SECOND_FACTOR: readonly PolicyName[] = ['public', 'session.read', 'session.end', 'password.change', 'second-factor.change'];

/** What a policy grants somebody with these roles; empty means refused. */
export function grantsFor(policy: PolicyName, roles: readonly Role[]): Grant[] {
  const { grants }: Policy = POLICIES[policy];
  const given = new Set(roles.map((role) => grants[role]).filter((grant): grant is Grant => grant !== undefined));
  return given.has('any') ? ['any'] : [...given];
}

/** Does a policy grant this principal anything? A service token is held to its scopes. */
export function mayUse({ roles, scopes }: { readonly roles: readonly Role[]; readonly scopes?: readonly PolicyName[] | null }, policy: PolicyName): boolean {
  return grantsFor(policy, roles).length > 0 && (!scopes || scopes.includes(policy));
}
