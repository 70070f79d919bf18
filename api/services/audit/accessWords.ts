/** What an event is about, as its patient would name it. */
const OBJECTS: Readonly<Record<string, string>> = {
  patient: 'your record', encounter: 'your stay or visit', journey: 'the course of your stay', task: 'a task about you', handover: 'the handover about you',
  observation: 'your observations', 'diagnostic-report': 'your results', 'service-request': 'tests ordered for you', allergy: 'your allergies', escalation: 'a call for help for you',
  care: 'your care', tests: 'tests for you', 'medication-request': 'medicines ordered for you', 'medication-administration': 'your doses', 'home-medicine': 'your medicines at home', 'clinical-note': 'a note about you',
  claim: 'a claim to your insurer', authorization: 'a question to your insurer', coverage: 'your coverage', remittance: 'an answer of your insurer', 'remittance-claim': 'an answer of your insurer',
  account: 'your account', invoice: 'your invoice', payment: 'your payment', 'money-request': 'a refund or write-off for you', appointment: 'your appointment', bed: 'your bed', transfer: 'your transfer',
  notification: 'a message to you', privacy: 'how closely your record is held', directive: 'what you directed', glass: 'your restricted record in an emergency', 'safety-event': 'a report about your safety', disclosure: 'the account of whom your record was told to', 'legal-hold': 'that your record is kept for a court', record: 'your record', breach: 'a possible breach of your record', amendment: 'an amendment of your record', assignments: 'who nurses you', 'group-fix': 'a correction of your claim',
};

/** What was done, by the last word of the action. */
const VERBS: Readonly<Record<string, string>> = {
  read: 'looked at', preview: 'looked at', 'looked-up': 'looked at', recorded: 'entered', create: 'entered', created: 'entered', added: 'added to', written: 'wrote', reviewed: 'reviewed',
  change: 'changed', changed: 'changed', write: 'changed', edited: 'changed', corrected: 'corrected', planned: 'planned', ordered: 'ordered', prescribed: 'prescribed', stopped: 'stopped',
  checked: 'checked', given: 'gave', complete: 'completed', completed: 'completed', claimed: 'took on', released: 'gave back', assigned: 'handed over', 'handed-over': 'handed over',
  commented: 'commented on', cancel: 'cancelled', cancelled: 'cancelled', export: 'exported', exported: 'exported', printed: 'printed', issued: 'issued', booked: 'booked', taken: 'took', asked: 'sent',
  broken: 'opened', closed: 'closed', entered: 'entered', withdrawn: 'took back', prepared: 'prepared', submitted: 'sent', reported: 'made', moved: 'changed', reserved: 'kept', accepted: 'accepted', raised: 'raised', opened: 'entered', purged: 'removed, past its time,', placed: 'noted', lifted: 'took back', denied: 'denied', extended: 'took more time for', disagreed: 'disagreed about', rebutted: 'answered about', told: 'told others of',
};

/** "looked at your record", "saw your doses in a list": what somebody did, for the patient it was done to. */
export function accessWords({ action, resourceType, outcome }: { readonly action: string; readonly resourceType: string; readonly outcome: string }): string {
  const parts = action.split('.');
  const what = OBJECTS[parts[0] ?? ''] ?? OBJECTS[resourceType] ?? 'your record';
  const last = parts.pop() ?? '';
  if (action === 'privacy.restricted') return 'restricted your record';
  if (action === 'privacy.released') return 'took back a restriction of your record';
  if (outcome === 'denied') return `was kept from ${what}`;
  if (last === 'accesses' || last === 'list-accesses') return 'looked at who had looked';
  if (last === 'list' || last.endsWith('-list') || last.endsWith('-listed')) return `saw ${what} in a list`;
  if (last.endsWith('-read')) return `looked at ${what}`;
  return `${VERBS[last] ?? 'worked on'} ${what}`;
}

/** The same words for somebody other than the patient. */
export const wordsForOthers = (words: string): string => words.replace(/\byour\b/g, 'the').replace(/\byou\b/g, 'the patient');
