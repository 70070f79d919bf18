import { isRole, type Role, workableRoles } from '../../../../domain/roles';
import { type Act, selectOne } from '../../../http/act';
import { leaveOf } from '../../staff/substitutes';
import { type CriticalsOf } from './criticalResults';

/** Who hears of a critical result first. */
export interface OrderingClinician {
  readonly id: string;
  readonly name: string;
}

/**
 * Who ordered what came back critical, or who substitutes while they are on leave. Null when it was nobody of the staff, or somebody who does
 * not work such tasks (any more): then everybody of the role is asked.
 */
export async function orderingClinician(act: Act, encounterId: string, which: CriticalsOf, { role, wardId }: { readonly role: Role; readonly wardId: string | null }): Promise<OrderingClinician | null> {
  const values = which === 'stay' ? {} : which;
  const order = await selectOne<{ requesterId: string }>(
    act,
    `SELECT r.requester_id AS requesterId FROM observations o JOIN service_requests r ON r.id = o.service_request_id
     WHERE o.encounter_id = :encounterId AND o.interpretation IN ('LL', 'HH', 'AA') AND o.acknowledged_at IS NULL AND o.status <> 'entered-in-error' AND r.requester_id IS NOT NULL
       ${'round' in values ? 'AND r.round_number = :round AND r.category = :category' : ''} ${'reportId' in values ? 'AND o.diagnostic_report_id = :reportId' : ''} ORDER BY r.ordered_at DESC, r.id DESC LIMIT 1`,
    { encounterId, ...values },
  );
  if (!order) return null;
  const leave = await leaveOf(act, order.requesterId);
  const person = await selectOne<{ id: string; name: string; roles: string | null }>(
    act,
    `SELECT u.id, u.display_name AS name, (SELECT GROUP_CONCAT(role) FROM staff_roles WHERE user_id = u.id) AS roles FROM staff_users u WHERE u.id = :id AND u.disabled_at IS NULL
       AND (:wardId IS NULL OR NOT EXISTS (SELECT 1 FROM staff_wards w WHERE w.user_id = u.id) OR EXISTS (SELECT 1 FROM staff_wards w WHERE w.user_id = u.id AND w.ward_id = :wardId))`,
    { id: leave?.substitute.id ?? order.requesterId, wardId },
  );
  if (!person || !workableRoles((person.roles?.split(',') ?? []).filter(isRole)).includes(role)) return null;
  return { id: person.id, name: person.name };
}
