/** FHIR R4, as far as an export of a patient's record uses it. Plain JSON; names as in the standard. */
export interface Coding { readonly system: string; readonly code: string; readonly display?: string }
export interface CodeableConcept { readonly coding: readonly Coding[]; readonly text?: string }
export interface Reference { readonly reference?: string; readonly display?: string }
export interface Quantity { readonly value: number; readonly unit?: string }
export interface Period { readonly start?: string; readonly end?: string }
export interface Meta { readonly security: readonly Coding[] }
export interface Resource { readonly resourceType: string; readonly id: string; readonly meta?: Meta; readonly [element: string]: unknown }

/** `type` collection: a set of resources for whoever asked for them, not to be acted on. */
export interface Bundle {
  readonly resourceType: 'Bundle';
  readonly type: 'collection';
  readonly meta?: Meta;
  readonly timestamp: string;
  readonly total?: never;
  readonly entry: readonly { readonly fullUrl: string; readonly resource: Resource }[];
}
