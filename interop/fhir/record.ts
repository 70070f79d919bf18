import { type DecidedAmendment, type EntryKind } from '../../domain/privacy/amendment';
import { type Label } from '../../domain/rights/labels';

/** What is on record of one patient, opened and with displays; ISO times. The order of lists is kept. */
export interface PatientRecord {
  readonly patient: {
    readonly id: string; readonly mrn: string; readonly family: string; readonly given: readonly string[]; readonly birthDate: string; readonly gender: string; readonly deceasedAt: string | null;
    readonly phone: string | null; readonly email: string | null; readonly address: { readonly line: string; readonly city: string; readonly state: string; readonly postalCode: string } | null;
  };
  /** Restrictions that stand, of the whole record or of one stay, each as strict as it counts. */
  readonly labels: readonly (Label & InEncounter)[];
  readonly encounters: readonly { readonly id: string; readonly status: string; readonly class: string; readonly reason: Coded | null; readonly start: string; readonly end: string | null }[];
  readonly conditions: readonly (Coded & InEncounter & { readonly id: string; readonly clinicalStatus: string; readonly onset: string | null; readonly abatement: string | null })[];
  readonly allergies: readonly (Coded & { readonly id: string; readonly clinicalStatus: string; readonly kind: string; readonly category: string; readonly criticality: string | null })[];
  readonly observations: readonly (Coded & InEncounter & { readonly id: string; readonly status: string; readonly category: string; readonly value: number | null; readonly text: string | null; readonly unit: string | null; readonly at: string; readonly low: number | null; readonly high: number | null; readonly reportId: string | null })[];
  readonly reports: readonly (Coded & InEncounter & { readonly id: string; readonly status: string; readonly issued: string | null })[];
  readonly prescriptions: readonly (Coded & InEncounter & { readonly id: string; readonly status: string; readonly dose: number | null; readonly unit: string | null; readonly route: string | null; readonly everyHours: number | null; readonly asNeeded: boolean; readonly authored: string })[];
  readonly administrations: readonly (Coded & InEncounter & { readonly id: string; readonly requestId: string; readonly status: string; readonly at: string })[];
  readonly notes: readonly (InEncounter & { readonly id: string; readonly kind: string; readonly text: string; readonly signed: string | null })[];
  readonly claims: readonly (InEncounter & { readonly id: string; readonly number: string; readonly type: string; readonly status: string; readonly payer: string; readonly from: string; readonly through: string; readonly chargeCents: number; readonly created: string })[];
  readonly amendments: readonly AmendedEntry[];
}

/** What was asked to be amended and decided, beside the entry it is of. */
export interface AmendedEntry extends DecidedAmendment, InEncounter {
  readonly id: string;
  readonly kind: EntryKind;
  readonly entryId: string;
  readonly reason: string;
}
export interface Coded { readonly systemCode: string; readonly code: string; readonly display: string }
export interface InEncounter { readonly encounterId: string | null }
