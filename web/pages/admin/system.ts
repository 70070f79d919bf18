import { ApiProblem, contract } from '../../../api/client';
import { formatDollars } from '../../../domain/money';
import { get, post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';

/** The administrator's first glance: is everything well, who may come in, what was sent. */
export const systemPages = [
  get('/admin', showSystem),
  get('/admin/deliveries', showDeliveries),
  post('/admin/deliveries/:deliveryId/retry', async (visit) => {
    await visit.api.call(contract.retryDelivery, { params: { notificationId: visit.param('deliveryId') } });
    visit.redirect(visit.cameFrom('/admin/deliveries'), 'delivery-retried');
  }),
  post('/admin/replays', async (visit) => {
    const { journeyId } = await visit.api.call(contract.replayEncounter, { body: { encounterId: visit.posted.get('encounterId') ?? '' } });
    visit.redirect(`/journeys/${journeyId}`, 'patient-admitted');
  }),
];

async function showSystem(visit: Visit): Promise<void> {
  const mayReplay = visit.deps.config.demonstration && visit.has('administrator');
  const proves = visit.query.get('ledger') === 'now';
  const [health, proved, replays] = await Promise.all([
    visit.api.call(contract.readSystemHealth, {}),
    proves ? visit.api.call(contract.checkLedger, {}) : null,
    // Without Temporal the demonstration cannot replay; the rest of the page still helps.
    mayReplay ? visit.api.call(contract.listReplayable, { query: { limit: 12 } }).catch((error: unknown) => (error instanceof ApiProblem ? null : Promise.reject(error))) : null,
  ]);
  const ledger = proved ? { ...proved, checkedAt: health.at } : health.ledger;
  visit.render('admin/system', { health, checks: checksOf(health, ledger), ledger, replays: replays?.items ?? null, captureUrl: visit.deps.config.captureUrl, apiDocument: `${visit.deps.config.apiUrl}/openapi.json` });
}

interface Check { readonly label: string; readonly well: boolean; readonly text: string; readonly href: string | null }

/** Each thing that can go wrong, in words, the bad ones first. */
function checksOf(health: Reply<typeof contract.readSystemHealth>, ledger: Reply<typeof contract.readSystemHealth>['ledger']): Check[] {
  const { workflowCommands: commands, notifications, incidents, audit } = health;
  const proved = Math.max(0, Math.round((Date.parse(health.at) - Date.parse(ledger.checkedAt)) / 60_000));
  const waits = commands.oldestPendingSeconds ?? 0;
  const checks: Check[] = [
    { label: 'Messages to journeys', well: commands.refused === 0 && waits < 60, text: commands.refused > 0 ? `${commands.refused} refused` : waits >= 60 ? `${commands.pending} waiting, the oldest for ${Math.round(waits / 60)} min: is Temporal up?` : `${commands.pending} under way`, href: null },
    { label: 'Stuck steps', well: incidents.unsettled === 0, text: incidents.unsettled === 0 ? 'None' : `${incidents.unsettled} to be settled`, href: '/incidents' },
    { label: 'Notifications', well: notifications.dead === 0, text: notifications.dead > 0 ? `${notifications.dead} could not be delivered` : `${notifications.pending} under way`, href: '/admin/deliveries' },
    { label: 'Audit trail', well: audit.checkpointProblem === null, text: audit.checkpointProblem ?? `${audit.events.toLocaleString('en-US')} events${audit.checkpointAt ? ', checkpointed' : ''}`, href: '/audit' },
    { label: 'Record', well: true, text: `${serverWords(health.database.server)}, ${health.database.megabytes} MB`, href: null },
    { label: 'Ledger', well: ledger.balanced, text: ledger.balanced ? `Balanced to the cent, ${proved === 0 ? 'proved just now' : `proved ${proved} min ago`}` : `${ledger.unbalancedOperations} operations out of balance, ${ledger.differingClaims} claims differ, ${ledger.unchargedServices} services not charged, charges differ by ${formatDollars(ledger.house.differenceCents)}`, href: null },
  ];
  return checks.sort((a, b) => Number(a.well) - Number(b.well));
}

/** "MariaDB 10.11.19" from "10.11.19-MariaDB-0+deb12u1". */
const serverWords = (server: string): string => `${/mariadb/i.test(server) ? 'MariaDB' : 'MySQL'} ${/^[\d.]+/.exec(server)?.[0] ?? server}`;

const STATUSES = [['dead', 'Could not be delivered'], ['failed', 'Trying again'], ['pending', 'Waiting'], ['delivered', 'Delivered']] as const;

const CHANNELS = { email: 'E-mail', sms: 'SMS', app: 'In Careway' } as const;

async function showDeliveries(visit: Visit): Promise<void> {
  const status = STATUSES.find(([value]) => value === visit.query.get('status'))?.[0] ?? 'dead';
  const cursor = visit.query.get('cursor');
  const { items, nextCursor } = await visit.api.call(contract.listDeliveries, { query: { status, limit: 50, ...(cursor ? { cursor } : {}) } });
  visit.render('admin/deliveries', {
    chips: STATUSES.map(([value, label]) => ({ label, href: `/admin/deliveries?status=${value}`, current: value === status })),
    captureUrl: visit.deps.config.captureUrl, mayRetry: visit.has('administrator') && status === 'dead',
    list: { rows: items.map((item) => ({ ...item, channelWords: CHANNELS[item.channel] })), nextHref: nextCursor ? `/admin/deliveries?status=${status}&cursor=${encodeURIComponent(nextCursor)}` : null, firstHref: cursor ? `/admin/deliveries?status=${status}` : null, empty: { title: 'None', text: 'No message is in this state.', href: null, action: null } },
  });
}
