import { NOT_GIVEN_REASONS, OUTCOMES } from '../medicines/administration';
import { type Form, type RowsField, type SimpleField } from './form';

const wristband: SimpleField = { name: 'wristband', label: 'Wristband', hint: 'Scan the code on the patient’s wristband, or type it.', kind: 'text', maxLength: 40, required: true };
const medicineCode = { name: 'medicineCode', label: 'Package code', hint: 'Scan the barcode on the package, or type it.', kind: 'text', maxLength: 60 } as const;

/** Give the doses of a round: patient and packages scanned, each dose given, held, refused or missed. */
export function roundForm(version: number): Form {
  const doses: RowsField = {
    name: 'doses', label: 'Doses', kind: 'rows', required: true,
    fields: [
      { name: 'outcome', label: 'What happened', kind: 'choice', required: true, options: Object.entries(OUTCOMES).map(([value, label]) => ({ value, label })) },
      { ...medicineCode, required: true, when: { field: 'outcome', equals: 'given' } },
      { name: 'quantity', label: 'Dose given', hint: 'Only when the order leaves the dose to you.', kind: 'number', min: 0.0001, max: 100_000, when: { field: 'outcome', equals: 'given' } },
      { name: 'heldReason', label: 'Why held', kind: 'choice', options: NOT_GIVEN_REASONS.held, when: { field: 'outcome', equals: 'held' }, required: true },
      { name: 'refusedReason', label: 'Why refused', kind: 'choice', options: NOT_GIVEN_REASONS.refused, when: { field: 'outcome', equals: 'refused' }, required: true },
      { name: 'missedReason', label: 'Why missed', kind: 'choice', options: NOT_GIVEN_REASONS.missed, when: { field: 'outcome', equals: 'missed' }, required: true },
      { name: 'note', label: 'Note', kind: 'text', maxLength: 500 },
    ],
  };
  return { version, fields: [wristband, doses] };
}

/** Check high-alert doses before a colleague gives them. */
export function secondCheckForm(version: number): Form {
  return {
    version,
    fields: [wristband, {
      name: 'doses', label: 'Doses to check', kind: 'rows', required: true,
      fields: [{ ...medicineCode, required: true }, { name: 'agrees', label: 'Medicine, dose, route and time agree with the order', kind: 'boolean', required: true, mustBeTrue: true }],
    }],
  };
}
