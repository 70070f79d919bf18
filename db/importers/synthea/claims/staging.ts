import { type Row } from '../../csv/row';
import { type FileReport } from '../../report';
import { type FileImporter, fileImporter } from '../files/fileImporter';
import { type ImportSession, type Read } from '../session';
import { readTransaction, type Transaction } from './transaction';

/** A row of claims.csv; its money is in the transactions. */
export interface ClaimHead {
  readonly id: string;
  readonly patientId: string;
  readonly encounterId: string;
  /** Null: the patient pays. */
  readonly payerId: string | null;
  readonly diagnoses: readonly string[];
  readonly servedAt: string;
  readonly billedAt: string;
  readonly type: 'professional' | 'institutional';
  readonly isClosed: boolean;
}

/**
 * Tables that only this connection sees and that vanish with it. A claim and its transactions stand in two files, and
 * transactions of different claims may be mixed (Synthea writes from several threads), so they meet here, not in memory.
 */
export const STAGING = {
  create: [
    'CREATE TEMPORARY TABLE import_patients (id VARCHAR(36) PRIMARY KEY) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
    'CREATE TEMPORARY TABLE import_coverages (id VARCHAR(36) PRIMARY KEY) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
    'CREATE TEMPORARY TABLE import_claims (line INT PRIMARY KEY, id VARCHAR(36) NOT NULL UNIQUE, head TEXT NOT NULL) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
    'CREATE TEMPORARY TABLE import_transactions (line INT PRIMARY KEY, claim_id VARCHAR(36) NOT NULL, id VARCHAR(36) NOT NULL UNIQUE, body TEXT NOT NULL, KEY claims_lines (claim_id, line)) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
  ],
  drop: ['DROP TEMPORARY TABLE IF EXISTS import_patients, import_coverages, import_claims, import_transactions'],
} as const;

const TYPES: Readonly<Record<string, ClaimHead['type']>> = { '1': 'professional', '2': 'institutional' };

function readHead(row: Row): ClaimHead {
  const servedAt = row.instant('SERVICEDATE');
  const statuses = ['STATUS1', 'STATUS2', 'STATUSP'].map((column) => row.text(column).toUpperCase()).filter(Boolean);
  return {
    id: row.id('ID'), patientId: row.id('PATIENTID'), encounterId: row.id('APPOINTMENTID'),
    // Versions before 3.1 write 0 for no insurance.
    payerId: ['', '0'].includes(row.text('PRIMARYPATIENTINSURANCEID')) ? null : row.id('PRIMARYPATIENTINSURANCEID'),
    diagnoses: ['1', '2', '3', '4', '5', '6', '7', '8'].flatMap((n) => row.optionalCode(`DIAGNOSIS${n}`) ?? []),
    servedAt, billedAt: row.optionalInstant('LASTBILLEDDATE1') ?? row.optionalInstant('LASTBILLEDDATEP') ?? servedAt,
    type: TYPES[row.text('HEALTHCARECLAIMTYPEID1')] ?? 'professional', isClosed: statuses.every((status) => status === 'CLOSED'),
  };
}

async function staged(session: ImportSession, table: 'import_claims' | 'import_transactions', ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  return new Set((await session.inside.select<{ id: string }>(`SELECT id FROM ${table} WHERE id IN (?)`, [[...ids]])).map(({ id }) => id));
}

/** Of these rows the first with each ID that is not staged yet; the others are refused. */
async function once<T extends { id: string }>(session: ImportSession, report: FileReport, table: 'import_claims' | 'import_transactions', rows: readonly Read<T>[]): Promise<Read<T>[]> {
  const seen = await staged(session, table, rows.map(({ value }) => value.id));
  return rows.filter(({ line, value }) => {
    if (seen.has(value.id)) {
      report.reject(line, 'Id', 'is in the file twice');
      return false;
    }
    seen.add(value.id);
    return true;
  });
}

/** claims.csv, to be posted when its transactions are there. */
export const claims: FileImporter = fileImporter<ClaimHead>({
  file: 'claims',
  columns: ['ID', 'PATIENTID', 'APPOINTMENTID', 'SERVICEDATE', 'PRIMARYPATIENTINSURANCEID'],
  read: readHead,
  async keep(rows, session, report) {
    const there = await session.wasThere('claims', 'source_id', rows.map(({ value }) => value.id));
    report.alreadyThere += rows.filter(({ value }) => there.has(value.id)).length;
    const fresh = await once(session, report, 'import_claims', rows.filter(({ value }) => !there.has(value.id)));
    await session.inside.insert('import_claims', ['line', 'id', 'head'], fresh.map(({ line, value }) => [line, value.id, JSON.stringify(value)]));
  },
});

/**
 * claims_transactions.csv. A row that cannot be read takes its claim with it: a claim without one of its payments would
 * show money as owed that nobody owes.
 */
export function transactions(brokenClaims: Map<string, number>): FileImporter {
  return fileImporter<Transaction>({
    file: 'claims_transactions',
    columns: ['ID', 'CLAIMID', 'PATIENTID', 'TYPE', 'AMOUNT', 'METHOD', 'FROMDATE', 'PROCEDURECODE', 'PAYMENTS'],
    read(row) {
      try {
        return readTransaction(row);
      } catch (error) {
        brokenClaims.set(row.text('CLAIMID').toLowerCase(), row.line);
        throw error;
      }
    },
    async keep(rows, session, report) {
      const claimIds = [...new Set(rows.map(({ value }) => value.claimId))];
      const there = await session.wasThere('claims', 'source_id', claimIds);
      const waiting = await staged(session, 'import_claims', claimIds);
      const ofClaims = rows.filter(({ line, value }) => {
        if (there.has(value.claimId)) report.alreadyThere += 1;
        else if (!waiting.has(value.claimId)) report.reject(line, 'CLAIMID', 'names no claim that was kept');
        else return true;
        return false;
      });
      const fresh = await once(session, report, 'import_transactions', ofClaims);
      await session.inside.insert('import_transactions', ['line', 'claim_id', 'id', 'body'], fresh.map(({ line, value }) => [line, value.claimId, value.id, JSON.stringify(value)]));
    },
  });
}
