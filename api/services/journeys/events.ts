import { type Act, executeLater } from '../../http/act';

/** One thing that happened on a journey; the deduplication ID keeps it one row however often it is told. */
export interface NewJourneyEvent {
  readonly journeyId: string;
  readonly stage: string;
  readonly activity: string;
  readonly durationMs?: number | null;
  readonly referenceType?: string | null;
  readonly referenceId?: string | null;
  readonly detail?: string;
  readonly dedupId: string;
  /** Default: the principal, or the workflow when a service acts. */
  readonly actorKind?: 'person' | 'workflow' | 'payer';
}

export function recordJourneyEvent(act: Act, event: NewJourneyEvent): Promise<void> {
  return recordJourneyEvents(act, [event]);
}

/** Several at once, in their order. */
export async function recordJourneyEvents(act: Act, events: readonly NewJourneyEvent[]): Promise<void> {
  const isPerson = act.principal.kind === 'person';
  const rows = events.map((event) => {
    const detail = event.detail === undefined ? null : act.database.cipher.seal({ table: 'journey_events', column: 'detail_enc', id: event.dedupId }, event.detail);
    return [event.journeyId, event.stage, event.activity, isPerson ? act.principal.id : null, event.actorKind ?? (isPerson ? 'person' : 'workflow'), act.now, event.durationMs ?? null, event.referenceType ?? null, event.referenceId ?? null, detail, event.dedupId];
  });
  await executeLater(
    act,
    `INSERT INTO journey_events (journey_id, stage, activity, actor_id, actor_kind, at, duration_ms, reference_type, reference_id, detail_enc, dedup_id) VALUES ${rows.map(() => '(?)').join(', ')} ON DUPLICATE KEY UPDATE id = journey_events.id`,
    rows,
  );
}
