-- A rung of the ladder never fires for a task that is done.
SELECT f.task_id, f.rung FROM sla_firings f JOIN tasks t ON t.id = f.task_id WHERE t.completed_at < f.fired_at
