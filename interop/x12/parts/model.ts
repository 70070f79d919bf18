/** The small things all transaction sets are made of, as plain JSON. Amounts are integer cents, dates ISO days. */
import type { AdjustmentGroup } from '../dictionary/codes';

export interface PersonName {
  kind: 'person';
  /** Absent only where a guide lets the last name be unknown. */
  last?: string;
  first?: string;
  middle?: string;
  suffix?: string;
}

export interface OrganizationName {
  kind: 'organization';
  name?: string;
}

/** NM102–NM107 */
export type PartyName = PersonName | OrganizationName;

/** An identifier with the qualifier that says whose it is: NM108/09, N103/04, e.g. `{ qualifier: 'MI', value: 'W123' }`. */
export interface Identifier {
  qualifier: string;
  value: string;
}

/** REF01/02 */
export type Reference = Identifier;

/** N3 and N4. `state` and `postalCode` are absent outside the United States and Canada. */
export interface Address {
  lines: string[];
  city: string;
  state?: string;
  postalCode?: string;
  country?: string;
  subdivision?: string;
}

/** PER: up to three numbers, an extension (EX) after its telephone. */
export interface Contact {
  name?: string;
  numbers: { qualifier: string; value: string }[];
}

/** One reason why the payment differs from the charge (a CAS triplet). Positive reduces the payment. */
export interface Adjustment {
  group: AdjustmentGroup;
  /** Claim adjustment reason code (CARC). */
  reason: string;
  cents: number;
  quantity?: number;
}

/** A procedure with its modifiers (composite C003). */
export interface Procedure {
  /** HC HCPCS/CPT, HP HIPPS, ER, IV, WK, AD, N4 NDC, NU revenue code … */
  qualifier: string;
  code: string;
  /** Up to four, in the order billed; the order matters to payers. */
  modifiers: string[];
  description?: string;
}

/** AMT: a qualified amount. */
export interface QualifiedAmount {
  qualifier: string;
  cents: number;
}

/** QTY: a qualified quantity. */
export interface QualifiedQuantity {
  qualifier: string;
  quantity: number;
}

/** NTE */
export interface Note {
  code: string;
  text: string;
}

/** A first day and a last day, both included. */
export interface Period {
  from: string;
  through: string;
}
