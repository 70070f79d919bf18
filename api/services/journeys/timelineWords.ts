import { formatDollars } from '../../../domain/money';
import { OPERATION_KINDS } from '../../../domain/ledger/operation';
import { isTaskType, taskType } from '../../../domain/tasks/types';
import { CLAIM_EVENTS } from '../claims/events';

/** "Claim C-123: sent to the payer, by …". */
export function claimSentence(kind: string, number: string | null, actor: string | null): string {
  const what = Object.hasOwn(CLAIM_EVENTS, kind) ? CLAIM_EVENTS[kind as keyof typeof CLAIM_EVENTS] : kind.replace(/-/g, ' ');
  return `Claim ${number ?? ''}: ${lowerFirst(what)}${actor ? `, by ${actor}` : ''}.`;
}

const RUNGS: Readonly<Record<string, string>> = {
  warning: 'is due soon', due: 'was due and is not done', 'charge-nurse': 'went to the supervisor: not done in time', 'on-call': 'went to who is on call: not done in time',
};

/** A rung of a task's ladder fired. */
export function rungSentence(rung: string, type: string | null): string {
  const title = type && isTaskType(type) ? taskType(type).title : (type ?? 'A task');
  return `“${title}” ${RUNGS[rung] ?? rung}.`;
}

const MESSAGES: Readonly<Record<string, string>> = {
  'appointment-booked': 'the booked appointment', 'appointment-reminder': 'a reminder of the appointment', survey: 'a question how the stay was', 'invoice-issued': 'the bill', 'invoice-reminder': 'a reminder of the bill',
  'instalment-due': 'a reminder of an instalment', 'instalment-late': 'a late instalment', 'plan-broken': 'the end of the payment plan', 'account-overdue': 'an overdue balance',
};
const CHANNELS: Readonly<Record<string, string>> = { sms: 'by text message', email: 'by e-mail', app: 'in Careway' };
const STATES: Readonly<Record<string, string>> = { delivered: 'was told of', failed: 'is being told, again, of', dead: 'could not be told of' };

/** A message to the patient; `about` is "channel/status". */
export function messageSentence(template: string, about: string | null): string {
  const [channel = '', status = ''] = (about ?? '').split('/');
  return `The patient ${STATES[status] ?? 'is being told of'} ${MESSAGES[template] ?? template.replace(/-/g, ' ')} ${CHANNELS[channel] ?? channel}.`;
}

/** Money that moved on the stay's account. */
export function moneySentence(kind: string, cents: number, actor: string | null): string {
  const what = Object.hasOwn(OPERATION_KINDS, kind) ? OPERATION_KINDS[kind as keyof typeof OPERATION_KINDS] : kind.replace(/-/g, ' ');
  return `${what}: ${formatDollars(cents)}${actor ? `, by ${actor}` : ''}.`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
