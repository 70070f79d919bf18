import { type Act, execute, selectOne } from '../../http/act';
import { recordJourneyEvent } from '../journeys/events';

/** What can happen to a claim; the words of its story. */
export const CLAIM_EVENTS = {
  prepared: 'Claim prepared',
  scrubbed: 'Checked: complete',
  'scrub-failed': 'Kept in the house: incomplete',
  'review-asked': 'Kept in the house: somebody should look at it',
  'review-released': 'Looked at and released',
  'review-corrected': 'Looked at and corrected',
  'review-voided': 'Looked at and voided',
  'review-over': 'Nothing stands out any more',
  'lines-taken-off': 'Lines taken off',
  submitted: 'Sent to the payer',
  arrived: 'Arrived: the payer could read it',
  acknowledged: 'Taken in by the payer',
  rejected: 'Not taken in by the payer',
  remitted: 'Remittance posted',
  reversed: 'Payer undid its earlier answer',
  'remittance-queued': 'Remittance could not be posted',
  'remittance-unmatched': 'Remittance taken off again',
  reopened: 'Opened again',
  appealed: 'Appeal sent',
  edited: 'Changed',
  'retry-asked': 'Decided at the desk',
  'resubmission-asked': 'To be sent again',
  'void-asked': 'To be voided at the payer',
  voided: 'Voided by the payer',
  'deadline-warning': 'Deadline ahead',
  'status-asked': 'Payer asked where the claim stands',
  'status-answered': 'Payer said where the claim stands',
  'write-off-proposed': 'Write-off proposed',
  'write-off-approved': 'Write-off approved',
  'write-off-refused': 'Write-off refused',
  'passed-on': 'Passed on to the next payer',
  held: 'Put on hold',
  'hold-ended': 'Hold ended',
  'handed-over': 'Handed over',
  escalated: 'Escalated to the supervisor',
  'letter-written': 'Appeal letter written',
  note: 'Note',
  'patient-billed': 'Patient billed',
  'written-off': 'Written off',
  settled: 'Closed',
  undone: 'Undone: entered in error',
} as const;
export type ClaimEventKind = keyof typeof CLAIM_EVENTS;

export interface NewClaimEvent {
  readonly claimId: string;
  readonly kind: ClaimEventKind;
  /** Sealed; plain words under `text`, the rest for those who look closer. */
  readonly detail?: { readonly text?: string } & Readonly<Record<string, unknown>>;
  /** One row however often it is told. At most 190 characters. */
  readonly dedupId: string;
  /** Default: the principal, or the workflow when a service acts. */
  readonly actorKind?: 'person' | 'workflow' | 'payer';
}

/** One line of a claim's story. True when it is new. */
export async function recordClaimEvent(act: Act, event: NewClaimEvent): Promise<boolean> {
  const isPerson = act.principal.kind === 'person';
  const detail = event.detail === undefined ? null : act.database.cipher.sealJson(placeOfEvent(event.dedupId), event.detail);
  const [inserted, journeyId] = await Promise.all([
    execute(act, 'INSERT IGNORE INTO claim_events (claim_id, kind, actor_id, actor_kind, at, detail_enc, dedup_id) VALUES (?)', [
      [event.claimId, event.kind, isPerson && event.actorKind !== 'payer' ? act.principal.id : null, event.actorKind ?? (isPerson ? 'person' : 'workflow'), act.now, detail, event.dedupId],
    ]),
    Object.hasOwn(ON_JOURNEY, event.kind) ? journeyOf(act, event.claimId) : null,
  ]);
  if (inserted === 0) return false;
  act.announcements.push({ topic: 'claim', id: event.claimId, roles: ['billing', 'billing-supervisor'] });
  if (journeyId !== null) await tellJourney(act, journeyId, event);
  return true;
}

/** What of a claim's story belongs into the patient's journey, and to which stage. */
const ON_JOURNEY: Readonly<Partial<Record<ClaimEventKind, 'billing' | 'adjudication'>>> = {
  prepared: 'billing', 'scrub-failed': 'billing', 'review-asked': 'billing', 'review-released': 'billing', 'review-corrected': 'billing', 'review-voided': 'billing', submitted: 'adjudication', acknowledged: 'adjudication', rejected: 'adjudication', remitted: 'adjudication',
  appealed: 'adjudication', 'resubmission-asked': 'adjudication', 'void-asked': 'adjudication', voided: 'adjudication', 'deadline-warning': 'adjudication', 'passed-on': 'adjudication', 'patient-billed': 'adjudication', 'written-off': 'adjudication', settled: 'adjudication',
};

/** The journey a claim belongs to; null: it was made outside of one. */
async function journeyOf(act: Act, claimId: string): Promise<string | null> {
  return (await selectOne<{ id: string }>(act, 'SELECT j.id FROM claims c JOIN journeys j ON j.id = c.encounter_id WHERE c.id = ?', [claimId]))?.id ?? null;
}

async function tellJourney(act: Act, journeyId: string, event: NewClaimEvent): Promise<void> {
  await recordJourneyEvent(act, {
    journeyId, stage: ON_JOURNEY[event.kind] ?? 'adjudication', activity: `claim-${event.kind}`, referenceType: 'claim', referenceId: event.claimId,
    ...(event.detail?.text ? { detail: event.detail.text } : {}), ...(event.actorKind ? { actorKind: event.actorKind } : {}), dedupId: event.dedupId,
  });
}

/** Where the sealed detail of an event belongs. */
export function placeOfEvent(dedupId: string): { table: string; column: string; id: string } {
  return { table: 'claim_events', column: 'detail_enc', id: dedupId };
}
