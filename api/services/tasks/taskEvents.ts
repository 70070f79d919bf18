import { type Act, executeLater } from '../../http/act';

/** One line of a task's history. Comments are sealed. */
export async function recordTaskEvent(act: Act, taskId: string, kind: string, targetId: string | null, comment: string | null): Promise<void> {
  const place = { table: 'task_events', column: 'detail_enc', id: taskId };
  const actor = act.principal.kind === 'person' ? act.principal.id : null;
  await executeLater(act, 'INSERT INTO task_events (task_id, kind, actor_id, target_id, detail_enc, at) VALUES (?)', [[taskId, kind, actor, targetId, comment === null ? null : act.database.cipher.seal(place, comment), act.now]]);
}
