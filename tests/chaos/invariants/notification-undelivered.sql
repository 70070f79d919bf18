-- Once healed, nothing that was due is unsent, and nothing was given up but for want of an address.
SELECT id, template, status FROM notifications
WHERE (status IN ('pending', 'sending', 'failed') AND not_before <= UTC_TIMESTAMP(3)) OR (status = 'dead' AND COALESCE(last_error, '') <> 'no address')
