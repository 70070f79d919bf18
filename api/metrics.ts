import { type Database } from '../db/connect';
import { gauge, histogram } from '../telemetry/metrics';
import { select } from './http/act';
import { type TemporalGateway } from './temporal/gateway';
import { readStandstill } from './temporal/standstill';

/** How long requests take, as the API sees it. */
export const requestSeconds = histogram('careway_http_request_seconds', 'How long requests of the API take, by route and status', ['method', 'route', 'status']);
/** From the delivery's beginning until Temporal has the command. */
export const relaySeconds = histogram('careway_relay_delivery_seconds', 'How long delivering a command to Temporal takes, by kind and outcome', ['kind', 'outcome']);

const outboxPending = gauge('careway_outbox_pending', 'Commands that wait for Temporal', []);
const outboxOldest = gauge('careway_outbox_oldest_seconds', 'Age of the oldest command that waits', []);
const journeys = gauge('careway_journeys_running', 'Journeys under way, by stage', ['stage']);
const incidents = gauge('careway_incidents_open', 'Steps in trouble that wait for a person, by cause', ['cause']);
const standing = gauge('careway_workflows_standing', 'Running workflows whose next step fails in the code itself, as Temporal says', []);
const tasks = gauge('careway_tasks_open', 'Tasks in inboxes, by role', ['role']);
const overdue = gauge('careway_journeys_sla_breached', 'Journeys whose oldest task is past its deadline', []);

/** Counting the hospital costs the record something: however many scrape, it is counted this often at most. */
const FRESH_MS = 10_000;
let countedAt = 0;

/** Count the hospital for whoever asks: numbers by stage, role and cause, nothing of anybody. */
export async function countHospital(database: Database, gateway: TemporalGateway | null): Promise<void> {
  if (Date.now() - countedAt < FRESH_MS) return;
  countedAt = Date.now();
  const read = { database, transaction: null };
  const [outbox] = await select<{ pending: number; oldest: number | null }>(read, "SELECT COUNT(*) AS pending, TIMESTAMPDIFF(SECOND, MIN(created_at), UTC_TIMESTAMP(3)) AS oldest FROM workflow_commands WHERE state = 'pending'");
  outboxPending.set(Number(outbox?.pending ?? 0));
  outboxOldest.set(Number(outbox?.oldest ?? 0));
  fill(journeys, 'stage', await select(read, "SELECT stage AS label, COUNT(*) AS n FROM journeys WHERE status = 'running' GROUP BY stage"));
  fill(incidents, 'cause', await select(read, "SELECT error_class AS label, COUNT(*) AS n FROM incidents WHERE status IN ('open', 'retrying', 'on-hold') GROUP BY error_class"));
  fill(tasks, 'role', await select(read, 'SELECT x.role AS label, SUM(x.n) AS n FROM (SELECT role, n FROM task_counts UNION ALL SELECT role, n FROM task_count_changes) x GROUP BY x.role'));
  const [late] = await select<{ n: number }>(read, "SELECT COUNT(*) AS n FROM journeys WHERE status = 'running' AND sla_state = 'breached'");
  overdue.set(Number(late?.n ?? 0));
  const standstill = gateway && (await readStandstill(gateway));
  if (standstill) standing.set(standstill.count);
  else standing.remove(); // not known is not none
}

function fill<Label extends string>(figure: ReturnType<typeof gauge<Label>>, name: Label, rows: readonly { label: string; n: number }[]): void {
  figure.reset();
  for (const { label, n } of rows) figure.set({ [name]: label } as Record<Label, string>, Number(n));
}
