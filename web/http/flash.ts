/**
 * What the next page says about what was just done. It travels in a cookie, so it is a code and at most one opaque ID, never
 * words about a patient. `undo` is the page part that takes it back.
 */
const MESSAGES = {
  'signed-out': { text: 'You are signed out.' },
  'session-over': { text: 'Your session has ended. Sign in again; what you saved is kept.' },
  'session-ended': { text: 'That session is signed out.' },
  'task-claimed': { text: 'Task claimed. It is yours.', undo: (id: string) => `/tasks/${id}/release` },
  'task-released': { text: 'Task put back for the others.', undo: (id: string) => `/tasks/${id}/claim` },
  'tasks-claimed': { text: 'Claimed. They are yours.' },
  'tasks-released': { text: 'Put back for the others.' },
  'tasks-rescheduled': { text: 'You are reminded of them tomorrow at 07:00; due dates stay.' },
  'task-completed': { text: 'Task completed.' },
  'task-assigned': { text: 'Task handed over.' },
  'task-delegated': { text: 'Delegated: it comes back to you.' },
  'task-handed-back': { text: 'Handed back to its owner.' },
  'task-team': { text: 'The team is set.' },
  'task-paused': { text: 'On hold: its clock stands still.' },
  'task-resumed': { text: 'Off hold: its clock goes on.' },
  'tasks-assigned': { text: 'Handed over.' },
  'tasks-reminded': { text: 'Reminders set; due dates stay.' },
  'nobody-chosen': { text: 'Choose first who takes them.' },
  'no-time-chosen': { text: 'Choose first when to remind.' },
  'leave-entered': { text: 'Leave entered. The substitute sees and may work the tasks in that time.' },
  'leave-ended': { text: 'Leave ended.' },
  'team-saved': { text: 'Team saved.' },
  'team-dissolved': { text: 'The team is dissolved; its tasks stay in their roles’ inboxes.' },
  'task-rescheduled': { text: 'Follow-up date set.' },
  'task-commented': { text: 'Comment added.' },
  'draft-saved': { text: 'Draft saved.' },
  'nothing-selected': { text: 'Select at least one row first.' },
  'claim-retried': { text: 'The claim goes on.' },
  'claim-edited': { text: 'The claim is corrected; the story shows what changed.' },
  'claim-held': { text: 'Done.' },
  'medicine-ordered': { text: 'Ordered. The pharmacist and the ward hear of it.' },
  'medicine-stopped': { text: 'Stopped. Its open doses are not given.' },
  'home-medicine-noted': { text: 'Noted.' },
  'home-medicine-decided': { text: 'Decided.' },
  'report-reviewed': { text: 'Looked at; it is off the list.' },
  'report-changed': { text: 'The change is reported; the earlier values are kept.' },
  'tests-ordered': { text: 'Ordered. The ward is asked for the specimens.' },
  'dose-recorded': { text: 'Recorded on the drug chart.' },
  'dose-checked': { text: 'Checked. A colleague gives it now.' },
  'dose-prepared': { text: 'Prepared. A colleague has to check it before it is given.' },
  'package-registered': { text: 'The package code is registered.' },
  'branch-passed': { text: 'The branch is let pass; your name and the reason are on record.' },
  'observations-saved': { text: 'Observations saved.' },
  'observations-urgent': { text: 'Observations saved. The score calls for a review: a clinician has been asked to come.' },
  'observations-emergency': { text: 'Observations saved. Emergency: call the team now. A clinician has been asked to come at once.' },
  'oxygen-target-set': { text: 'SpO₂ scale prescribed. The next observations are scored by it.' },
  'assessment-saved': { text: 'Assessment saved.' },
  'care-plan-saved': { text: 'Care plan saved.' },
  'note-amended': { text: 'Note amended; both versions are kept.' },
  'claim-handed-over': { text: 'Handed over; your colleague is told.' },
  'claim-escalated': { text: 'The supervisors are told; the task is put back for them.' },
  'letter-written': { text: 'The letter is kept with the claim. Print it and send it with its enclosures.' },
  'group-fix-stopped': { text: 'Stopped. What was not done yet is left out, and stands below.' },
  'note-added': { text: 'Note added.' },
  'answer-matched': { text: 'Posted. The claim’s story shows it.' },
  'answer-unmatched': { text: 'Taken back to the cent; it waits in the queue again.' },
  'answer-set-aside': { text: 'Set aside.' },
  'answer-split': { text: 'Split. Each part stands for itself now.' },
  'answer-corrected': { text: 'Corrected.' },
  'remittance-corrected': { text: 'Corrected; what fits is posted.' },
  'remittance-entered': { text: 'Entered. What fits is posted; the rest waits below.' },
  'payment-taken': { text: 'Payment taken.' },
  'bed-closed': { text: 'The bed is out of use.' },
  'bed-opened': { text: 'The bed is in use again.' },
  'bed-kept': { text: 'The bed is kept for this patient.' },
  'bed-given-back': { text: 'The bed is no longer kept.' },
  'patient-moved': { text: 'Moved. Housekeeping is asked to clean the bed left.' },
  'patients-swapped': { text: 'The two patients have exchanged their beds.' },
  'move-undone': { text: 'The move is taken back.' },
  'transfer-requested': { text: 'Both wards are asked for their consent.' },
  'transfer-withdrawn': { text: 'The transfer is withdrawn; nobody is asked any more.' },
  'needs-saved': { text: 'Saved: beds are chosen by it from now on.' },
  'handovers-accepted': { text: 'Taken over. What was under way is yours now.' },
  'handover-given': { text: 'Handed over. It waits for the next nurse.' },
  'patients-assigned': { text: 'Saved: everybody sees their patients.' },
  'roster-changed': { text: 'The roster is changed.' },
  'cover-saved': { text: 'Saved: the gaps are counted anew.' },
  'delivery-retried': { text: 'The message is sent again.' },
  'patient-admitted': { text: 'Admitted: the journey begins.' },
  'patient-registered': { text: 'The patient is registered.' },
  'user-changed': { text: 'Access saved. It acts on the next request.' },
  'user-disabled': { text: 'This user can sign in no more.' },
  'user-enabled': { text: 'This user can sign in again.' },
  'sessions-ended': { text: 'All sessions of this user have ended.' },
  'password-changed': { text: 'Your password is changed; your other sessions have ended.' },
  'second-factor-set-up': { text: 'From now on sign-in asks for a code; your other sessions have ended.' },
  'second-factor-removed': { text: 'Sign-in takes your password alone.' },
  'second-factor-reset': { text: 'The second factor is forgotten; all sessions of this user have ended.' },
  'view-saved': { text: 'View saved.' },
  'view-deleted': { text: 'View deleted.' },
  'journey-cancelling': { text: 'The journey is being ended; what was done is taken back step by step.' },
  'time-passed': { text: 'Time passes for this patient; what falls due happens now.' },
  'incident-retry': { text: 'Trying the step again. It counts as solved only when it has passed.' },
  'incident-skip': { text: 'The step is skipped.' },
  'incident-hold': { text: 'The step is on hold.' },
  'incident-cancel': { text: 'The work is being cancelled.' },
} as const satisfies Record<string, { text: string; undo?: (id: string) => string }>;

export type FlashCode = keyof typeof MESSAGES;

export interface Flash {
  readonly text: string;
  /** Where a post takes it back, when that is possible. */
  readonly undo: string | null;
}

export function flashOf(code: FlashCode, id: string | null = null): Flash {
  const message: { text: string; undo?: (id: string) => string } = MESSAGES[code];
  return { text: message.text, undo: message.undo && id ? message.undo(id) : null };
}

/** The cookie's text back to a message; null for anything we did not write. */
export function readFlash(cookie: string | null): Flash | null {
  const [code = '', id = ''] = (cookie ?? '').split('~');
  if (!Object.hasOwn(MESSAGES, code) || !/^[0-9a-f-]{0,36}$/.test(id)) return null;
  return flashOf(code as FlashCode, id || null);
}
