import { addDays } from '../calendar/zone';

export interface RetentionKind {
  readonly label: string;
  readonly what: string;
  /** Where the floor, or the usual period, comes from. */
  readonly source: string;
  /** No hospital may set less. */
  readonly floorDays: number;
  /** False: Careway removes none of it; the database refuses to. The period says until when nobody may ask for it. */
  readonly isRemoved: boolean;
}

/** How long each kind of record is kept. The periods themselves are data of the hospital; these are their lower limits. */
export const RETENTION_KINDS = {
  clinical: { label: 'Clinical record', what: 'Notes, results, observations, medicines and care plans, and words about the patient in tasks, incidents and safety events; counted from the end of the last stay or a later appointment (without a stay: from registration, or what was last written), for a child from its 18th birthday', source: '42 CFR 482.24(b)(1): 5 years at least; 42 CFR 422.504(d): 10 years; states ask for more', floorDays: 1827, isRemoved: true },
  messages: { label: 'Messages', what: 'E-mails, texts and alerts that were delivered or given up', source: 'the hospital’s own rule', floorDays: 30, isRemoved: true },
  sessions: { label: 'Ended sessions', what: 'Where and how people of the staff and patients were signed in', source: 'the hospital’s own rule; sign-ins stay on the audit trail', floorDays: 100, isRemoved: true },
  replies: { label: 'Answers to repeats', what: 'What was answered to each change, kept so that a repeat of it changes nothing', source: 'the hospital’s own rule; a restore to an earlier time needs those since then', floorDays: 30, isRemoved: true },
  ledger: { label: 'Ledger', what: 'Every movement of money; words in claims go after it, with the clinical record', source: '42 CFR 424.516(f): 7 years', floorDays: 2557, isRemoved: false },
  'audit-trail': { label: 'Audit trail', what: 'Who looked at what and changed what; the accounting of disclosures', source: '45 CFR 164.316(b)(2)(i) and 164.528: 6 years', floorDays: 2192, isRemoved: false },
} as const satisfies Record<string, RetentionKind>;
export type RetentionKindName = keyof typeof RETENTION_KINDS;
export const RETENTION_KIND_NAMES = Object.keys(RETENTION_KINDS) as [RetentionKindName, ...RetentionKindName[]];

const MAJORITY = 18;

/** The first day on which a clinical record may go: so many days after the last contact, and never before a child has been of age for as long. Days are "YYYY-MM-DD". */
export function clinicalKeptUntil({ lastOn, birthDate, days }: { readonly lastOn: string; readonly birthDate: string; readonly days: number }): string {
  const ofAge = `${Number(birthDate.slice(0, 4)) + MAJORITY}${birthDate.slice(4, 10)}`.replace(/-02-29$/, '-03-01');
  return addDays(ofAge > lastOn ? ofAge : lastOn, days);
}
