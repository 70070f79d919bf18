import { causeFingerprint } from '../fingerprint';

/** What a signal points at, in words for the billing desk. None of them is proof, and none acts alone. */
export const SIGNALS = {
  duplicate: { label: 'May be billed twice', look: 'Compare with the other claim.' },
  'near-duplicate': { label: 'Nearly the same as another claim', look: 'Compare with the other claim: was the service really given again?' },
  unbundling: { label: 'Parts of one service billed apart', look: 'Bill the whole service once, or show that the parts stood alone.' },
  upcoding: { label: 'Billed higher than its peers', look: 'Check code, level and price against the record.' },
  'impossible-day': { label: 'More than a day can hold', look: 'Check units and dates against the stay.' },
  overlap: { label: 'In two places at once', look: 'Check the dates of both encounters.' },
  'after-death': { label: 'Service after death', look: 'Check the date of service and the date of death.' },
  'after-discharge': { label: 'Service after discharge', look: 'Check the date of service and the end of the stay.' },
  outlier: { label: 'Unlike other claims', look: 'Look at what sets it apart; most outliers have a good reason.' },
} as const;
export type SignalName = keyof typeof SIGNALS;
export const SIGNAL_NAMES = Object.keys(SIGNALS) as [SignalName, ...SignalName[]];

/** `hold`: a person looks before the claim leaves. `note`: told to whoever looks anyway; keeps nothing back. */
export const SEVERITIES = ['hold', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One number or date behind a reason. */
export interface Evidence {
  readonly label: string;
  readonly value: string;
}

/** What one signal says of a claim (FHIR DetectedIssue: code, severity, detail, evidence). */
export interface Finding {
  readonly signal: SignalName;
  readonly severity: Severity;
  /** One plain sentence. */
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  /** The lines it is about; none: the whole claim. */
  readonly lines: readonly number[];
  /** The other claim it is about. */
  readonly otherClaimId: string | null;
  /** What a person looked at when they released it: the same key is the same reason. */
  readonly key: string;
}

/** 16 hexadecimal digits: equal for the same reason on the same facts, so that what was released once is not held again. */
export function fingerprintOf({ signal, key }: Pick<Finding, 'signal' | 'key'>): string {
  return causeFingerprint(signal, '', [key]);
}
