import type { Draft } from '../core/draft';
import { readCents, readQuantity, writeCents, writeQuantity } from '../core/text';
import type { Loop } from '../grammar/loop';

/**
 * MIA: how Medicare and payers like it adjudicated an inpatient claim. Days and counts as numbers, amounts in cents.
 * MIA01 is always zero by both guides; covered days are in a QTY*CA.
 */
export interface InpatientAdjudication {
  operatingOutlierCents?: number;
  lifetimePsychiatricDays?: number;
  drgCents?: number;
  disproportionateShareCents?: number;
  passThroughCents?: number;
  capitalCents?: number;
  capitalFederalCents?: number;
  capitalHospitalCents?: number;
  capitalDisproportionateShareCents?: number;
  oldCapitalCents?: number;
  capitalMedicalEducationCents?: number;
  operatingHospitalCents?: number;
  costReportDays?: number;
  operatingFederalCents?: number;
  capitalOutlierCents?: number;
  indirectTeachingCents?: number;
  professionalComponentCents?: number;
  capitalExceptionCents?: number;
  /** Remittance advice remark codes (RARC), up to five. */
  remarks: string[];
}

/** MOA: the same for an outpatient or professional claim. */
export interface OutpatientAdjudication {
  /** As a fraction: 0.8 is 80 %. */
  reimbursementRate?: number;
  payableCents?: number;
  renalDialysisCents?: number;
  professionalComponentCents?: number;
  remarks: string[];
}

type FieldOf<T> = Exclude<keyof T, 'remarks'>;

interface Layout<T> {
  segment: 'MIA' | 'MOA';
  /** What the first element always is, when it says nothing. */
  first?: string;
  fields: readonly (readonly [element: number, field: FieldOf<T>])[];
  remarks: readonly number[];
}

const INPATIENT: Layout<InpatientAdjudication> = {
  segment: 'MIA',
  first: '0',
  fields: [
    [2, 'operatingOutlierCents'], [3, 'lifetimePsychiatricDays'], [4, 'drgCents'], [6, 'disproportionateShareCents'],
    [7, 'passThroughCents'], [8, 'capitalCents'], [9, 'capitalFederalCents'], [10, 'capitalHospitalCents'],
    [11, 'capitalDisproportionateShareCents'], [12, 'oldCapitalCents'], [13, 'capitalMedicalEducationCents'],
    [14, 'operatingHospitalCents'], [15, 'costReportDays'], [16, 'operatingFederalCents'], [17, 'capitalOutlierCents'],
    [18, 'indirectTeachingCents'], [19, 'professionalComponentCents'], [24, 'capitalExceptionCents'],
  ],
  remarks: [5, 20, 21, 22, 23],
};

const OUTPATIENT: Layout<OutpatientAdjudication> = {
  segment: 'MOA',
  fields: [[1, 'reimbursementRate'], [2, 'payableCents'], [8, 'renalDialysisCents'], [9, 'professionalComponentCents']],
  remarks: [3, 4, 5, 6, 7],
};

const isAmount = (field: PropertyKey) => String(field).endsWith('Cents');

function read<T extends { remarks: string[] }>(loop: Loop, layout: Layout<T>): T | undefined {
  const segment = loop.find(layout.segment);
  if (!segment) return undefined;
  const record: Record<string, unknown> = {};
  for (const [element, field] of layout.fields) {
    const text = segment.at(element);
    if (text !== '') record[String(field)] = isAmount(field) ? readCents(text) : readQuantity(text);
  }
  return { ...record, remarks: layout.remarks.map((element) => segment.at(element)).filter((code) => code !== '') } as unknown as T;
}

function draft<T extends { remarks: string[] }>(record: T | undefined, layout: Layout<T>): Draft[] {
  if (!record) return [];
  const elements: (string | undefined)[] = [layout.first];
  for (const [element, field] of layout.fields) {
    const value = record[field] as number | undefined;
    elements[element - 1] = isAmount(field) ? writeCents(value) : writeQuantity(value);
  }
  // A remark too many goes past the last element, where the guide refuses it.
  for (const [index, code] of record.remarks.entries()) elements[(layout.remarks[index] ?? 30) - 1] = code;
  return [[layout.segment, ...Array.from(elements)]];
}

export const readInpatient = (loop: Loop) => read(loop, INPATIENT);
export const readOutpatient = (loop: Loop) => read(loop, OUTPATIENT);
export const draftInpatient = (record: InpatientAdjudication | undefined) => draft(record, INPATIENT);
export const draftOutpatient = (record: OutpatientAdjudication | undefined) => draft(record, OUTPATIENT);
