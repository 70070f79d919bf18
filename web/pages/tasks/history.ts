import { type IconName } from '../../render/icons';

interface Entry {
  readonly kind: string;
  readonly at: string;
  readonly actor: string | null;
  readonly target: string | null;
  readonly comment: string | null;
}

/** A line of a task's history as a sentence. Kinds this page does not know are shown by their name. */
export function historyLine(entry: Entry): Entry & { readonly sentence: string; readonly glyph: IconName } {
  const who = entry.actor ?? 'Careway';
  const other = entry.target ?? 'a colleague';
  const known: Readonly<Record<string, readonly [IconName, string]>> = {
    opened: ['inbox', `${who} opened this task`],
    claimed: ['person', `${who} claimed it`],
    released: ['undo', `${who} put it back`],
    reassigned: ['people', `${who} handed it to ${other}`],
    covered: ['people', `${who} took it over for ${other}, who is on leave`],
    delegated: ['people', `${who} delegated it to ${other}`],
    'handed-back': ['undo', `${who} handed it back to ${other}`],
    'team-assigned': ['people', `${who} gave it to a team`],
    'team-cleared': ['people', `${who} took it from its team`],
    'on-hold': ['clock', `${who} put it on hold`],
    resumed: ['clock', entry.actor ? `${who} took it off hold` : 'Its time on hold was over'],
    rescheduled: ['calendar', `${who} set a reminder`],
    'follow-up-cleared': ['calendar', `${who} cleared the reminder`],
    commented: ['note', `${who} commented`],
    answered: ['mail', 'The payer has answered'],
    completed: ['done', `${who} completed it`],
    cancelled: ['cross', `${who} cancelled it: no longer needed`],
    warning: ['clock', 'Soon due: its holder was told'],
    due: ['alert', 'Due: its holder, or the role, was told'],
    'opened-to-role': ['people', `${other} did not come to it: everybody of the role may take it now`],
    'passed-to-on-call': ['people', `It went to ${other}, who is on call`],
    'nobody-on-call': ['alert', 'Nobody is on call: everybody of the role and the manager were told'],
    'charge-nurse': ['alert', 'Overdue: escalated to the supervisor'],
    'on-call': ['alert', 'Still overdue: escalated to on call'],
  };
  const [glyph, sentence] = known[entry.kind.replace(/^(sla|escalated)[-.:]/, '')] ?? ['circle', `${who}: ${entry.kind.replace(/-/g, ' ')}`];
  return { ...entry, glyph, sentence };
}
