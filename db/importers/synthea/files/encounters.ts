import { RowRejected } from '../../failure';
import { type Row } from '../../csv/row';
import { type EncounterRef, type ImportSession, type Read, SOURCE } from '../session';
import { coverageFinder } from './coverageFinder';
import { fileImporter } from './fileImporter';

interface Encounter {
  readonly id: string;
  readonly patientId: string;
  readonly classCode: EncounterRef['classCode'];
  readonly organizationId: string | null;
  readonly practitionerId: string | null;
  readonly payerId: string | null;
  readonly typeCode: string;
  readonly typeDisplay: string;
  readonly reasonCode: string | null;
  readonly reasonDisplay: string;
  readonly start: string;
  readonly end: string | null;
  readonly baseCents: number | null;
  readonly totalCents: number | null;
  readonly payerCents: number | null;
}

/**
 * Synthea's classes as HL7 ActCode. A nursing home and a hospice are where somebody lives while care comes to them, so HH:
 * IMP is left to stays in a hospital's bed.
 */
const CLASSES = {
  ambulatory: 'AMB', wellness: 'AMB', outpatient: 'AMB', urgentcare: 'AMB', urgent: 'AMB',
  emergency: 'EMER', inpatient: 'IMP', virtual: 'VR', home: 'HH', hospice: 'HH', snf: 'HH',
};

function read(row: Row): Encounter {
  const [start, end] = [row.instant('START'), row.optionalInstant('STOP')];
  if (end !== null && end < start) throw new RowRejected('STOP', 'is before START');
  return {
    id: row.id('ID'), patientId: row.id('PATIENT'), classCode: row.oneOf('ENCOUNTERCLASS', CLASSES),
    organizationId: row.optionalId('ORGANIZATION'), practitionerId: row.optionalId('PROVIDER'), payerId: row.optionalId('PAYER'),
    typeCode: row.code('CODE'), typeDisplay: row.text('DESCRIPTION'), reasonCode: row.optionalCode('REASONCODE'), reasonDisplay: row.text('REASONDESCRIPTION'),
    start, end, baseCents: row.optionalCents('BASE_ENCOUNTER_COST'), totalCents: row.optionalCents('TOTAL_CLAIM_COST'), payerCents: row.optionalCents('PAYER_COVERAGE'),
  };
}

/** An export may leave out the files of organizations, providers or payers: then the encounter is kept without them. */
async function parents(session: ImportSession, rows: readonly Read<Encounter>[]) {
  const look = async (file: string, table: 'organizations' | 'practitioners' | 'payers', pick: (value: Encounter) => string | null) => {
    const known = await session.known(table, rows.map(({ value }) => pick(value)));
    return { known, isRequired: session.present.has(file), of: (id: string | null) => (id !== null && known.has(id) ? id : null) };
  };
  return {
    organization: await look('organizations', 'organizations', (value) => value.organizationId),
    practitioner: await look('providers', 'practitioners', (value) => value.practitionerId),
    payer: await look('payers', 'payers', (value) => value.payerId),
  };
}

const COLUMNS = [
  'id', 'patient_id', 'class_code', 'status', 'type_system', 'type_code', 'reason_system', 'reason_code', 'practitioner_id', 'organization_id', 'coverage_id',
  'period_start', 'period_end', 'base_cost_cents', 'total_cost_cents', 'payer_coverage_cents', 'source', 'source_id',
];

/** encounters.csv: what happened to whom, where and with whom. All of it is past, so all are finished. */
export const encounters = fileImporter<Encounter>({
  file: 'encounters',
  columns: ['ID', 'START', 'PATIENT', 'ENCOUNTERCLASS', 'CODE'],
  read,
  async keep(rows, session, report) {
    const patients = await session.known('patients', rows.map(({ value }) => value.patientId));
    const { organization, practitioner, payer } = await parents(session, rows);
    const dangles = (parent: typeof payer, id: string | null) => id !== null && parent.isRequired && !parent.known.has(id);
    const whole = rows.filter(({ line, value }) => {
      if (!patients.has(value.patientId)) report.reject(line, 'PATIENT', 'names no patient that was kept');
      else if (dangles(organization, value.organizationId)) report.reject(line, 'ORGANIZATION', 'names no organization that was kept');
      else if (dangles(practitioner, value.practitionerId)) report.reject(line, 'PROVIDER', 'names no provider that was kept');
      else if (dangles(payer, value.payerId)) report.reject(line, 'PAYER', 'names no payer that was kept');
      else return true;
      return false;
    });
    const fresh = await session.fresh(report, 'encounters', 'source_id', whole, ({ value }) => value.id);
    const coverageOf = await coverageFinder(session, fresh.map(({ value }) => value.patientId));
    await session.inside.insert('encounters', COLUMNS, fresh.map(({ value }) => [
      value.id, value.patientId, value.classCode, 'finished', 'SNOMED', value.typeCode, value.reasonCode === null ? null : 'SNOMED', value.reasonCode,
      practitioner.of(value.practitionerId), organization.of(value.organizationId), coverageOf(value.patientId, value.payerId, value.start.slice(0, 10)),
      value.start, value.end, value.baseCents, value.totalCents, value.payerCents, SOURCE, value.id,
    ]));
    await session.touch(fresh.map(({ value }) => value.patientId));
    for (const { value } of fresh) {
      session.concept('SNOMED', value.typeCode, value.typeDisplay);
      if (value.reasonCode !== null) session.concept('SNOMED', value.reasonCode, value.reasonDisplay);
    }
    report.kept += fresh.length;
  },
});
