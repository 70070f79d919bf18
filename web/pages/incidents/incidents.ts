import { DateTime } from 'luxon';
import { contract } from '../../../api/client';
import { get, post } from '../../http/page';
import { type ChipView, ListAddress } from '../../http/listQuery';
import { Refusal } from '../../http/refusal';
import { type Reply, type Visit } from '../../http/visit';

type Standing = NonNullable<Reply<typeof contract.readStandstill>['standstill']>['workflows'][number];
type Incident = Reply<typeof contract.listIncidents>['items'][number];

const FILTERS = ['status', 'incidentId', 'fingerprint', 'journeyId', 'claimId'] as const;
const STATUSES = [['', 'To be settled'], ['open', 'Open'], ['retrying', 'Trying again'], ['on-hold', 'On hold'], ['solved', 'Solved'], ['skipped', 'Skipped'], ['cancelled', 'Cancelled']] as const;
const ACTIONS = ['retry', 'skip', 'hold', 'cancel'] as const;

/** Steps that have spent their retries: by cause, each with its ways out. */
export const incidentPages = [
  get('/incidents', showIncidents),
  get('/processes/versions', showVersions),
  post('/incidents/:incidentId/resolution', resolve),
];

async function showIncidents(visit: Visit): Promise<void> {
  const address = new ListAddress('/incidents', FILTERS, visit.query);
  const query = { ...address.filters, ...(address.cursor ? { cursor: address.cursor } : {}), limit: 50, count: 'true' } as { limit: number };
  const [page, { causes, total }, { standstill }] = await Promise.all([visit.api.call(contract.listIncidents, { query }), visit.api.call(contract.countIncidents, {}), visit.api.call(contract.readStandstill, {})]);
  const status = address.value('status') ?? '';
  const chips: ChipView[] = STATUSES.map(([value, label]) => ({ label, href: address.with({ status: value || null }), current: status === value, ...(value === '' ? { count: total } : {}) }));
  const standing = standstill && standstill.count > 0 ? { count: standstill.count, more: standstill.count - standstill.workflows.length, workflows: standstill.workflows.map(standingView) } : null;
  visit.render('incidents/incidents', {
    causes: causes.map((cause) => ({ ...cause, stepWords: stepWords(cause.step), href: address.with({ fingerprint: cause.fingerprint, status: null }), current: address.value('fingerprint') === cause.fingerprint })),
    standing,
    clearHref: address.value('fingerprint') ? address.with({ fingerprint: null }) : address.value('incidentId') ? address.with({ incidentId: null, status: null }) : null,
    clearWords: address.value('incidentId') ? 'One stuck step only' : 'One cause only',
    chips,
    list: {
      rows: page.items.map((incident) => ({ ...incidentView(incident), mayResolve: true })), total: page.total, nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: status === '' || status === 'open' ? { title: standing ? 'Nothing else is stuck' : 'Nothing is stuck', text: 'When a step fails for good it appears here, with its cause and what can be done.', href: null, action: null } : { title: 'None here', text: 'No stuck step is in this state.', href: '/incidents', action: 'Show what is to be settled' },
    },
  }, { parts: { incidents: 'incidents/part' } });
}

/** A workflow by the page of what it works for. */
function standingView({ workflowId, cause }: Standing): { words: string; href: string | null; cause: string } {
  const [, kind = '', id = ''] = /^([a-z-]+)-([0-9a-f]{8}-.{27})$/.exec(workflowId) ?? [];
  const pages: Readonly<Record<string, string>> = { journey: '/journeys', claim: '/claims', 'follow-up': '/journeys' };
  const page = pages[kind];
  return { words: page ? `${stepWords(kind)} ${id.slice(-6)}` : workflowId, href: page ? `${page}/${id}` : null, cause };
}

/** Which code the running workflows were run by last. */
async function showVersions(visit: Visit): Promise<void> {
  const { census } = await visit.api.call(contract.readVersions, {});
  const most = Math.max(1, ...(census?.builds ?? []).map(({ count }) => count));
  visit.render('incidents/versions', { census: census && { ...census, isPart: census.looked < census.running, builds: census.builds.map((build) => ({ ...build, share: Math.round((build.count / most) * 100) })) } });
}

const STATES = {
  open: { words: 'Needs a decision', glyph: 'stuck', tone: 'red' },
  retrying: { words: 'Trying again', glyph: 'clock', tone: 'amber' },
  'on-hold': { words: 'On hold', glyph: 'lock', tone: 'amber' },
  solved: { words: 'Solved: the step has passed', glyph: 'done', tone: 'green' },
  skipped: { words: 'Skipped', glyph: 'skip', tone: '' },
  cancelled: { words: 'Cancelled', glyph: 'cross', tone: '' },
} as const;

/** Why a workflow does not take an answer. */
const REFUSALS: Readonly<Record<string, string>> = {
  ActionNotPossible: 'The last answer was not possible here: what follows needs this step, or the payer has the claim already.', UnknownIncident: 'The workflow is not stuck here any more.', BeingActedOn: 'The workflow is still at the answer before this one.',
  AlreadyBilled: 'It can no longer be cancelled: the bill is on its way.', PatientHasLeft: 'It can no longer be cancelled: the patient has left.', JourneyOver: 'The journey is closed.', 'workflow-not-running': 'The workflow of this step has ended.',
};

/** An incident with its step and state in words. */
export function incidentView(incident: Incident) {
  return { ...incident, stepWords: stepWords(incident.step), state: STATES[incident.status], isSettled: ['solved', 'skipped', 'cancelled'].includes(incident.status), refusalWords: incident.refusal ? (REFUSALS[incident.refusal] ?? 'The workflow would not take the last answer. Try another way out.') : null };
}

/** "captureCharges" and "capture-charges" read as "Capture charges". */
export function stepWords(step: string): string {
  const words = step.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[-_/]+/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

async function resolve(visit: Visit): Promise<void> {
  const action = ACTIONS.find((one) => one === visit.posted.get('action'));
  if (!action) throw new Refusal(400, 'Say what is to be done: retry, skip, hold or cancel.');
  const reason = visit.posted.get('reason')?.trim();
  const until = DateTime.fromISO(visit.posted.get('until') ?? '', { zone: visit.deps.config.timeZone });
  await visit.api.call(contract.resolveIncident, {
    params: { incidentId: visit.param('incidentId') },
    body: { version: Number(visit.posted.get('version')), action, ...(reason ? { reason } : {}), ...(action === 'hold' && until.isValid ? { until: until.toUTC().toISO() } : {}) },
  });
  visit.done(visit.cameFrom('/incidents'), `incident-${action}`);
}
