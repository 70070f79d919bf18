import { DateTime } from 'luxon';
import { ApiProblem, contract } from '../../../api/client';
import { type CauseKind, isStuckCause, STUCK_CAUSES } from '../../../domain/claims/causes';
import { actionsFor, CLAIM_ACTIONS, INCIDENT_GROUP_ACTION_NAMES, INCIDENT_GROUP_ACTIONS } from '../../../domain/claims/deskActions';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { claimFixOf, incidentFixOf } from './posted';

/** How a group can be chosen; the addresses of the lists carry the same names. */
const CLAIM_FILTERS = ['state', 'status', 'cause', 'causeKind', 'fingerprint', 'payerId', 'patientId', 'escalated', 'q'] as const;

/** Choose one fix for many claims or stuck steps; the next page shows the dry run. */
export const groupFixChoicePages = [
  get('/group-fixes/new', (visit) => showChoice(visit, visit.query, null)),
  post('/group-fixes', plan),
];

interface Refused { readonly title: string; readonly errors: readonly { readonly message: string }[] }

async function showChoice(visit: Visit, asked: URLSearchParams, refused: Refused | null): Promise<void> {
  const isClaim = asked.get('target') !== 'incident';
  const rest = asked.get('rest');
  const ids = asked.getAll('ids');
  const facts = rest ? await restFacts(visit, rest) : isClaim ? await claimFacts(visit, asked, ids) : await incidentFacts(visit, asked, ids);
  const typed = refused ? asked : new URLSearchParams(facts.suggested ? { action: facts.suggested } : {});
  const actions = isClaim ? actionsFor(facts.cause?.kind ?? null).map((name) => ({ name, ...CLAIM_ACTIONS[name] })) : INCIDENT_GROUP_ACTION_NAMES.map((name) => ({ name, ...INCIDENT_GROUP_ACTIONS[name] }));
  visit.render('groupfix/new', {
    isClaim, ...facts, refused, noun: isClaim ? 'claim' : 'stuck step', backHref: isClaim ? '/claims' : '/incidents',
    kept: [...asked].filter(([name]) => name === 'ids' || name === 'rest' || name === 'target' || (CLAIM_FILTERS as readonly string[]).includes(name)).map(([name, value]) => ({ name, value })),
    actions: actions.map((action) => ({ ...action, chosen: typed.get('action') === action.name })),
    typed: Object.fromEntries(['authorizationNumber', 'principalDiagnosis', 'drg', 'modifierProcedure', 'modifier', 'byClaim', 'byClaimField', 'until', 'note'].map((name) => [name, typed.get(name) ?? ''])),
  }, { status: refused ? 400 : 200 });
}

interface Facts {
  readonly count: number;
  readonly openCents?: number;
  readonly deadlineAt?: string | null;
  readonly cause?: { readonly kind: CauseKind; readonly label: string; readonly fix: string } | null;
  readonly message?: string | null;
  readonly suggested?: string;
  readonly colleagues?: readonly { readonly id: string; readonly name: string; readonly openTasks: number }[];
}

async function claimFacts(visit: Visit, asked: URLSearchParams, ids: readonly string[]): Promise<Facts> {
  const filters = claimFiltersOf(asked);
  const [page, causes] = await Promise.all([
    visit.api.call(contract.listClaims, { query: { ...filters, limit: 1, count: 'true' } as { limit: number } }),
    visit.api.call(contract.listClaimCauses, { query: { by: asked.get('fingerprint') ? 'root-cause' : 'cause' } }),
  ]);
  const queue = causes.items.find((item) => (asked.get('fingerprint') ? item.fingerprint === asked.get('fingerprint') : item.cause === asked.get('cause')));
  const cause = asked.get('cause') ?? queue?.cause ?? '';
  const [first] = page.items;
  return {
    count: ids.length > 0 ? ids.length : (page.total ?? 0), cause: isStuckCause(cause) ? STUCK_CAUSES[cause] : null, suggested: 'send-on', colleagues: first?.task ? await colleaguesOf(visit, first.task.id) : [],
    ...(queue && ids.length === 0 && !asked.get('q') ? { openCents: queue.openCents, deadlineAt: queue.nearestDeadlineAt } : {}),
  };
}

/** Who could take these; none when the task has just been closed. */
async function colleaguesOf(visit: Visit, taskId: string): Promise<NonNullable<Facts['colleagues']>> {
  try {
    return (await visit.api.call(contract.listColleagues, { params: { taskId } })).items;
  } catch (error) {
    if (error instanceof ApiProblem) return [];
    throw error;
  }
}

async function incidentFacts(visit: Visit, asked: URLSearchParams, ids: readonly string[]): Promise<Facts> {
  const { causes, total } = await visit.api.call(contract.countIncidents, {});
  const cause = causes.find((one) => one.fingerprint === asked.get('fingerprint'));
  return { count: ids.length > 0 ? ids.length : (cause?.count ?? total), message: cause?.message ?? cause?.errorClass ?? null, suggested: 'retry' };
}

async function restFacts(visit: Visit, groupFixId: string): Promise<Facts> {
  const { groupFix } = await visit.api.call(contract.readGroupFix, { params: { groupFixId } });
  return { count: groupFix.counts.impossible + groupFix.counts.failed + groupFix.counts['left-out'], suggested: groupFix.action, colleagues: [] };
}

/** Filters as the API takes them; a list of chosen rows needs no other. */
function claimFiltersOf(asked: URLSearchParams): Record<string, string> {
  const all = asked.getAll('ids').length > 0 || asked.get('rest') !== null;
  return { ...Object.fromEntries(CLAIM_FILTERS.flatMap((name) => (asked.get(name) && !all ? [[name, asked.get(name) ?? '']] : []))), state: all ? 'all' : (asked.get('state') ?? 'stuck') };
}

async function plan(visit: Visit): Promise<void> {
  const { posted } = visit;
  const rest = posted.get('rest');
  const chosen = { ...(posted.getAll('ids').length > 0 ? { ids: posted.getAll('ids') } : {}), ...(rest ? { rest: { groupFixId: rest } } : {}) };
  const toUtc = (local: string) => DateTime.fromISO(local, { zone: visit.deps.config.timeZone }).toUTC().toISO() ?? local;
  try {
    const { id } = posted.get('target') === 'incident'
      ? await visit.api.call(contract.planIncidentGroupFix, { body: { select: { ...chosen, ...(posted.get('fingerprint') ? { fingerprint: posted.get('fingerprint') ?? '' } : {}) }, fix: incidentFixOf(posted, toUtc) } })
      : await visit.api.call(contract.planClaimGroupFix, { body: { select: { ...claimFiltersOf(posted), ...chosen } as { state: 'all' }, fix: claimFixOf(posted, toUtc) } });
    visit.redirect(`/group-fixes/${id}`);
  } catch (error) {
    if (!(error instanceof ApiProblem) || ![400, 422].includes(error.status)) throw error;
    await showChoice(visit, posted, { title: error.problem.title, errors: error.problem.errors ?? [] });
  }
}
