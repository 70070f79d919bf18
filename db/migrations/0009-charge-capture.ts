import { type Migration } from '../migration';

/** What was done and must be charged, as one view; what was done and is not charged, as another that must stay empty. */
export const chargeCapture: Migration = {
  name: '0009-charge-capture',
  up: [
    `ALTER TABLE accounts ADD COLUMN charges_captured_at DATETIME(3) NULL`,
    `ALTER TABLE charge_items ADD COLUMN category VARCHAR(20) NOT NULL DEFAULT 'other'`,
    `CREATE VIEW v_done_services AS
      SELECT 'diagnostic-report' AS origin_type, r.id AS origin_id, r.encounter_id, r.system_code, r.code,
        CASE WHEN q.category = 'imaging' THEN 'imaging' ELSE 'laboratory' END AS category, 1 AS units,
        CAST(NULL AS SIGNED) AS unit_cents, DATE(COALESCE(r.issued_at, r.created_at)) AS service_date
      FROM diagnostic_reports r LEFT JOIN service_requests q ON q.id = r.service_request_id
      WHERE r.status IN ('final', 'amended', 'corrected') AND r.encounter_id IS NOT NULL
      UNION ALL
      SELECT 'procedure', p.id, p.encounter_id, p.system_code, p.code, 'procedure', 1, p.base_cost_cents, DATE(COALESCE(p.performed_start, p.created_at))
      FROM procedures p WHERE p.status = 'completed' AND p.encounter_id IS NOT NULL
      UNION ALL
      SELECT 'medication-request', m.id, m.encounter_id, m.system_code, m.code, 'medicine', COUNT(*), m.unit_cost_cents, DATE(MIN(COALESCE(a.given_at, a.due_at)))
      FROM medication_administrations a JOIN medication_requests m ON m.id = a.medication_request_id
      WHERE a.status = 'completed' AND m.encounter_id IS NOT NULL
      GROUP BY m.id, m.encounter_id, m.system_code, m.code, m.unit_cost_cents
      UNION ALL
      SELECT 'immunization', i.id, i.encounter_id, i.system_code, i.code, 'immunization', 1, i.base_cost_cents, DATE(i.occurred_at)
      FROM immunizations i WHERE i.encounter_id IS NOT NULL
      UNION ALL
      SELECT 'supply-delivery', s.id, s.encounter_id, s.system_code, s.code, 'supply', GREATEST(s.quantity, 1), CAST(NULL AS SIGNED), DATE(s.occurred_at)
      FROM supply_deliveries s WHERE s.encounter_id IS NOT NULL
      UNION ALL
      SELECT 'device-use', d.id, d.encounter_id, d.system_code, d.code, 'device', 1, CAST(NULL AS SIGNED), DATE(COALESCE(d.period_start, d.created_at))
      FROM device_uses d WHERE d.encounter_id IS NOT NULL`,
    `CREATE VIEW v_uncharged_services AS
      SELECT s.origin_type, s.origin_id, s.encounter_id, s.system_code, s.code, s.units, COALESCE(c.units, 0) AS charged_units
      FROM accounts a JOIN v_done_services s ON s.encounter_id = a.encounter_id
      LEFT JOIN charge_items c ON c.origin_type = s.origin_type AND c.origin_id = s.origin_id
      WHERE a.charges_captured_at IS NOT NULL AND a.status <> 'entered-in-error' AND (c.id IS NULL OR (c.units <> s.units AND c.status <> 'entered-in-error'))
      UNION ALL
      SELECT 'room-and-board', a.encounter_id, a.encounter_id, 'REVENUE', '0120', 1, 0
      FROM accounts a JOIN encounters e ON e.id = a.encounter_id
      WHERE a.charges_captured_at IS NOT NULL AND a.status <> 'entered-in-error' AND e.class_code = 'IMP'
        AND EXISTS (SELECT 1 FROM encounter_locations l WHERE l.encounter_id = e.id AND l.status IN ('active', 'completed'))
        AND NOT EXISTS (SELECT 1 FROM charge_items c WHERE c.encounter_id = e.id AND c.origin_type = 'room-and-board')`,
  ],
};
