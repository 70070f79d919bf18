import { type z } from 'zod';
import { isStage, type Stage } from '../../../domain/journey/stages';
import { eventSentence } from '../../../domain/journey/words';
import { type journeysContract } from '../../contract/journeys';
import { type Act, select } from '../../http/act';
import { cursorTime, decodeCursor, encodeCursor } from '../../http/cursor';
import { type JourneyRow } from './progress';
import { messageSentence, moneySentence, rungSentence, claimSentence } from './timelineWords';

type EventPage = z.output<typeof journeysContract.listJourneyEvents.reply>;

/** What a source knows of a line. `key` is unique within the source and gives lines of one moment their order. */
interface Line {
  readonly at: Date;
  readonly key: string;
  readonly stage: string | null;
  readonly activity: string;
  readonly about: string | null;
  readonly cents: number | null;
  readonly actor: string | null;
  readonly actorKind: 'person' | 'workflow' | 'payer';
  readonly durationMs: number | null;
  readonly referenceType: string | null;
  readonly referenceId: string | null;
}

interface Source {
  readonly name: EventPage['items'][number]['source'];
  /** Rows with the columns of a line; `at` and `key` can be compared. Our own SQL; `:id` is the encounter. */
  readonly sql: string;
  readonly sentence: (line: Line) => string;
}

const NOTHING = 'NULL AS about, NULL AS cents';

/**
 * Where the story comes from: the journey's own events, what happened to its claims beside them, deadlines that passed, messages to the patient,
 * and money. In the order lines of one moment take.
 */
const SOURCES: readonly Source[] = [
  {
    name: 'journey',
    sql: `SELECT e.at, LPAD(e.id, 20, '0') AS \`key\`, e.stage, e.activity, ${NOTHING}, u.display_name AS actor, e.actor_kind AS actorKind, e.duration_ms AS durationMs, e.reference_type AS referenceType, e.reference_id AS referenceId
      FROM journey_events e LEFT JOIN staff_users u ON u.id = e.actor_id WHERE e.journey_id = :id`,
    sentence: ({ activity, stage, actor }) => eventSentence(activity, stage ?? '', actor),
  },
  {
    name: 'claim',
    sql: `SELECT e.at, LPAD(e.id, 20, '0') AS \`key\`, 'adjudication' AS stage, e.kind AS activity, c.number AS about, NULL AS cents, u.display_name AS actor, e.actor_kind AS actorKind, NULL AS durationMs, 'claim' AS referenceType, c.id AS referenceId
      FROM claims c JOIN claim_events e ON e.claim_id = c.id LEFT JOIN staff_users u ON u.id = e.actor_id LEFT JOIN journey_events j ON j.dedup_id = e.dedup_id WHERE c.encounter_id = :id AND j.id IS NULL`,
    sentence: ({ activity, about, actor }) => claimSentence(activity, about, actor),
  },
  {
    name: 'deadline',
    sql: `SELECT f.fired_at AS at, CONCAT(f.task_id, '/', f.rung) AS \`key\`, t.stage, f.rung AS activity, t.type AS about, NULL AS cents, NULL AS actor, 'workflow' AS actorKind, NULL AS durationMs, 'task' AS referenceType, t.id AS referenceId
      FROM tasks t JOIN sla_firings f ON f.task_id = t.id WHERE t.journey_id = :id`,
    sentence: ({ activity, about }) => rungSentence(activity, about),
  },
  {
    name: 'message',
    sql: `SELECT COALESCE(n.delivered_at, n.created_at) AS at, n.id AS \`key\`, NULL AS stage, n.template AS activity, CONCAT(n.channel, '/', n.status) AS about, NULL AS cents, NULL AS actor, 'workflow' AS actorKind, NULL AS durationMs, 'notification' AS referenceType, n.id AS referenceId
      FROM notifications n WHERE n.encounter_id = :id AND n.recipient_kind = 'patient' AND n.status <> 'cancelled'`,
    sentence: ({ activity, about }) => messageSentence(activity, about),
  },
  {
    name: 'money',
    sql: `SELECT o.posted_at AS at, o.id AS \`key\`, NULL AS stage, o.kind AS activity, NULL AS about, SUM(CASE WHEN l.cents > 0 THEN l.cents ELSE 0 END) AS cents, MAX(u.display_name) AS actor, CASE WHEN MAX(o.actor_id) IS NULL THEN 'workflow' ELSE 'person' END AS actorKind,
        NULL AS durationMs, 'account' AS referenceType, MAX(a.id) AS referenceId
      FROM accounts a JOIN ledger_entries l ON l.account_id = a.id JOIN ledger_operations o ON o.id = l.operation_id LEFT JOIN staff_users u ON u.id = o.actor_id
      WHERE a.encounter_id = :id AND o.kind NOT IN ('charge', 'charge-change') GROUP BY o.id, o.posted_at, o.kind`,
    sentence: ({ activity, cents, actor }) => moneySentence(activity, Number(cents ?? 0), actor),
  },
];

/** The journey's story, newest first: everything that is on record of it, whichever workflow or person wrote it. */
export async function listTimeline(act: Act, journey: JourneyRow, query: { cursor?: string | undefined; stage?: Stage | undefined; limit: number }): Promise<EventPage> {
  const cursor = decodeCursor(query.cursor, 3);
  const before = cursor && { at: cursorTime(cursor[0]), rank: Number(cursor[1]), key: String(cursor[2]) };
  const read = await Promise.all(SOURCES.map(async (source, rank) => (await readSource(act, { id: journey.id, stage: query.stage ?? null }, source, rank, before, query.limit + 1)).map((line) => ({ line, source, rank }))));
  const lines = read.flat().sort((a, b) => b.line.at.getTime() - a.line.at.getTime() || a.rank - b.rank || (a.line.key < b.line.key ? 1 : -1));
  const shown = lines.slice(0, query.limit);
  const last = shown[shown.length - 1];
  act.audits.push({ action: 'journey.readEvents', resourceType: 'journey', resourceId: journey.id, patientId: journey.patientId });
  return {
    items: shown.map(({ line, source }) => ({
      id: `${source.name}/${line.key}`, source: source.name, at: line.at.toISOString(), stage: line.stage && isStage(line.stage) ? line.stage : null, activity: line.activity, sentence: source.sentence(line), actor: line.actor, actorKind: line.actorKind,
      durationMs: line.durationMs === null ? null : Number(line.durationMs), referenceType: line.referenceType, referenceId: line.referenceId,
    })),
    nextCursor: lines.length > query.limit && last ? encodeCursor([last.line.at.toISOString(), last.rank, last.line.key]) : null,
    total: null,
  };
}

/** The newest lines of one source that come after where the page before ended. */
async function readSource(act: Act, of: { id: string; stage: Stage | null }, { sql }: Source, rank: number, before: { at: Date; rank: number; key: string } | null, limit: number): Promise<Line[]> {
  const after = !before ? 'TRUE' : rank > before.rank ? 'x.at <= :at' : rank < before.rank ? 'x.at < :at' : '(x.at < :at OR (x.at = :at AND x.`key` < :key))';
  return select<Line>(act, `SELECT x.* FROM (${sql}) x WHERE ${after} ${of.stage ? 'AND x.stage = :stage' : ''} ORDER BY x.at DESC, x.\`key\` DESC LIMIT ${limit}`, { ...of, at: before?.at ?? null, key: before?.key ?? null });
}
