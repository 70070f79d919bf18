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
  const keeper = new Keeper(importer, session, report);
  let header: Header | undefined;
  const take = async (records: readonly CsvRecord[]): Promise<void> => {
    for (const record of records) {
      if (!header) {
        header = headerOf(record, file, importer);
        continue;
      }
      report.rowsRead += 1;
      try {
        const full = keeper.add({ line: record.line, value: readRecord(record, header, importer) });
        if (full) await full;
      } catch (error) {
        if (!(error instanceof RowRejected)) throw error;
        report.reject(record.line, error.field, error.reason);
      }
    }
  };
  const reader = new RecordReader();
  for await (const block of linesOf(file.read(onBytes))) await take(reader.next(block));
  await take(reader.end());
  if (!header) throw new ImportFailure(`${file.path} is empty: not even a header line is in it.`);
  await keeper.end();
  await importer.finish?.(session, report);
}

/** Hands rows on in batches, in order. While the server works on one, the next is read: both processors have something to do. */
class Keeper {
  private batch: Read<unknown>[] = [];
  private working: Promise<void> = Promise.resolve();

  constructor(private readonly importer: FileImporter, private readonly session: ImportSession, private readonly report: FileReport) {}

  add(row: Read<unknown>): Promise<void> | undefined {
    this.batch.push(row);
    return this.batch.length < BATCH ? undefined : this.hand();
  }

  async end(): Promise<void> {
    if (this.batch.length > 0) await this.hand();
    await this.working;
  }

  private async hand(): Promise<void> {
    await this.working;
    this.working = this.importer.keep(this.batch, this.session, this.report);
    this.working.catch(() => undefined); // seen by whoever waits for it next
    this.batch = [];
  }
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
