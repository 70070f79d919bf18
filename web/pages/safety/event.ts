import { contract } from '../../../api/client';
import { refusalOf } from '../../forms/refused';
import { type FlashCode } from '../../http/flash';
import { options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { type IconName } from '../../render/icons';
import { eventView } from './events';

const MARKS: Readonly<Record<string, readonly [IconName, string]>> = { closed: ['done', 'good'], 'action-done': ['check', 'good'], reported: ['flag', 'person'], reopened: ['undo', 'bad'], 'action-cancelled': ['cross', ''] };

/** One event: what happened, what was found, what is done about it, and its story. */
export const safetyEventPages = [
  get('/safety/:safetyEventId', (visit) => showEvent(visit)),
  post('/safety/:safetyEventId/actions', (visit) => act(visit, 'safety-action-added', (safetyEventId, text) =>
    visit.api.call(contract.addSafetyAction, { params: { safetyEventId }, body: { what: text('what'), ownerId: text('ownerId'), dueOn: text('dueOn') } }))),
  post('/safety/:safetyEventId/actions/:safetyActionId/cancellation', (visit) => act(visit, 'safety-action-dropped', (safetyEventId, text) =>
    visit.api.call(contract.cancelSafetyAction, { params: { safetyEventId, safetyActionId: visit.param('safetyActionId') }, body: { version: Number(text('version')), reason: text('reason') } }))),
  post('/safety/:safetyEventId/reopening', (visit) => act(visit, 'safety-reopened', (safetyEventId, text) =>
    visit.api.call(contract.reopenSafetyEvent, { params: { safetyEventId }, body: { version: Number(text('version')), reason: text('reason') } }))),
];

async function showEvent(visit: Visit, refused: { refused: string; errors: Readonly<Record<string, string>>; status: number } | null = null): Promise<void> {
  const event = await visit.api.call(contract.readSafetyEvent, { params: { safetyEventId: visit.param('safetyEventId') } });
  const mayAdd = event.mayWork && ['investigating', 'acting'].includes(event.status);
  const staff = mayAdd ? (await visit.api.call(contract.listStaff, {})).items : [];
  visit.render('safety/event', {
    ...refused, errors: refused?.errors ?? {}, typed: Object.fromEntries(visit.posted), event: { ...eventView(event), mayReopen: event.mayWork && event.status === 'closed' }, mayAdd,
    actions: event.actions.map((action) => ({ ...action, isOpen: action.status === 'open', mayDrop: action.status === 'open' && event.mayWork })),
    owners: options(visit.posted.get('ownerId'), [['', 'Choose'], ...staff.map(({ id, name }) => [id, name] as const)]),
    story: event.story.map((line) => ({ ...line, glyph: MARKS[line.kind]?.[0] ?? 'person', tone: MARKS[line.kind]?.[1] ?? 'person' })),
  }, { status: refused?.status ?? 200, parts: { event: 'safety/event-part' } });
}

async function act(visit: Visit, flash: FlashCode, change: (safetyEventId: string, text: (name: string) => string) => Promise<unknown>): Promise<void> {
  const safetyEventId = visit.param('safetyEventId');
  try {
    await change(safetyEventId, (name) => visit.posted.get(name)?.trim() ?? '');
    visit.redirect(`/safety/${safetyEventId}`, flash);
  } catch (error) {
    await showEvent(visit, refusalOf(error));
  }
}
