import { newId } from '../../../newId';
import { sourceKey } from '../../../sealed';
import { type SqlValue } from '../../bulk';
import { type Row } from '../../csv/row';
import { type EncounterRef, type ImportSession, SOURCE } from '../session';
import { type FileImporter, fileImporter } from './fileImporter';

/** What every clinical row names. */
export interface Placed {
  readonly patientId: string;
  readonly encounterId: string | null;
  readonly system: string;
  readonly code: string;
  readonly display: string;
}

/** Read whose row it is and what it is about. Only some observations are about no encounter. */
export function placed(row: Row, system: string, encounter: 'required' | 'optional' = 'required'): Placed {
  return { patientId: row.id('PATIENT'), encounterId: encounter === 'required' ? row.id('ENCOUNTER') : row.optionalId('ENCOUNTER'), system, code: row.code('CODE'), display: row.text('DESCRIPTION') };
}

/** One clinical file: which table its rows go to, and how. */
export interface ClinicalFile<T extends Placed> {
  readonly file: string;
  readonly table: string;
  readonly columns: FileImporter['columns'];
  /** Columns beside those every clinical table has. */
  readonly fields: readonly string[];
  read(row: Row): T;
  /** Values of `fields`; `id` is the new row's, for sealing. */
  values(value: T, context: { id: string; encounter: EncounterRef | null; session: ImportSession }): readonly SqlValue[];
  /**
   * What makes a row this one and no other, beside patient, encounter and code. What may change in a later export (an end,
   * a cost) is not part of it.
   */
  identity(value: T): readonly (string | number | null)[];
  /** The row's own ID, where the file gives one. */
  id?(value: T): string;
  /** Codes beside the row's own, for the dictionary. */
  also?(value: T, session: ImportSession): void;
}

/** An importer for a clinical file: references checked, rows known by a digest of what identifies them. */
export function clinicalImporter<T extends Placed>(clinical: ClinicalFile<T>): FileImporter {
  const keyOf = (value: T) => (clinical.id ? clinical.id(value)
    : sourceKey(clinical.file, value.patientId, value.encounterId ?? '', value.code, ...clinical.identity(value).map((part) => String(part ?? ''))));
  return fileImporter<T>({
    file: clinical.file,
    columns: ['PATIENT', 'ENCOUNTER', 'CODE', ...clinical.columns],
    read: (row) => clinical.read(row),
    async keep(rows, session, report) {
      const whole = await session.placed(report, rows);
      const fresh = await session.fresh(report, clinical.table, 'source_key', whole, ({ value }) => keyOf(value));
      await session.inside.insert(clinical.table, ['id', 'patient_id', 'encounter_id', 'system_code', 'code', 'source', 'source_key', ...clinical.fields], fresh.map(({ value, encounter }) => {
        const id = clinical.id?.(value) ?? newId();
        return [id, value.patientId, value.encounterId, value.system, value.code, SOURCE, keyOf(value), ...clinical.values(value, { id, encounter, session })];
      }));
      await session.touch(fresh.map(({ value }) => value.patientId));
      for (const { value } of fresh) {
        session.concept(value.system, value.code, value.display);
        clinical.also?.(value, session);
      }
      report.kept += fresh.length;
    },
  });
}
