import { type Row } from '../../csv/row';
import { type ImportSession } from '../session';
import { systemOf } from '../codeSystems';
import { clinicalImporter, type Placed, placed } from './clinical';
import { period } from './problems';

interface Reason {
  readonly reasonCode: string | null;
  readonly reasonDisplay: string;
}

function reason(row: Row): Reason {
  return { reasonCode: row.optionalCode('REASONCODE'), reasonDisplay: row.text('REASONDESCRIPTION') };
}

function nameReason({ reasonCode, reasonDisplay }: Reason, session: ImportSession): void {
  if (reasonCode !== null) session.concept('SNOMED', reasonCode, reasonDisplay);
}

interface Medication extends Placed, Reason {
  readonly start: string;
  readonly end: string | null;
  readonly unitCents: number | null;
  readonly totalCents: number | null;
  readonly payerCents: number | null;
  readonly dispenses: number | null;
}

/** medications.csv: prescriptions. Dose and frequency are not in the export. */
export const medications = clinicalImporter<Medication>({
  file: 'medications',
  table: 'medication_requests',
  columns: ['START'],
  fields: ['category', 'status', 'reason_system', 'reason_code', 'unit_cost_cents', 'total_cost_cents', 'payer_coverage_cents', 'dispenses', 'authored_at', 'stopped_at'],
  read: (row) => ({
    ...placed(row, 'RXNORM'), ...period(row), ...reason(row), unitCents: row.optionalCents('BASE_COST'), totalCents: row.optionalCents('TOTALCOST'),
    payerCents: row.optionalCents('PAYER_COVERAGE'), dispenses: row.text('DISPENSES') === '' ? null : row.count('DISPENSES'),
  }),
  values: (value, { encounter }) => [
    encounter?.classCode === 'IMP' || encounter?.classCode === 'EMER' ? 'inpatient' : 'community', value.end === null ? 'active' : 'completed',
    value.reasonCode === null ? null : 'SNOMED', value.reasonCode, value.unitCents, value.totalCents, value.payerCents, value.dispenses, value.start, value.end,
  ],
  // Synthea can prescribe one medicine twice to begin at the same moment, one of the two stopped at once.
  identity: ({ start, end, reasonCode, unitCents }) => [start, reasonCode, unitCents, end === start ? 'stopped' : null],
  also: nameReason,
});

interface Procedure extends Placed, Reason {
  readonly start: string;
  readonly end: string | null;
  readonly cents: number | null;
}

function readProcedure(row: Row): Procedure {
  // Versions before 3 give one DATE.
  const times = row.has('START') ? period(row) : { start: row.instant('DATE'), end: null };
  return { ...placed(row, systemOf(row, 'SNOMED')), ...reason(row), ...times, cents: row.optionalCents('BASE_COST') };
}

/** procedures.csv */
export const procedures = clinicalImporter<Procedure>({
  file: 'procedures',
  table: 'procedures',
  columns: [['START', 'DATE']],
  fields: ['status', 'performed_start', 'performed_end', 'reason_system', 'reason_code', 'base_cost_cents'],
  read: readProcedure,
  values: ({ start, end, reasonCode, cents }) => ['completed', start, end, reasonCode === null ? null : 'SNOMED', reasonCode, cents],
  identity: ({ start }) => [start],
  also: nameReason,
});

type CarePlan = Placed & Reason & ReturnType<typeof period> & { readonly id: string };

/** careplans.csv */
export const carePlans = clinicalImporter<CarePlan>({
  file: 'careplans',
  table: 'care_plans',
  columns: ['ID', 'START'],
  fields: ['status', 'period_start', 'period_end', 'reason_code'],
  read: (row) => ({ id: row.id('ID'), ...placed(row, 'SNOMED'), ...period(row), ...reason(row) }),
  values: ({ start, end, reasonCode }) => [end === null ? 'active' : 'completed', start, end, reasonCode],
  identity: () => [],
  id: ({ id }) => id,
  also: nameReason,
});

/** immunizations.csv */
export const immunizations = clinicalImporter<Placed & { at: string; cents: number | null }>({
  file: 'immunizations',
  table: 'immunizations',
  columns: ['DATE'],
  fields: ['occurred_at', 'base_cost_cents'],
  read: (row) => ({ ...placed(row, 'CVX'), at: row.instant('DATE'), cents: row.optionalCents('BASE_COST') }),
  values: ({ at, cents }) => [at, cents],
  identity: ({ at }) => [at],
});

/** devices.csv; the device's own number is sealed, as it leads to its bearer. */
export const devices = clinicalImporter<Placed & ReturnType<typeof period> & { udi: string }>({
  file: 'devices',
  table: 'device_uses',
  columns: ['START'],
  fields: ['udi_enc', 'period_start', 'period_end'],
  read: (row) => ({ ...placed(row, 'SNOMED'), ...period(row), udi: row.text('UDI', 200) }),
  values: ({ udi, start, end }, { id, session }) => [udi === '' ? null : session.cipher.seal({ table: 'device_uses', column: 'udi_enc', id }, udi), start, end],
  identity: ({ start, udi }) => [start, udi],
});

/** supplies.csv */
export const supplies = clinicalImporter<Placed & { at: string; quantity: number }>({
  file: 'supplies',
  table: 'supply_deliveries',
  columns: ['DATE'],
  fields: ['quantity', 'occurred_at'],
  read: (row) => ({ ...placed(row, 'SNOMED'), at: row.instant('DATE'), quantity: row.text('QUANTITY') === '' ? 1 : row.count('QUANTITY') }),
  values: ({ at, quantity }) => [quantity, at],
  identity: ({ at, quantity }) => [at, quantity],
});
