import { DAY_MS } from '../time';

/** What of a record a patient may ask to have amended, and what FHIR calls it. */
export const ENTRY_KINDS = {
  patient: { label: 'Name and details', resource: 'Patient' },
  allergy: { label: 'Allergy', resource: 'AllergyIntolerance' },
  condition: { label: 'Diagnosis', resource: 'Condition' },
  prescription: { label: 'Medicine ordered', resource: 'MedicationRequest' },
  encounter: { label: 'Stay or visit', resource: 'Encounter' },
  observation: { label: 'Result or observation', resource: 'Observation' },
  report: { label: 'Report', resource: 'DiagnosticReport' },
  note: { label: 'Note', resource: 'DocumentReference' },
  administration: { label: 'Medicine given', resource: 'MedicationAdministration' },
  claim: { label: 'Claim to an insurer', resource: 'Claim' },
} as const satisfies Record<string, { readonly label: string; readonly resource: string }>;
export type EntryKind = keyof typeof ENTRY_KINDS;
export const ENTRY_KIND_NAMES = Object.keys(ENTRY_KINDS) as [EntryKind, ...EntryKind[]];

export const AMENDMENT_STATES = ['asked', 'accepted', 'denied'] as const;
export type AmendmentState = (typeof AMENDMENT_STATES)[number];
export const AMENDMENT_STATE_LABELS: Readonly<Record<AmendmentState, string>> = { asked: 'Not decided yet', accepted: 'Accepted', denied: 'Denied' };

/** The only grounds on which a request may be denied (45 CFR 164.526(a)(2)). */
export const AMENDMENT_GROUNDS = {
  'not-ours': 'We did not write it, and whoever did can still be asked',
  'not-in-set': 'It is no part of the record that decisions about the patient are made from',
  'not-inspectable': 'The patient has no right to inspect it either (45 CFR 164.524)',
  accurate: 'It is accurate and complete',
} as const;
export type AmendmentGround = keyof typeof AMENDMENT_GROUNDS;
export const AMENDMENT_GROUND_NAMES = Object.keys(AMENDMENT_GROUNDS) as [AmendmentGround, ...AmendmentGround[]];

/** How the record knows that somebody has to be told of an accepted amendment (164.526(c)(3)). */
export const RECIPIENT_KINDS = {
  named: 'Named by the patient or the privacy officer',
  disclosure: 'Was told from this record',
  payer: 'Insurer that was sent a claim',
} as const;
export type RecipientKind = keyof typeof RECIPIENT_KINDS;
export const RECIPIENT_KIND_NAMES = Object.keys(RECIPIENT_KINDS) as [RecipientKind, ...RecipientKind[]];

/** People and places named in words, one a line or divided by semicolons; each once. */
export function namedIn(words: string): string[] {
  const names = words.split(/[\n;]/).map((name) => name.trim().replace(/\s+/g, ' ')).filter((name) => name !== '');
  const known = names.map((name) => name.toLowerCase());
  return names.filter((_, index) => known.indexOf(known[index] ?? '') === index);
}

/** 164.526(b)(2): so many days after it was asked, and once so many more, when the patient is told why within the first. */
const DECIDE_DAYS = 60;
export const MORE_DAYS = 30;
/** The task is due this much before the law is. */
const SPARE_DAYS = 3;

/** Until when it has to be decided, by law. */
export const amendmentLimit = (askedAt: Date, isExtended: boolean): Date => new Date(askedAt.getTime() + (DECIDE_DAYS + (isExtended ? MORE_DAYS : 0)) * DAY_MS);
/** Until when it should be. */
export const amendmentDue = (askedAt: Date, isExtended: boolean): Date => new Date(amendmentLimit(askedAt, isExtended).getTime() - SPARE_DAYS * DAY_MS);

/** What became of a request, as far as it goes along with the entry. */
export interface DecidedAmendment {
  readonly status: 'accepted' | 'denied';
  readonly wanted: string;
  readonly answer: string;
  readonly ground: AmendmentGround | null;
  /** Both ISO, by the hospital's clocks where their days are told. */
  readonly askedAt: string;
  readonly decidedAt: string;
  readonly disagreement: string | null;
  readonly rebuttal: string | null;
}

/**
 * What stands beside the entry wherever it goes: an accepted amendment; of a denied one the request, the denial, the patient's statement and the hospital's answer to it
 * (164.526(c)(1) and (d)(4), (5); 45 CFR 170.315(d)(4)).
 */
export function amendmentLines({ status, wanted, answer, ground, askedAt, decidedAt, disagreement, rebuttal }: DecidedAmendment): string[] {
  if (status === 'accepted') return [`Amended on ${decidedAt.slice(0, 10)}: ${answer}`];
  return [
    `On ${askedAt.slice(0, 10)} the patient asked that this be amended: ${wanted}`, `Denied on ${decidedAt.slice(0, 10)}${ground === null ? '' : ` (${AMENDMENT_GROUNDS[ground].toLowerCase()})`}: ${answer}`,
    ...(disagreement === null ? [] : [`The patient disagrees: ${disagreement}`]), ...(rebuttal === null ? [] : [`The hospital answers: ${rebuttal}`]),
  ];
}
