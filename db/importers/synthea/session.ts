import { type FieldCipher } from '../../sealed';
import { type BulkConnection } from '../bulk';
import { type FileReport } from '../report';
import { isSnomedConcept } from './codeSystems';

/** How imported rows are marked; with a row's own ID or digest it is unique in each table. */
export const SOURCE = 'synthea';

/** A row as read, with the line it begins on. */
export interface Read<T> {
  readonly line: number;
  readonly value: T;
}

/** What later files need to know of an encounter. */
export interface EncounterRef {
  readonly id: string;
  readonly patientId: string;
  readonly classCode: string;
  readonly typeCode: string | null;
  /** "YYYY-MM-DD" */
  readonly startsOn: string;
  readonly endsOn: string;
}

export interface PayerRef {
  readonly id: string;
  readonly kind: string;
  readonly planId: string;
}

type Parent = 'patients' | 'encounters' | 'organizations' | 'practitioners' | 'payers' | 'claims';

/**
 * What one import works with. `inside` is the connection of its transaction; `before` another one, which sees the record as
 * it was: what is there for `before` was there already, what is there only for `inside` came with this very import.
 */
export class ImportSession {
  private readonly conceptsSeen = new Map<string, string>();
  private readonly hadAny = new Map<string, boolean>();

  constructor(
    readonly inside: BulkConnection,
    readonly before: BulkConnection,
    readonly cipher: FieldCipher,
    /** Names of the files the export has: a reference into a file that it does not have cannot be followed. */
    readonly present: ReadonlySet<string>,
    /** What was paid and adjusted is left out. */
    readonly onlyCharges: boolean,
  ) {}

  /** Which of these IDs stand for a row of `table` now. IDs of imported rows are those of the source. */
  async known(table: Parent, ids: Iterable<string | null>): Promise<Set<string>> {
    return this.inside.existing(table, 'source_id', SOURCE, distinct(ids));
  }

  async encounters(ids: Iterable<string | null>): Promise<Map<string, EncounterRef>> {
    const wanted = distinct(ids);
    if (wanted.length === 0) return new Map();
    const rows = await this.inside.select<EncounterRef>(
      `SELECT source_id AS id, patient_id AS patientId, class_code AS classCode, type_code AS typeCode,
         DATE_FORMAT(period_start, '%Y-%m-%d') AS startsOn, DATE_FORMAT(COALESCE(period_end, period_start), '%Y-%m-%d') AS endsOn
       FROM encounters WHERE source = ? AND source_id IN (?)`,
      [SOURCE, wanted],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Payers by the ID the export gives them, each with its plan. */
  async payers(ids: Iterable<string | null>): Promise<Map<string, PayerRef>> {
    const wanted = distinct(ids);
    if (wanted.length === 0) return new Map();
    const rows = await this.inside.select<PayerRef & { sourceId: string }>(
      'SELECT p.source_id AS sourceId, p.id, p.kind, MIN(l.id) AS planId FROM payers p JOIN plans l ON l.payer_id = p.id WHERE p.source = ? AND p.source_id IN (?) GROUP BY p.id, p.source_id, p.kind',
      [SOURCE, wanted],
    );
    return new Map(rows.map((row) => [row.sourceId, row]));
  }

  /** Remember whose record this import changes, for the audit trail. */
  async touch(patientIds: Iterable<string>): Promise<void> {
    const ids = distinct(patientIds);
    if (ids.length > 0) await this.inside.execute('INSERT IGNORE INTO import_patients (id) VALUES ?', [ids.map((id) => [id])]);
  }

  /** Whose record was changed, a page at a time. */
  async *touched(): AsyncGenerator<string[]> {
    for (let after = ''; ;) {
      const page = (await this.inside.select<{ id: string }>('SELECT id FROM import_patients WHERE id > ? ORDER BY id LIMIT 500', [after])).map(({ id }) => id);
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      after = last;
    }
  }

  /** Remember what a code means, in the words of the export. Written at the end, so that the shared table is locked briefly. */
  concept(system: string, code: string, display: string): void {
    const key = `${system}\u0000${code}`;
    if (display !== '' && !this.conceptsSeen.has(key)) this.conceptsSeen.set(key, display);
  }

  /** The code system of a billed service, which the transactions do not name: by what this export used the code for, else by its form. */
  systemOfService(code: string): string {
    for (const system of ['RXNORM', 'CVX', 'SNOMED']) if (this.conceptsSeen.has(`${system}\u0000${code}`)) return system;
    if (isSnomedConcept(code)) return 'SNOMED';
    return code.length <= 3 ? 'CVX' : 'RXNORM';
  }

  async writeConcepts(): Promise<void> {
    const rows = [...this.conceptsSeen].map(([key, display]) => [...key.split('\u0000'), display]).sort();
    for (let from = 0; from < rows.length; from += 500) {
      // A word that is there stays; two imports may bring the same one. Lengths were checked when they were read.
      await this.inside.execute('INSERT IGNORE INTO concepts (system_code, code, display) VALUES ?', [rows.slice(from, from + 500)]);
    }
  }

  /**
   * Of rows that name patient and encounter, those where both are kept and belong together, each with its encounter. A child
   * under a foreign patient's encounter is refused.
   */
  async placed<T extends { patientId: string; encounterId: string | null }>(report: FileReport, rows: readonly Read<T>[], named = { patient: 'PATIENT', encounter: 'ENCOUNTER' }): Promise<(Read<T> & { encounter: EncounterRef | null })[]> {
    const patients = await this.known('patients', rows.map(({ value }) => value.patientId));
    const encounters = await this.encounters(rows.map(({ value }) => value.encounterId));
    return rows.flatMap((row) => {
      const { patientId, encounterId } = row.value;
      const encounter = encounterId === null ? null : encounters.get(encounterId);
      if (!patients.has(patientId)) report.reject(row.line, named.patient, 'names no patient that was kept');
      else if (encounter === undefined) report.reject(row.line, named.encounter, 'names no encounter that was kept');
      else if (encounter && encounter.patientId !== patientId) report.reject(row.line, named.encounter, 'belongs to another patient');
      else return [{ ...row, encounter }];
      return [];
    });
  }

  /** Which of these rows the record had before this import. A table without one imported row is asked once. */
  async wasThere(table: string, column: 'source_id' | 'source_key', keys: readonly string[]): Promise<Set<string>> {
    let hadAny = this.hadAny.get(table);
    if (hadAny === undefined) {
      hadAny = (await this.before.select(`SELECT 1 FROM ${table} WHERE source = ? LIMIT 1`, [SOURCE])).length > 0;
      this.hadAny.set(table, hadAny);
    }
    return hadAny ? this.before.existing(table, column, SOURCE, keys) : new Set();
  }

  /** Of these rows those that are new: neither in the record already nor in the file before. The others are counted. */
  async fresh<R extends Read<unknown>>(report: FileReport, table: string, column: 'source_id' | 'source_key', rows: readonly R[], keyOf: (row: R) => string): Promise<R[]> {
    const keys = rows.map(keyOf);
    const there = await this.wasThere(table, column, keys);
    const here = await this.inside.existing(table, column, SOURCE, keys.filter((key) => !there.has(key)));
    return rows.filter((row, index) => {
      const key = keys[index] ?? '';
      if (there.has(key)) report.alreadyThere += 1;
      else if (here.has(key)) report.reject(row.line, column === 'source_id' ? 'Id' : '(row)', 'is in the file twice');
      else {
        here.add(key);
        return true;
      }
      return false;
    });
  }
}

function distinct(ids: Iterable<string | null>): string[] {
  return [...new Set(ids)].filter((id): id is string => id !== null);
}
