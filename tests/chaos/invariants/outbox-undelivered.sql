-- Once healed every command has reached its workflow, and none was refused.
SELECT id, workflow_id, name, state, last_error FROM workflow_commands WHERE state <> 'delivered'
