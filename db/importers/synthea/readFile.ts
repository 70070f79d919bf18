import { linesOf } from '../csv/lines';
import { type CsvRecord, RecordReader } from '../csv/records';
import { Row } from '../csv/row';
import { ImportFailure, RowRejected } from '../failure';
import { type FileReport } from '../report';
import { type FileImporter } from './files/fileImporter';
import { type ImportSession, type Read } from './session';
import { type SourceFile } from './source';

/** Rows looked up and inserted together; what bounds the memory an import takes. */
const BATCH = 1_000;

interface Header {
  readonly columns: ReadonlyMap<string, number>;
  readonly width: number;
}

/** Read one file row by row and keep what can be kept. Throws ImportFailure when the file itself is at fault. */
export async function importFile(file: SourceFile, importer: FileImporter, session: ImportSession, report: FileReport, onBytes: (count: number) => void): Promise<void> {
  let header: Header | undefined;
  let batch: Read<unknown>[] = [];
  const take = async (records: readonly CsvRecord[]): Promise<void> => {
    for (const record of records) {
      if (!header) {
        header = headerOf(record, file, importer);
        continue;
      }
      report.rowsRead += 1;
      try {
        batch.push({ line: record.line, value: readRecord(record, header, importer) });
      } catch (error) {
        if (!(error instanceof RowRejected)) throw error;
        report.reject(record.line, error.field, error.reason);
      }
      if (batch.length < BATCH) continue;
      await importer.keep(batch, session, report);
      batch = [];
    }
  };
  const reader = new RecordReader();
  for await (const block of linesOf(file.read(onBytes))) await take(reader.next(block));
  await take(reader.end());
  if (!header) throw new ImportFailure(`${file.path} is empty: not even a header line is in it.`);
  if (batch.length > 0) await importer.keep(batch, session, report);
  await importer.finish?.(session, report);
}

function readRecord({ line, fields, problem }: CsvRecord, { columns, width }: Header, importer: FileImporter): unknown {
  if (problem) throw new RowRejected('(row)', problem);
  const row = new Row(line, columns, fields);
  row.check(width);
  return importer.read(row);
}

/** Columns are known by name, in any order and case; columns nobody needs may be there. */
function headerOf({ fields, problem }: CsvRecord, file: SourceFile, importer: FileImporter): Header {
  if (problem) throw new ImportFailure(`The header of ${file.path} cannot be read: it ${problem}.`);
  const columns = new Map<string, number>();
  fields.forEach((field, index) => {
    const name = field.trim().toUpperCase();
    if (columns.has(name) && name !== '') throw new ImportFailure(`${file.path} has the column ${name} twice.`);
    columns.set(name, index);
  });
  const missing = importer.columns.filter((wanted) => ![wanted].flat().some((name) => columns.has(name))).map((wanted) => [wanted].flat().join(' or '));
  if (missing.length > 0) throw new ImportFailure(`${file.path} lacks the column${missing.length > 1 ? 's' : ''} ${missing.join(', ')}: it is no export of Synthea 2.7 or later, or was changed since.`);
  return { columns, width: fields.length };
}
