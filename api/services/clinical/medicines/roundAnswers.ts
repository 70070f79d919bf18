import { type Outcome } from '../../../../domain/medicines/administration';
import { type RowValue } from '../../../../domain/tasks/form';
import { unprocessable } from '../../../http/problem';
import { type DoseReport } from './giveDoses';
import { type OpenDose } from './openDoses';

/** A row of a round's form as a report about its dose. */
export function reportOf(dose: OpenDose | undefined, row: RowValue, index: number): DoseReport {
  if (!dose) throw unprocessable('dose-settled', 'A dose on this form has been settled meanwhile. Reload the page.');
  const text = (name: string): string | null => (typeof row[name] === 'string' ? row[name] : null);
  const outcome = row['outcome'] as Outcome;
  return {
    dose, outcome, reason: outcome === 'given' ? null : text(`${outcome}Reason`), note: text('note'), medicineCode: text('medicineCode'),
    quantity: typeof row['quantity'] === 'number' ? row['quantity'] : null, field: `doses[${index}].`,
  };
}
