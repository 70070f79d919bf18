import { contract } from '../../../api/client';
import { CANCEL_REASONS, isStage, STAGE_LABELS } from '../../../domain/journey/stages';
import { get, post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';
import { incidentView, stepWords } from '../incidents/incidents';
import { dischargeView } from '../discharge/discharge';
import { patientHeader } from '../patients/header';
import { maySeeFiles } from '../exchange/maySeeFiles';
import { authorizationsOf } from './authorizations';
import { rowView } from './board';
import { pathwayDiagram } from './diagram/diagram';
import { storyOf } from './diagram/nodes';
import { onRecord, processView, runsIn, withRuns } from './process';
import { storyView } from './story';

type Detail = Reply<typeof contract.readJourney>;
type Process = Reply<typeof contract.readJourneyProcess>;

/** One journey end to end: where it stands, what blocks it, everything that happened. */
export const journeyPages = [
  get('/journeys/:journeyId', showJourney),
  get('/journeys/:journeyId/journey.pdf', printJourney),
  post('/journeys/:journeyId/cancellation', cancelJourney),
  post('/journeys/:journeyId/fast-forward', fastForward),
];

const journeyOf = (visit: Visit): { journeyId: string } => ({ journeyId: visit.param('journeyId') });

async function showJourney(visit: Visit): Promise<void> {
  const params = journeyOf(visit);
  const cursor = visit.query.get('cursor') ?? undefined;
  const asked = visit.query.get('stage');
  const stage = asked !== null && isStage(asked) ? asked : null;
  const [detail, events] = await Promise.all([
    visit.api.call(contract.readJourney, { params }),
    visit.api.call(contract.listJourneyEvents, { params, query: { limit: 100, ...(cursor ? { cursor } : {}), ...(stage ? { stage } : {}) } }),
  ]);
  const [header, discharge, authorized, process] = await Promise.all([patientHeader(visit, detail.journey.patient.id), dischargeView(visit, detail.journey), authorizationsOf(visit, params.journeyId, detail.journey.claim), visit.api.call(contract.readJourneyProcess, { params })]);
  const mayResolve = visit.has('manager', 'administrator', 'billing', 'billing-supervisor', 'charge-nurse');
  visit.render('journeys/journey', {
    ...detail,
    journey: rowView(detail.journey),
    patient: detail.journey.patient, header, discharge, authorized, maySeeFile: maySeeFiles(visit),
    diagram: pathwayDiagram(detail, { now: visit.now.toISOString(), zone: visit.deps.config.timeZone }),
    why: whyStillHere(detail, process),
    stayDays: Math.floor((Date.parse(detail.journey.closedAt ?? visit.now.toISOString()) - Date.parse(detail.journey.startedAt)) / 86_400_000) + 1,
    process: processView(process, visit.has('manager', 'administrator', 'auditor')),
    retrying: process.retrying.filter(({ isCode }) => !isCode).map((one) => ({ ...one, stepWords: stepWords(one.step) })),
    tasks: detail.tasks.map((task) => ({ ...task, mine: task.holder?.id === visit.person.id })),
    incidents: detail.incidents.map((incident) => ({ ...incidentView(incident), mayResolve })),
    story: storyView(withRuns(events.items, cursor ? [] : runsIn(onRecord(process), stage), events.nextCursor), visit.now.toISOString(), visit.deps.config.timeZone),
    storyStage: stage && { label: STAGE_LABELS[stage], allHref: storyOf(params.journeyId, null) },
    olderHref: events.nextCursor ? `/journeys/${params.journeyId}?${new URLSearchParams({ ...(stage ? { stage } : {}), cursor: events.nextCursor })}#story` : null,
    newestHref: cursor ? storyOf(params.journeyId, stage) : null,
    cancel: detail.mayCancel && visit.has('registrar', 'charge-nurse', 'physician', 'manager', 'administrator') ? Object.entries(CANCEL_REASONS).map(([value, label]) => ({ value, label })) : null,
    fastForward: visit.deps.config.demonstration && visit.has('administrator') && detail.journey.status === 'running',
  }, { parts: { journey: 'journeys/state' } });
}

/** "Why is this patient still here", in one line. */
function whyStillHere({ journey, tasks, incidents }: Detail, { retrying }: Pick<Process, 'retrying'>): { tone: string; glyph: string; text: string } | null {
  if (journey.status !== 'running') return null;
  const code = retrying.find(({ isCode }) => isCode);
  if (code) return { tone: 'problem', glyph: 'stuck', text: `Stands still: Careway’s own code fails at the next step (${code.errorClass}, ${code.attempts} attempts). Nothing is lost. Call whoever runs Careway: it goes on by itself once the right version runs.` };
  const [incident] = incidents;
  if (incident) return { tone: 'problem', glyph: 'stuck', text: `Stuck at “${incidentView(incident).stepWords}”: ${incident.status === 'open' ? 'somebody has to decide' : incident.status === 'retrying' ? 'being tried again' : 'on hold'}.` };
  const overdue = tasks.filter((task) => task.overdue);
  if (overdue.length > 0) return { tone: 'problem', glyph: 'alert', text: `Waits for ${overdue.map(({ title, holder }) => `“${title}”${holder ? ` (${holder.name})` : ' (nobody has it)'}`).join(', ')}: overdue.` };
  if (tasks.length > 0) return { tone: '', glyph: 'clock', text: `Waits for ${tasks.map(({ title, holder }) => `“${title}”${holder ? ` (${holder.name})` : ''}`).join(', ')}.` };
  return journey.waitingFor ? { tone: '', glyph: 'clock', text: `Waits for: ${journey.waitingFor}.` } : { tone: '', glyph: 'arrow', text: 'Moving on by itself.' };
}

/** The journey to print or to send along. */
async function printJourney(visit: Visit): Promise<void> {
  const { fileName, content } = await visit.api.call(contract.printJourney, { params: journeyOf(visit) });
  visit.ctx.type = 'application/pdf';
  visit.ctx.set('content-disposition', `inline; filename="${fileName}"`);
  visit.ctx.body = Buffer.from(content, 'base64');
}

async function cancelJourney(visit: Visit): Promise<void> {
  const params = journeyOf(visit);
  const reason = visit.posted.get('reason') as keyof typeof CANCEL_REASONS;
  await visit.api.call(contract.cancelJourney, { params, body: { version: Number(visit.posted.get('version')), reason } });
  visit.redirect(`/journeys/${params.journeyId}`, 'journey-cancelling');
}

/** Demonstration only: let time pass for this patient. */
async function fastForward(visit: Visit): Promise<void> {
  const params = journeyOf(visit);
  const hours = Number(visit.posted.get('hours'));
  await visit.api.call(contract.fastForwardJourney, { params, body: hours > 0 ? { hours } : { untilNextTimer: true } });
  visit.redirect(`/journeys/${params.journeyId}`, 'time-passed');
}
