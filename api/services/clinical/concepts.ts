import { productOf } from '../../../domain/medicines/recognise';
import { imagingName } from '../../../domain/orders/imagingStudies';
import { labName } from '../../../domain/orders/panels';
import { type Database } from '../../../db/connect';
import { type Act, select } from '../../http/act';

export interface Coded {
  readonly systemCode: string | null;
  readonly code: string | null;
}

/** Says what a code means. */
export type Display = (systemCode: string | null, code: string | null) => string;

/** Displays seen, by system and code. Importers only add codes, so what one means stays; those not on record are looked for again. */
const seen = new WeakMap<Database, Map<string, string>>();
const SEEN_AT_MOST = 20_000;

/** The displays of many codes, each read once by a process; a code nobody knows is shown as it is. */
export async function loadDisplays(act: Act, codes: readonly Coded[]): Promise<Display> {
  const known = displaysSeen(act.database);
  const wanted = new Map(codes.flatMap(({ systemCode, code }) => (systemCode && code && !ownName(systemCode, code) && !known.has(`${systemCode}|${code}`) ? [[`${systemCode}|${code}`, [systemCode, code]] as const] : [])));
  const rows = wanted.size === 0 ? [] : await select<{ systemCode: string; code: string; display: string }>(
    act,
    `SELECT system_code AS systemCode, code, display FROM concepts WHERE (system_code, code) IN (${[...wanted].map(() => '(?)').join(', ')})`,
    [...wanted.values()],
  );
  for (const row of rows) known.set(`${row.systemCode}|${row.code}`, row.display);
  return (systemCode, code) => {
    if (code === null) return '';
    return ownName(systemCode, code) ?? known.get(`${systemCode}|${code}`) ?? (systemCode === 'RXNORM' ? productOf(code)?.name : null) ?? code;
  };
}

/** What the hospital itself calls a test or an examination. */
function ownName(systemCode: string | null, code: string): string | null {
  return systemCode === 'LOINC' ? (labName(code) ?? imagingName(code) ?? null) : null;
}

function displaysSeen(database: Database): Map<string, string> {
  const displays = seen.get(database);
  if (displays && displays.size <= SEEN_AT_MOST) return displays;
  const none = new Map<string, string>();
  seen.set(database, none);
  return none;
}
