-- A key that was taken has its reply: the effect and its answer commit together.
SELECT principal_id, idempotency_key FROM idempotency_keys WHERE status IS NULL OR response_enc IS NULL
