/**
 * Disclosures a patient may have an account of (45 CFR 164.528): all but those for treatment, payment and operations, to the patient, and with the patient's authorisation. Each with
 * the paragraph that allows it.
 */
export const DISCLOSURE_KINDS = {
  'public-health': { label: 'Public health authority', rule: '164.512(b)' },
  abuse: { label: 'Report of abuse or neglect', rule: '164.512(c)' },
  oversight: { label: 'Health oversight agency', rule: '164.512(d)' },
  court: { label: 'Court or subpoena', rule: '164.512(e)' },
  police: { label: 'Law enforcement', rule: '164.512(f)' },
  coroner: { label: 'Coroner or funeral director', rule: '164.512(g)' },
  donation: { label: 'Organ or tissue donation', rule: '164.512(h)' },
  research: { label: 'Research', rule: '164.512(i)' },
  danger: { label: 'To avert a serious danger', rule: '164.512(j)' },
  'workers-compensation': { label: 'Workers’ compensation', rule: '164.512(l)' },
  unlawful: { label: 'A disclosure that should not have been', rule: '164.528(a)' },
} as const;
export type DisclosureKind = keyof typeof DISCLOSURE_KINDS;
export const DISCLOSURE_KIND_NAMES = Object.keys(DISCLOSURE_KINDS) as [DisclosureKind, ...DisclosureKind[]];

/** 164.528(a)(1): for so many years before the patient asks. */
export const ACCOUNTING_YEARS = 6;

/** The first day of the account somebody may ask for on a day ("YYYY-MM-DD"). */
export const accountingFrom = (today: string): string => `${Number(today.slice(0, 4)) - ACCOUNTING_YEARS}${today.slice(4)}`.replace(/-02-29$/, '-03-01');
