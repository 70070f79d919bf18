/** Loops 2400 to 2430: what is billed, line by line, and what another payer decided on it. */
import type { Adjustment, Note, Period, Procedure, QualifiedAmount, Reference } from '../parts/model';
import type { CareTeam, ProviderReference } from './careTeamModel';

interface LineFacts extends CareTeam {
  /** LX01, from 1. */
  number: number;
  chargeCents: number;
  units: number;
  /** REF*6R: our number of the line, unique within the claim; an 835 answers with it. */
  lineControlNumber?: string;
  references?: Reference[];
  /** Taxes and postage. */
  amounts?: QualifiedAmount[];
  notes?: Note[];
  drug?: Drug;
  adjudications: LineAdjudication[];
}

export interface ProfessionalLine extends LineFacts {
  procedure: Procedure;
  /** UN units, MJ minutes (anesthesia). */
  unit: 'UN' | 'MJ';
  /** When other than the claim's. */
  placeOfService?: string;
  /** 1-based positions in the claim's diagnoses, the most relevant first; up to four. */
  diagnosisPointers: number[];
  emergency?: true;
  epsdt?: true;
  familyPlanning?: true;
  copayExempt?: true;
  service: Period;
  /** REF*G1 of the line. */
  priorAuthorizations?: LineReference[];
  /** REF*9F of the line. */
  referrals?: LineReference[];
}

export interface InstitutionalLine extends LineFacts {
  revenueCode: string;
  procedure?: Procedure;
  /** UN units, DA days. */
  unit: 'UN' | 'DA';
  nonCoveredCents?: number;
  service?: Period;
}

/** A number of the line; `payerId` names the payer it belongs to when that is not the claim's. */
export type LineReference = Omit<ProviderReference, 'qualifier'>;

/** 2410 */
export interface Drug {
  /** N4 National Drug Code in 5-4-2 form without hyphens. */
  qualifier: string;
  code: string;
  quantity: number;
  /** F2 international unit, GR gram, ME milligram, ML milliliter, UN unit. */
  unit: string;
  /** XZ prescription number, VY compound link. */
  prescription?: Reference;
}

/** 2430: charge = paid + adjustments, per other payer. */
export interface LineAdjudication {
  /** Identifier of the other payer, as in its 2330B. */
  payerId: string;
  paidCents: number;
  procedure?: Procedure;
  revenueCode?: string;
  paidUnits: number;
  /** Line into which this one was bundled. */
  bundledLine?: number;
  adjustments: Adjustment[];
  adjudicatedOn: string;
  remainingPatientCents?: number;
}
