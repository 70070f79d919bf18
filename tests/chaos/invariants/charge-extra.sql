-- Nothing is charged that was not done.
SELECT c.id, c.origin_type, c.origin_id
FROM charge_items c LEFT JOIN v_done_services s ON s.origin_type = c.origin_type AND s.origin_id = c.origin_id
WHERE c.origin_type <> 'room-and-board' AND c.status NOT IN ('entered-in-error', 'not-billable', 'aborted') AND s.origin_id IS NULL
