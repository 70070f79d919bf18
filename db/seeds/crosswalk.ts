import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { CONFIDENCES, TARGET_SYSTEMS } from '../crosswalk';
import { type BulkConnection } from '../importers/bulk';

const FOLDER = join(__dirname, '..', 'data', 'crosswalk');
const FILES = ['diagnoses', 'procedures', 'visits', 'goods', 'medicines', 'laboratory', 'imaging'] as const;

/** A row of the hospital's own crosswalk tables (db/data/crosswalk). */
export interface CrosswalkSeed {
  readonly sourceSystem: string;
  readonly sourceCode: string;
  readonly targetSystem: string;
  readonly targetCode: string;
  readonly confidence: string;
}

export interface ConceptSeed {
  readonly systemCode: string;
  readonly code: string;
  readonly display: string;
}

/** Every mapping of the tables. Throws, naming the file, when one is not as it must be. */
export function readCrosswalk(): CrosswalkSeed[] {
  return FILES.flatMap((file) => readTable(`${file}.csv`, 5).map(([sourceSystem = '', sourceCode = '', targetSystem = '', targetCode = '', confidence = '']) => {
    if (!isOneOf(TARGET_SYSTEMS, targetSystem) || !isOneOf(CONFIDENCES, confidence)) throw new Error(`${file}.csv: ${sourceSystem} ${sourceCode} has an unknown target system or confidence.`);
    return { sourceSystem, sourceCode, targetSystem, targetCode, confidence };
  }));
}

/** What the target codes mean, in our own words. */
export function readTargets(): ConceptSeed[] {
  return readTable('targets.csv', 3).map(([systemCode = '', code = '', display = '']) => ({ systemCode, code, display }));
}

/** Put the crosswalk on record. What stands there stays: the hospital may have changed a mapping. Answers how many were new. */
export async function loadCrosswalk(connection: BulkConnection): Promise<number> {
  const there = new Set((await connection.select<{ pair: string }>("SELECT DISTINCT CONCAT(source_system, '|', source_code) AS pair FROM code_crosswalk")).map(({ pair }) => pair));
  const fresh = readCrosswalk().filter(({ sourceSystem, sourceCode }) => !there.has(`${sourceSystem}|${sourceCode}`));
  if (fresh.length === 0) return 0;
  await connection.insert('code_crosswalk', ['source_system', 'source_code', 'target_system', 'target_code', 'confidence'],
    fresh.map(({ sourceSystem, sourceCode, targetSystem, targetCode, confidence }) => [sourceSystem, sourceCode, targetSystem, targetCode, confidence]));
  await connection.execute('INSERT IGNORE INTO concepts (system_code, code, display) VALUES ?', [readTargets().map(({ systemCode, code, display }) => [systemCode, code, display])]);
  return fresh.length;
}

function readTable(file: string, width: number): string[][] {
  const [, ...rows] = parse(readFileSync(join(FOLDER, file)));
  const odd = rows.find((row) => row.length !== width || row.some((value) => value === ''));
  if (odd) throw new Error(`${file}: a row does not have ${width} values.`);
  return rows;
}

function isOneOf(known: readonly string[], value: string): boolean {
  return known.includes(value);
}
