import { type Harm, isInjury } from '../safety/harm';
import { type SafetyEventKind } from '../safety/kinds';

/** What the measures count; one event as far as they look at it. */
export interface CountedEvent {
  readonly kind: SafetyEventKind;
  readonly detail: string | null;
  readonly harm: Harm;
}

/** What a ward (or the house) did and saw in a month. */
export interface MonthFacts {
  readonly events: readonly CountedEvent[];
  readonly patientDays: number;
  readonly dosesGiven: number;
  /** Handovers given, and those of them somebody accepted. */
  readonly handovers: number;
  readonly handoversAccepted: number;
  /** Critical results that were to be read back, and those that were by when they were due. */
  readonly criticals: number;
  readonly criticalsInTime: number;
}

export interface Indicator {
  readonly label: string;
  readonly numerator: string;
  readonly denominator: string;
  /** 1,000 of the denominator, or 100 for a share in percent. */
  readonly per: 1000 | 100;
  /** Whether more of it is better. */
  readonly better: 'fewer' | 'more';
  readonly source: string;
  readonly count: (facts: MonthFacts) => { readonly numerator: number; readonly denominator: number };
}

const eventsPer = (denominator: 'patientDays' | 'dosesGiven', counts: (event: CountedEvent) => boolean) => (facts: MonthFacts) => ({ numerator: facts.events.filter(counts).length, denominator: facts[denominator] });
const isFall = ({ kind, harm }: CountedEvent): boolean => kind === 'fall' && harm !== 'near-miss';
/** Reached the patient: NCC MERP category C and beyond. */
const REACHED = ['merp-c', 'merp-d', 'merp-e', 'merp-f', 'merp-g', 'merp-h', 'merp-i'];
const infection = (name: string) => ({ kind, detail }: CountedEvent): boolean => kind === 'infection' && detail === name;
const PATIENT_DAYS = 'Patient days: hours in a bed of the ward, divided by 24';
const BY_PATIENT_DAYS = 'CDC NHSN; by patient days, because days with a line, catheter or ventilator are not on record here: not to be compared with NHSN rates by device days';

/** The measures an accreditor asks for, each with what is counted, by what, and where that comes from. */
export const INDICATORS = {
  falls: { label: 'Falls', numerator: 'Falls of patients, with or without injury', denominator: PATIENT_DAYS, per: 1000, better: 'fewer', source: 'NQF 0141 (ANA NDNQI)', count: eventsPer('patientDays', isFall) },
  'falls-with-injury': { label: 'Falls with injury', numerator: 'Falls with harm that is mild or worse', denominator: PATIENT_DAYS, per: 1000, better: 'fewer', source: 'NQF 0202 (ANA NDNQI)', count: eventsPer('patientDays', (event) => isFall(event) && isInjury(event.harm)) },
  'pressure-injuries': {
    label: 'Pressure injuries', numerator: 'Pressure injuries reported, stage 2 and beyond, unstageable and deep tissue included', denominator: PATIENT_DAYS, per: 1000, better: 'fewer', source: 'After NQF 0201 (ANA NDNQI), as new ones by patient days instead of a survey’s prevalence',
    count: eventsPer('patientDays', ({ kind, detail }) => kind === 'pressure-injury' && detail !== 'stage-1'),
  },
  'medication-errors': { label: 'Medication errors', numerator: 'Errors that reached the patient: NCC MERP category C and beyond', denominator: 'Doses given', per: 1000, better: 'fewer', source: 'NCC MERP index', count: eventsPer('dosesGiven', ({ kind, detail }) => kind === 'medication-error' && REACHED.includes(detail ?? '')) },
  clabsi: { label: 'CLABSI', numerator: 'Bloodstream infections of a central line', denominator: PATIENT_DAYS, per: 1000, better: 'fewer', source: BY_PATIENT_DAYS, count: eventsPer('patientDays', infection('clabsi')) },
  cauti: { label: 'CAUTI', numerator: 'Urinary tract infections of a catheter', denominator: PATIENT_DAYS, per: 1000, better: 'fewer', source: BY_PATIENT_DAYS, count: eventsPer('patientDays', infection('cauti')) },
  vap: { label: 'VAP', numerator: 'Pneumonias of a ventilator', denominator: PATIENT_DAYS, per: 1000, better: 'fewer', source: BY_PATIENT_DAYS, count: eventsPer('patientDays', infection('vap')) },
  cdi: { label: 'C. difficile', numerator: 'C. difficile infections caught here', denominator: PATIENT_DAYS, per: 1000, better: 'fewer', source: 'CDC NHSN (there per 10,000 patient days)', count: eventsPer('patientDays', infection('cdi')) },
  ssi: { label: 'SSI', numerator: 'Infections of a surgical site', denominator: PATIENT_DAYS, per: 1000, better: 'fewer', source: 'CDC NHSN (there per 100 operations of a kind); here by patient days', count: eventsPer('patientDays', infection('ssi')) },
  'hand-offs': { label: 'Hand-offs accepted', numerator: 'Handovers of a shift that the next one accepted', denominator: 'Handovers given', per: 100, better: 'more', source: 'The Joint Commission, hand-off communication (PC.02.02.01)', count: ({ handovers, handoversAccepted }) => ({ numerator: handoversAccepted, denominator: handovers }) },
  'critical-results': { label: 'Critical results read back in time', numerator: 'Critical results read back by when they were due', denominator: 'Critical results due in the month', per: 100, better: 'more', source: 'The Joint Commission, NPSG.02.03.01', count: ({ criticals, criticalsInTime }) => ({ numerator: criticalsInTime, denominator: criticals }) },
} as const satisfies Record<string, Indicator>;

export type IndicatorName = keyof typeof INDICATORS;
export const INDICATOR_NAMES = Object.keys(INDICATORS) as [IndicatorName, ...IndicatorName[]];

export interface Measured {
  readonly numerator: number;
  readonly denominator: number;
  /** Per 1,000 or in percent, to two places; null when there was nothing to measure by. */
  readonly value: number | null;
}

/** One measure of one month. Nothing to divide by gives no value: it is not zero. */
export function measure(name: IndicatorName, facts: MonthFacts): Measured {
  const { per, count }: Indicator = INDICATORS[name];
  const { numerator, denominator } = count(facts);
  return { numerator, denominator, value: denominator > 0 ? Math.round((numerator / denominator) * per * 100) / 100 : null };
}

/** Counts of several wards together. */
export function together(facts: readonly MonthFacts[]): MonthFacts {
  const sum = (field: Exclude<keyof MonthFacts, 'events'>): number => Math.round(facts.reduce((total, one) => total + one[field], 0) * 100) / 100;
  return {
    events: facts.flatMap(({ events }) => events), patientDays: sum('patientDays'), dosesGiven: sum('dosesGiven'), handovers: sum('handovers'), handoversAccepted: sum('handoversAccepted'), criticals: sum('criticals'), criticalsInTime: sum('criticalsInTime'),
  };
}
