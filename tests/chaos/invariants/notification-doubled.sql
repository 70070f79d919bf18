-- One event reaches one person by one channel once; and so does one appointment’s or invoice’s news of a stay, under whatever event.
SELECT recipient_id, channel, event_id, COUNT(*) AS messages FROM notifications GROUP BY recipient_id, channel, event_id HAVING COUNT(*) > 1
UNION ALL
SELECT recipient_id, channel, template, COUNT(*) FROM notifications
WHERE encounter_id IS NOT NULL AND template IN ('appointment-booked', 'survey') GROUP BY encounter_id, recipient_id, channel, template HAVING COUNT(*) > 1
