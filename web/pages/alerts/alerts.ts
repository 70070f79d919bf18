import { contract } from '../../../api/client';
import { type Template } from '../../../domain/notifications/templates';
import { ListAddress } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';
import { calendarDay, exactTime } from '../../render/time';
import { type IconName } from '../../render/icons';
import { formatDollars } from '../../../domain/money';

type Alert = Reply<typeof contract.listAlerts>['items'][number];

/** What Careway wants this person to know, newest first. */
export const alertPages = [
  get('/alerts', showAlerts),
  get('/alerts/count', async (visit) => {
    const { unread } = await visit.api.call(contract.countAlerts, {});
    visit.ctx.body = { unread };
  }),
  post('/alerts/:alertId/read', async (visit) => {
    await visit.api.call(contract.readAlert, { params: { notificationId: visit.param('alertId') } });
    visit.redirect(visit.cameFrom('/alerts'));
  }),
  post('/alerts/:alertId/open', async (visit) => {
    await visit.api.call(contract.readAlert, { params: { notificationId: visit.param('alertId') } });
    visit.redirect(/^\/(tasks|incidents|claims|safety|decoys|journeys)(\/[0-9a-f-]{36})?$/.test(visit.posted.get('to') ?? '') ? (visit.posted.get('to') ?? '/alerts') : '/alerts');
  }),
];

async function showAlerts(visit: Visit): Promise<void> {
  const address = new ListAddress('/alerts', ['unread'] as const, visit.query);
  const unread = address.value('unread') === 'true';
  const { items, nextCursor } = await visit.api.call(contract.listAlerts, { query: { limit: 50, ...(unread ? { unread: 'true' as const } : {}), ...(address.cursor ? { cursor: address.cursor } : {}) } });
  visit.render('alerts/alerts', {
    chips: [
      { label: 'All', href: address.with({ unread: null }), current: !unread },
      { label: 'Unread', href: address.with({ unread: 'true' }), current: unread },
    ],
    list: {
      rows: items.map((alert) => alertView(alert, visit.deps.config.timeZone)), total: null, nextHref: address.page(nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: { title: unread ? 'Nothing unread' : 'No alerts', text: 'Escalations, stuck steps and critical results appear here.', href: null, action: null },
    },
  }, { parts: { alerts: 'alerts/part' } });
}

interface Words { readonly glyph: IconName; readonly tone: string; readonly text: string; readonly to: string | null; readonly action: string | null }

function alertView(alert: Alert, zone: string): Alert & Words {
  return { ...alert, ...wordsOf(alert, zone) };
}

const RUNG_WORDS: Readonly<Record<string, string>> = { warning: 'is due soon', due: 'is due now', 'charge-nurse': 'is overdue and comes to you', 'on-call': 'is still overdue: you are on call', asked: 'was brought before you by a colleague', 'handed-over': 'was handed to you by a colleague' };

function wordsOf({ template, data }: Alert, zone: string): Words {
  const task = data.taskTitle ?? 'A task';
  const toTask = data.taskId ? { to: `/tasks/${data.taskId}`, action: 'Open the task' } : { to: null, action: null };
  const amount = data.amountCents === undefined ? 'an amount' : formatDollars(data.amountCents);
  const day = data.dueOn === undefined ? 'soon' : `on ${calendarDay(data.dueOn)}`;
  const toBills = { to: '/my-care/bills', action: 'Open your bills' };
  const words: Readonly<Record<Template, Words>> = {
    'task-escalated': { glyph: 'alert', tone: data.rung === 'warning' ? 'amber' : 'red', text: `“${task}” ${RUNG_WORDS[data.rung ?? ''] ?? 'needs attention'}.`, ...toTask },
    'critical-result': { glyph: 'lab', tone: 'red', text: 'A critical result waits for you to acknowledge it.', ...toTask },
    'claim-deadline': { glyph: 'clock', tone: 'amber', text: `Claim ${data.claimNumber ?? ''}: ${data.deadline ?? 'a deadline is near.'}`, to: data.claimId ? `/claims/${data.claimId}` : null, action: data.claimId ? 'Open the claim' : null },
    'sentinel-event': { glyph: 'shield', tone: 'red', text: 'Severe harm or death was reported.', to: data.safetyEventId ? `/safety/${data.safetyEventId}` : '/safety', action: 'Open the event' },
    'login-changed': { glyph: 'lock', tone: 'amber', text: data.deadline ?? 'Something about your login has changed.', to: '/profile', action: 'Open your profile' },
    'amendment-answered': { glyph: 'note', tone: '', text: 'There is news of what you asked us to amend in your record.', to: '/my-care/amendments', action: 'Read it' },
    'record-amended': { glyph: 'note', tone: 'amber', text: 'An entry in the record of a patient on your ward was amended. Read it before you rely on it.', to: data.encounterId ? `/journeys/${data.encounterId}` : null, action: data.encounterId ? 'Open the journey' : null },
    'decoy-opened': { glyph: 'lock', tone: 'red', text: 'A decoy record was opened: nobody has a reason to.', to: '/decoys', action: 'See who' },
    authorization: { glyph: 'clock', tone: 'amber', text: data.deadline ?? 'An authorisation needs attention.', to: null, action: null },
    'approval-needed': { glyph: 'money', tone: 'amber', text: 'A refund or write-off above the limit waits for a second person.', to: '/money/requests', action: 'Open requests' },
    'account-overdue': { glyph: 'money', tone: 'amber', text: data.deadline ?? 'A patient’s balance is overdue.', to: data.accountId ? `/accounts/${data.accountId}` : null, action: data.accountId ? 'Open the account' : null },
    'invoice-reminder': { glyph: 'money', tone: 'amber', text: `A bill is still open: ${amount}, due ${day}.`, ...toBills },
    'instalment-due': { glyph: 'money', tone: '', text: `Your next instalment of ${amount} is due ${day}.`, ...toBills },
    'instalment-late': { glyph: 'money', tone: 'amber', text: `Your instalment of ${amount}, due ${day}, has not come yet.`, ...toBills },
    'plan-broken': { glyph: 'money', tone: 'red', text: 'Your payment plan has ended: an instalment was not paid. Call us.', ...toBills },
    'incident-opened': { glyph: 'stuck', tone: 'red', text: 'A step of a journey is stuck.', to: '/incidents', action: 'Open stuck steps' },
    'appointment-booked': { glyph: 'calendar', tone: '', text: `Your appointment is booked${data.startsAt ? ` for ${exactTime(data.startsAt, zone)}` : ''}.`, to: null, action: null },
    'appointment-reminder': { glyph: 'calendar', tone: '', text: `Reminder: your appointment${data.startsAt ? ` on ${exactTime(data.startsAt, zone)}` : ''}.`, to: null, action: null },
    survey: { glyph: 'note', tone: '', text: 'How was your stay? We would like to hear.', to: null, action: null },
    'invoice-issued': { glyph: 'money', tone: '', text: `A bill${data.amountCents === undefined ? '' : ` of ${formatDollars(data.amountCents)}`} was issued.`, to: null, action: null },
  };
  return words[template];
}
