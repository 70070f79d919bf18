import { type Act, selectOne } from '../../http/act';

/** The patient a record is of, and the stay, when it belongs to one. */
export interface Subject {
  readonly patientId: string;
  readonly encounterId: string | null;
  /** Neither label nor directive stood for the patient when this was looked up: the record opens to whoever may come here at all. */
  readonly isUnrestricted?: boolean;
}

const straight = (table: string, encounter = 'x.encounter_id') => `SELECT x.patient_id AS patientId, ${encounter} AS encounterId FROM ${table} x WHERE x.id = ?`;
const through = (table: string, parent: string, key: string, encounter: string) => `SELECT p.patient_id AS patientId, ${encounter} AS encounterId FROM ${table} x JOIN ${parent} p ON p.id = x.${key} WHERE x.id = ?`;

/** Whose record an ID names, by the name under which it stands in an address, a query or a body. */
export const SUBJECTS = {
  patientId: 'SELECT x.id AS patientId, NULL AS encounterId FROM patients x WHERE x.id = ?',
  encounterId: straight('encounters', 'x.id'),
  journeyId: straight('encounters', 'x.id'),
  taskId: straight('tasks'),
  claimId: straight('claims'),
  accountId: straight('accounts'),
  authorizationId: straight('authorizations'),
  inquiryId: straight('payer_inquiries'),
  reportId: straight('diagnostic_reports'),
  paymentPlanId: straight('payment_plans', 'NULL'),
  invoiceId: straight('invoices', 'NULL'),
  coverageId: straight('coverages', 'NULL'),
  glassId: straight('glass_breaks', 'NULL'),
  accessRequestId: straight('access_requests', 'NULL'),
  amendmentId: straight('amendments'),
  paymentId: through('payments', 'accounts', 'account_id', 'p.encounter_id'),
  requestId: through('money_requests', 'accounts', 'account_id', 'p.encounter_id'),
  submissionId: through('claim_submissions', 'claims', 'claim_id', 'p.encounter_id'),
  answerId: through('remittance_claims', 'claims', 'claim_id', 'p.encounter_id'),
  transferId: through('bed_transfers', 'encounters', 'encounter_id', 'p.id'),
  moveId: through('bed_moves', 'encounters', 'encounter_id', 'p.id'),
  locationId: through('encounter_locations', 'encounters', 'encounter_id', 'p.id'),
  safetyEventId: `${straight('safety_events')} AND x.patient_id IS NOT NULL`,
  safetyActionId: `${through('safety_actions', 'safety_events', 'event_id', 'p.encounter_id')} AND p.patient_id IS NOT NULL`,
  incidentId: 'SELECT COALESCE(e.patient_id, c.patient_id) AS patientId, e.id AS encounterId FROM incidents x LEFT JOIN encounters e ON e.id = x.journey_id LEFT JOIN claims c ON c.id = x.claim_id WHERE x.id = ? AND (e.id IS NOT NULL OR c.id IS NOT NULL)',
} as const satisfies Record<string, string>;
export type SubjectName = keyof typeof SUBJECTS;

/** IDs in addresses that lead to nobody's record by themselves: below a record that does (first), or about staff, places and files. */
const BELOW: readonly string[] = ['allergyId', 'doseId', 'medicineId', 'documentId', 'problemId', 'labelId', 'consentId', 'disclosureId'];
const NOBODYS: readonly string[] = ['userId', 'bedId', 'groupFixId', 'payerId', 'wardId', 'fileId', 'remittanceId', 'teamId', 'setCode', 'viewId', 'dutyId', 'tokenId', 'sessionId', 'passkeyId', 'eventId', 'absenceId', 'shiftId', 'decoyId', 'breachId', 'holdId', 'reviewId', 'notificationId'];

export function isSubjectName(name: string): name is SubjectName {
  return Object.hasOwn(SUBJECTS, name);
}

/** IDs in an address of which nobody has said whose record they open: the guard would pass them by. */
export function strangersIn(path: string): string[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  return names.filter((name) => !isSubjectName(name) && !NOBODYS.includes(name) && !(BELOW.includes(name) && names.some(isSubjectName)));
}

/** SQL that says whether any label or directive at all stands for the patient of this column: of most patients none does, and there is no more to ask then. */
export const isRestrictedSql = (patientId: string): string =>
  `(EXISTS (SELECT 1 FROM security_labels l WHERE l.patient_id = ${patientId} AND l.ended_at IS NULL) OR EXISTS (SELECT 1 FROM consents c WHERE c.patient_id = ${patientId} AND c.withdrawn_at IS NULL AND c.provision = 'deny'))`;

/** Whose record this ID names, and whether anything restricts it at all, in one look; null when there is none. */
export async function findSubject(act: Pick<Act, 'database' | 'transaction'>, name: SubjectName, id: string): Promise<Subject | null> {
  const row = await selectOne<Subject & { isRestricted: number }>(act, `SELECT s.patientId, s.encounterId, ${isRestrictedSql('s.patientId')} AS isRestricted FROM (${SUBJECTS[name]}) s`, [id]);
  return row && { patientId: row.patientId, encounterId: row.encounterId, isUnrestricted: Number(row.isRestricted) === 0 };
}

/** Every patient a request names, in its address, its query or at the top of its body. */
export async function subjectsOf(act: Pick<Act, 'database' | 'transaction'>, parts: readonly unknown[]): Promise<Subject[]> {
  const named = parts.flatMap((part) => Object.entries(part ?? {})).filter((entry): entry is [SubjectName, string] => isSubjectName(entry[0]) && typeof entry[1] === 'string');
  const found = await Promise.all(named.map(([name, id]) => findSubject(act, name, id)));
  return found.filter((subject): subject is Subject => subject !== null);
}
