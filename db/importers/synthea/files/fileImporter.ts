import { type Row } from '../../csv/row';
import { type FileReport } from '../../report';
import { type ImportSession, type Read } from '../session';

/** How one file of an export becomes rows of the record. */
export interface FileImporter<T = unknown> {
  /** "patients" for patients.csv. */
  readonly file: string;
  /** Columns it cannot do without; of an inner list one is enough (versions name them differently). */
  readonly columns: readonly (string | readonly string[])[];
  /** Read one row; throws RowRejected. No I/O: what a row refers to is looked up for many rows together. */
  read(row: Row): T;
  /** Keep what can be kept of some rows, and report on each. */
  keep(rows: readonly Read<T>[], session: ImportSession, report: FileReport): Promise<void>;
  /** After the last row of this file. */
  finish?(session: ImportSession, report: FileReport): Promise<void>;
}

/** Gives a list of importers one type without losing what each reads. */
export function fileImporter<T>(importer: FileImporter<T>): FileImporter {
  return importer as unknown as FileImporter;
}
