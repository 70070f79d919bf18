import { confidentialityOf, type Label, type Sensitivity } from '../../../domain/rights/labels';
import { openRecord, type Verdict } from '../../../domain/rights/openRecord';
import { type Act, select } from '../../http/act';
import { RESTRICTED } from '../../policies/restricted';
import { standingsTo } from './standings';
import { type Subject } from './subjects';

interface Restriction {
  readonly patientId: string;
  readonly kind: 'label' | 'denial' | 'closer';
  readonly encounterId: string | null;
  readonly isCurrent: number;
  readonly confidentiality: Label['confidentiality'] | null;
  readonly sensitivity: Sensitivity | null;
}

/**
 * May whoever acts open these records? One query at most for nearly all of them: most patients have neither label nor directive. A label of one stay restricts that stay, and while it
 * goes on also whatever names the patient; processes of Careway see all, or care would stop.
 */
export async function readVerdicts(act: Act, subjects: readonly Subject[]): Promise<Verdict[]> {
  if (act.principal.kind === 'service' || subjects.every(({ isUnrestricted }) => isUnrestricted)) return subjects.map(() => 'open');
  const restrictions = await restrictionsOf(act, subjects.map(({ patientId }) => patientId));
  if (restrictions.length === 0) return subjects.map(() => 'open');
  const standings = await standingsTo(act, [...new Set(restrictions.map(({ patientId }) => patientId))]);
  return subjects.map(({ patientId, encounterId }) => {
    const own = restrictions.filter((row) => row.patientId === patientId);
    const labels = own.filter((row) => row.kind === 'label' && (row.encounterId === null || (encounterId === null ? Number(row.isCurrent) === 1 : row.encounterId === encounterId))) as (Restriction & Label)[];
    const closer = own.flatMap(({ kind, sensitivity }) => (kind === 'closer' && sensitivity ? [sensitivity] : []));
    return openRecord({ confidentiality: confidentialityOf(labels, closer), isDenied: own.some(({ kind }) => kind === 'denial'), standings: standings.get(patientId) ?? [], roles: act.principal.roles }, RESTRICTED);
  });
}

/** Of these patients, those whose record whoever acts may open. */
export async function openPatients(act: Act, patientIds: readonly string[]): Promise<Set<string>> {
  const verdicts = await readVerdicts(act, patientIds.map((patientId) => ({ patientId, encounterId: null })));
  return new Set(patientIds.filter((_, index) => verdicts[index] === 'open'));
}

/** How closely this patient's record is held now, by the patient's labels and those of the stay going on. */
export async function confidentialityNow(act: Act, patientId: string): Promise<Label['confidentiality'] | 'N'> {
  const own = await restrictionsOf(act, [patientId]);
  const labels = own.filter(({ kind, encounterId, isCurrent }) => kind === 'label' && (encounterId === null || Number(isCurrent) === 1)) as (Restriction & Label)[];
  return confidentialityOf(labels, own.flatMap(({ kind, sensitivity }) => (kind === 'closer' && sensitivity ? [sensitivity] : []))) ?? 'N';
}

/** Everybody whose record does not open for whoever acts: few in any hospital. */
export async function hiddenPatients(act: Act): Promise<string[]> {
  if (act.principal.kind === 'service') return [];
  const rows = await select<{ patientId: string }>(
    act,
    `SELECT patient_id AS patientId FROM security_labels WHERE ended_at IS NULL
     UNION SELECT patient_id FROM consents WHERE withdrawn_at IS NULL AND provision = 'deny' AND scope = 'access'`,
  );
  const isOpen = await openPatients(act, rows.map(({ patientId }) => patientId));
  return rows.map(({ patientId }) => patientId).filter((id) => !isOpen.has(id));
}

async function restrictionsOf(act: Act, patientIds: readonly string[]): Promise<Restriction[]> {
  return select<Restriction>(
    act,
    `SELECT l.patient_id AS patientId, 'label' AS kind, l.encounter_id AS encounterId, e.status IN ('planned', 'arrived', 'in-progress', 'onleave') AS isCurrent, l.confidentiality, l.sensitivity
     FROM security_labels l LEFT JOIN encounters e ON e.id = l.encounter_id WHERE l.patient_id IN (:patientIds) AND l.ended_at IS NULL
     UNION ALL
     SELECT c.patient_id, CASE c.scope WHEN 'sensitive' THEN 'closer' ELSE 'denial' END, NULL, 1, NULL, c.sensitivity
     FROM consents c WHERE c.patient_id IN (:patientIds) AND c.withdrawn_at IS NULL AND c.provision = 'deny'
       AND (c.scope = 'sensitive' OR (c.scope = 'access' AND (c.actor_user_id = :userId OR c.actor_role IN (:roles))))`,
    { patientIds: [...new Set(patientIds)], userId: act.principal.id, roles: act.principal.roles.length > 0 ? act.principal.roles : ['-'] },
  );
}
