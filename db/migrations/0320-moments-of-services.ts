import { type Migration } from '../migration';

/** When something was done, not on which day in UTC: the day that is billed is the hospital's. */
export const momentsOfServices: Migration = {
  name: '0320-moments-of-services',
  up: [
    `CREATE OR REPLACE VIEW v_done_services AS
      SELECT 'diagnostic-report' AS origin_type, r.id AS origin_id, r.encounter_id, r.system_code, r.code,
        CASE WHEN q.category = 'imaging' THEN 'imaging' ELSE 'laboratory' END AS category, 1 AS units,
        CAST(NULL AS SIGNED) AS unit_cents, COALESCE(r.issued_at, r.created_at) AS service_at
      FROM diagnostic_reports r LEFT JOIN service_requests q ON q.id = r.service_request_id
      WHERE r.status IN ('final', 'amended', 'corrected') AND r.encounter_id IS NOT NULL
      UNION ALL
      SELECT 'procedure', p.id, p.encounter_id, p.system_code, p.code, 'procedure', 1, p.base_cost_cents, COALESCE(p.performed_start, p.created_at)
      FROM procedures p WHERE p.status = 'completed' AND p.encounter_id IS NOT NULL
      UNION ALL
      SELECT 'medication-request', m.id, m.encounter_id, m.system_code, m.code, 'medicine', COUNT(*), m.unit_cost_cents, MIN(COALESCE(a.given_at, a.due_at))
      FROM medication_administrations a JOIN medication_requests m ON m.id = a.medication_request_id
      WHERE a.status = 'completed' AND m.encounter_id IS NOT NULL
      GROUP BY m.id, m.encounter_id, m.system_code, m.code, m.unit_cost_cents
      UNION ALL
      SELECT 'immunization', i.id, i.encounter_id, i.system_code, i.code, 'immunization', 1, i.base_cost_cents, i.occurred_at
      FROM immunizations i WHERE i.encounter_id IS NOT NULL
      UNION ALL
      SELECT 'supply-delivery', s.id, s.encounter_id, s.system_code, s.code, 'supply', GREATEST(s.quantity, 1), CAST(NULL AS SIGNED), s.occurred_at
      FROM supply_deliveries s WHERE s.encounter_id IS NOT NULL
      UNION ALL
      SELECT 'device-use', d.id, d.encounter_id, d.system_code, d.code, 'device', 1, CAST(NULL AS SIGNED), COALESCE(d.period_start, d.created_at)
      FROM device_uses d WHERE d.encounter_id IS NOT NULL`,
  ],
};
