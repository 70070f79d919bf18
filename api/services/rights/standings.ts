import { type Standing } from '../../../domain/rights/openRecord';
import { type Role } from '../../../domain/roles';
import { type Act, select } from '../../http/act';
import { hospitalDay } from '../staff/hospitalZone';

/** Roles whose queue is their business: a task that waits for the desk opens its patient. Ward roles have their ward, and overseers what they hold. */
const DESKS: readonly Role[] = ['lab', 'radiographer', 'radiologist', 'pharmacist', 'registrar', 'bed-manager', 'coder', 'billing', 'billing-supervisor'];

const RECENT_DAYS = 30;
const STAYS = "e.status IN ('planned', 'arrived', 'in-progress', 'onleave')";

/**
 * How whoever acts stands to each of these patients. Belonging to no ward means working in the whole house for open records, and for restricted ones that no ward is one's own.
 * Who attended or ordered keeps the patient for a month after the stay, for results and letters that come late.
 */
export async function standingsTo(act: Act, patientIds: readonly string[]): Promise<Map<string, Standing[]>> {
  const { principal, now } = act;
  const rows = await select<{ patientId: string; standing: Standing }>(
    act,
    `SELECT e.patient_id AS patientId, 'own-ward' AS standing FROM encounters e LEFT JOIN encounter_locations l ON l.lying_encounter_id = e.id WHERE e.patient_id IN (:patientIds) AND ${STAYS} AND (e.ward_id IN (:wards) OR l.ward_id IN (:wards))
     UNION SELECT e.patient_id, 'care-team' FROM encounters e JOIN shift_assignments a ON a.encounter_id = e.id WHERE e.patient_id IN (:patientIds) AND ${STAYS} AND a.nurse_id = :userId AND a.shift_date >= :yesterday
     UNION SELECT e.patient_id, 'care-team' FROM encounters e JOIN staff_users u ON u.practitioner_id = e.practitioner_id WHERE e.patient_id IN (:patientIds) AND u.id = :userId AND (${STAYS} OR e.period_end >= :recent)
     UNION SELECT r.patient_id, 'care-team' FROM service_requests r WHERE r.patient_id IN (:patientIds) AND r.requester_id = :userId AND r.ordered_at >= :recent
     UNION SELECT m.patient_id, 'care-team' FROM medication_requests m WHERE m.patient_id IN (:patientIds) AND m.requester_id = :userId AND m.authored_at >= :recent
     UNION SELECT t.patient_id, 'task' FROM tasks t WHERE t.patient_id IN (:patientIds) AND t.is_open = 1
       AND (t.holder_id = :userId OR (t.holder_id IS NULL AND t.role IN (:desks) AND (t.ward_id IS NULL OR t.ward_id IN (:wards))))
     UNION SELECT g.patient_id, 'task' FROM glass_breaks g WHERE g.patient_id IN (:patientIds) AND g.outcome IS NULL AND :isManager = 1
     UNION SELECT c.patient_id, 'permitted' FROM consents c WHERE c.patient_id IN (:patientIds) AND c.withdrawn_at IS NULL AND c.scope = 'access' AND c.provision = 'permit' AND (c.actor_user_id = :userId OR c.actor_role IN (:roles))
     UNION SELECT g.patient_id, 'glass' FROM glass_breaks g WHERE g.patient_id IN (:patientIds) AND g.user_id = :userId AND g.ended_at IS NULL AND g.ends_at > :now`,
    {
      patientIds, userId: principal.id, wards: orNone(principal.wardIds), desks: orNone(principal.roles.filter((role) => DESKS.includes(role))), roles: orNone(principal.roles), isManager: principal.roles.includes('manager') ? 1 : 0,
      yesterday: day(now, 1), recent: new Date(now.getTime() - RECENT_DAYS * 86_400_000), now,
    },
  );
  const standings = new Map<string, Standing[]>();
  for (const { patientId, standing } of rows) standings.set(patientId, [...(standings.get(patientId) ?? []), standing]);
  if (principal.patientId && patientIds.includes(principal.patientId)) standings.set(principal.patientId, ['own', ...(standings.get(principal.patientId) ?? [])]);
  return standings;
}

/** SQL has no empty IN list. */
function orNone(values: readonly string[]): readonly string[] {
  return values.length > 0 ? values : ['-'];
}

function day(now: Date, before: number): string {
  return hospitalDay(new Date(now.getTime() - before * 86_400_000));
}
