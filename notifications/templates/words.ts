import { formatDollars } from '../../domain/money';
import { type MessageData, type Template } from '../../domain/notifications/templates';

/** A message in words. SMS takes the text alone. No diagnosis, no result: a phone's lock screen shows it. */
export interface Message {
  readonly subject: string;
  readonly text: string;
}

/** Where people open Careway, and by which clocks they live. */
export interface Place {
  readonly webUrl: string;
  readonly timeZone: string;
}

/** Put a message into words. */
export function writeMessage(template: Template, data: MessageData, { webUrl, timeZone }: Place): Message {
  const hello = data.firstName ? `Hello ${data.firstName},` : 'Hello,';
  const when = data.startsAt ? formatTime(data.startsAt, timeZone) : 'the time agreed';
  const amount = data.amountCents === undefined ? 'an amount' : formatDollars(data.amountCents);
  const day = data.dueOn === undefined ? 'the day agreed' : formatDay(data.dueOn);
  switch (template) {
    case 'appointment-booked':
      return { subject: 'Your appointment is booked', text: `${hello} your follow-up appointment is booked for ${when}. To change it, open ${webUrl} or call us.` };
    case 'appointment-reminder':
      return { subject: 'Your appointment', text: `${hello} a reminder of your appointment on ${when}. To change it, open ${webUrl} or call us.` };
    case 'survey':
      return { subject: 'How was your stay?', text: `${hello} we would like to hear how your stay was. It takes two minutes: ${webUrl}` };
    case 'invoice-issued':
      return { subject: 'Your statement is ready', text: `${hello} your statement${data.amountCents === undefined ? '' : ` over ${formatDollars(data.amountCents)}`} is ready. Read and pay it at ${webUrl}.` };
    case 'task-escalated':
      return { subject: 'A task needs you', text: `“${data.taskTitle ?? 'A task'}” is overdue and has come up to you. Open it: ${webUrl}/tasks/${data.taskId ?? ''}` };
    case 'incident-opened':
      return { subject: 'A journey is stuck', text: `A step could not go on and waits for somebody. Open ${webUrl}/incidents.` };
    case 'claim-deadline':
      return { subject: 'A deadline of a claim', text: `Claim ${data.claimNumber ?? ''}: ${data.deadline ?? 'a deadline is near.'} Open it: ${webUrl}/claims/${data.claimId ?? ''}` };
    case 'authorization':
      return { subject: 'An authorisation', text: `${data.deadline ?? 'An authorisation needs attention.'} Open ${webUrl}/journeys/${data.encounterId ?? ''}` };
    case 'sentinel-event':
      return { subject: 'A sentinel event was reported', text: `Severe harm or death was reported and waits for you. Open it: ${webUrl}/safety/${data.safetyEventId ?? ''}` };
    case 'invoice-reminder':
      return { subject: 'A reminder of your bill', text: `${hello} ${amount} of your bill is still open; it was due on ${day}. If you have paid, thank you. If you cannot pay at once, call us or open ${webUrl}: we can agree on instalments.` };
    case 'instalment-due':
      return { subject: 'Your next instalment', text: `${hello} the next instalment of your payment plan, ${amount}, is due on ${day}. Read more at ${webUrl}.` };
    case 'instalment-late':
      return { subject: 'Your instalment is late', text: `${hello} we have not received the instalment of ${amount} that was due on ${day}. Pay it within ten days of that date, or call us, so that your plan goes on. ${webUrl}` };
    case 'plan-broken':
      return { subject: 'Your payment plan has ended', text: `${hello} the instalment of ${amount} due on ${day} was not paid, so your payment plan has ended and the rest is due. Call us: we can look for another way. ${webUrl}` };
    case 'account-overdue':
      return { subject: 'A patient’s balance needs you', text: `${data.deadline ?? 'A balance is overdue.'} Open the account: ${webUrl}/accounts/${data.accountId ?? ''}` };
    case 'approval-needed':
      return { subject: 'A refund or write-off waits for you', text: `A refund or write-off above the limit waits for a second person. Open it: ${webUrl}/money/requests` };
    case 'login-changed':
      return { subject: 'Your login', text: `${hello} ${data.deadline ?? 'Something about your login has changed.'} ${webUrl}/profile` };
    case 'amendment-answered':
      return { subject: 'Your wish to amend your record', text: `${hello} there is news of what you asked us to amend in your record. Read it at ${webUrl}/my-care/amendments.` };
    case 'record-amended':
      return { subject: 'A record on your ward was amended', text: `Something in the record of a patient on your ward was amended. Read it before you rely on it: ${webUrl}/journeys/${data.encounterId ?? ''}` };
    case 'decoy-opened':
      return { subject: 'A decoy record was opened', text: `Somebody opened a record that nobody has a reason to open. See who: ${webUrl}/decoys` };
    case 'critical-result':
      return { subject: 'A critical result waits for you', text: `A critical result waits for your acknowledgement. Open ${webUrl}/tasks/${data.taskId ?? ''}` };
  }
}

function formatDay(date: string): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}

function formatTime(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'short', timeZone }).format(new Date(iso));
}
