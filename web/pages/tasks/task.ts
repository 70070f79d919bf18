import { ApiProblem, contract } from '../../../api/client';
import { type Form, type FormProblem, type FormValues, type TaskInput } from '../../../domain/tasks/form';
import { previewScore } from '../observations/score';
import { patientHeader } from '../patients/header';
import { formOf, isTaskType, taskType } from '../../../domain/tasks/types';
import { type FormView, formView } from '../../forms/formView';
import { type Typed, typedFromPost, typedFromValues, valuesFromTyped } from '../../forms/typed';
import { get, post } from '../../http/page';
import { Refusal } from '../../http/refusal';
import { type Reply, type Visit } from '../../http/visit';
import { answersOf } from './answers';
import { historyLine } from './history';
import { chosenSet, ofChosenSets, orderSetChips } from './orderSets';

type Detail = Reply<typeof contract.readTask>;

/** One task: for whom and why, its form, who holds it, its history. */
export const taskPages = [
  get('/tasks/:taskId', (visit) => showTask(visit)),
  post('/tasks/:taskId', completeTask),
  post('/tasks/:taskId/draft', saveDraft),
  post('/tasks/:taskId/score', previewScore),
];

interface Attempt {
  readonly typed: Typed;
  readonly problems: readonly FormProblem[];
  readonly refusal: string | null;
  readonly status: number;
}

async function showTask(visit: Visit, attempt: Attempt | null = null, known: Detail | null = null): Promise<void> {
  const detail = known ?? (await read(visit));
  const { task } = detail;
  const isOpen = detail.completedAt === null && task.status !== 'cancelled';
  const mine = task.holder?.id === visit.person.id;
  const mayHandOver = isOpen && (mine || task.covering || visit.has('charge-nurse', 'billing-supervisor', 'manager', 'administrator'));
  const scores = detail.form.fields.some(({ name }) => name === 'respirations');
  const [colleagues, teams, patient, last] = await Promise.all([
    mayHandOver ? visit.api.call(contract.listColleagues, { params: { taskId: task.id } }).then(({ items }) => items, () => []) : [],
    mayHandOver ? visit.api.call(contract.listTeams, {}).then(({ items }) => items.map((team) => ({ ...team, chosen: team.id === task.team?.id }))) : [],
    patientHeader(visit, task.patient?.id ?? null),
    scores && detail.mayWork && task.encounterId ? visit.api.call(contract.readLastObservations, { params: { encounterId: task.encounterId } }).catch(() => null) : null,
  ]);
  const form = detail.form as unknown as Form;
  visit.render('tasks/task', {
    ...detail, isOpen, patient, mine, colleagues, teams, mayHandOver,
    mayDelegate: mine || task.covering,
    mayPause: isOpen && detail.mayWork && taskType(task.type).mayPause === true,
    mayTakeBack: isOpen && task.owner !== null && (mine || task.owner.id === visit.person.id),
    ownerIsMe: task.owner?.id === visit.person.id,
    heldByOther: task.holder !== null && !mine && !task.covering,
    form: detail.mayWork ? view(visit, detail, attempt) : null,
    refusal: attempt?.refusal ?? null,
    // Somebody was faster: what was typed is not taken, and not lost either.
    typed: attempt && !detail.mayWork ? answersOf(form, valuesFromTyped(form, attempt.typed, visit.deps.config.timeZone) as FormValues, visit.deps.config.timeZone) : null,
    answers: detail.output ? answersOf(form, detail.output as FormValues, visit.deps.config.timeZone) : null,
    scores, spo2Scale: last === null ? 1 : last.scale,
    draftAt: attempt ? null : detail.draft?.savedAt ?? null,
    facts: detail.input.facts ?? [],
    orderSets: detail.mayWork ? orderSetChips(detail.input as TaskInput, task.id, chosenSet(visit, detail.input as TaskInput, attempt?.typed ?? null)) : [],
    history: detail.history.map(historyLine),
  }, { status: attempt?.status ?? 200 });
}

function view(visit: Visit, detail: Detail, attempt: Attempt | null): FormView {
  const zone = visit.deps.config.timeZone;
  const form = detail.form as unknown as Form;
  const draft = detail.draft ? typedFromValues(form, detail.draft.values as FormValues, zone) : null;
  return formView(form, ofChosenSets(visit, detail.input as TaskInput, attempt?.typed ?? draft), attempt?.typed ?? draft, attempt?.problems ?? [], zone);
}

const read = (visit: Visit): Promise<Detail> => visit.api.call(contract.readTask, { params: { taskId: visit.param('taskId') } });

/** Send the form. What the API refuses comes back on the same page, beside the fields, with everything typed still there. */
async function completeTask(visit: Visit): Promise<void> {
  const taskId = visit.param('taskId');
  const { values, version } = posted(visit);
  try {
    // The same form sent twice (a double click, a reload) is one completion.
    const idempotencyKey = `web-complete-${taskId}-${version}-${visit.person.id}`;
    await visit.api.call(contract.completeTask, { params: { taskId }, body: { version, values }, idempotencyKey });
    visit.redirect('/tasks', 'task-completed');
  } catch (error) {
    if (!(error instanceof ApiProblem) || ![400, 409, 422].includes(error.status)) throw error;
    const { title, detail: more, errors } = error.problem;
    const detail = await read(visit);
    const typed = typedFromPost(detail.form as unknown as Form, visit.posted);
    await showTask(visit, { typed, problems: errors ?? [], refusal: errors?.length ? null : [title, more].filter(Boolean).join(' '), status: error.status === 400 ? 422 : error.status }, detail);
  }
}

async function saveDraft(visit: Visit): Promise<void> {
  const taskId = visit.param('taskId');
  const { savedAt } = await visit.api.call(contract.saveDraft, { params: { taskId }, body: { values: posted(visit).values } });
  if (!visit.isEnhanced) return visit.redirect(`/tasks/${taskId}`, 'draft-saved');
  visit.render('tasks/saved', { savedAt });
}

/** The posted form as the API takes it, read by the definition of its task type. */
function posted(visit: Visit): { values: Record<string, unknown>; version: number } {
  const type = visit.posted.get('_type') ?? '';
  const version = Number(visit.posted.get('_version'));
  if (!isTaskType(type) || !Number.isInteger(version) || version < 1) throw new Refusal(400, 'This form is not complete. Open the task again.');
  const form = formOf(type);
  return { values: valuesFromTyped(form, typedFromPost(form, visit.posted), visit.deps.config.timeZone), version };
}
