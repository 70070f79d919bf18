import { productOf } from '../../../domain/medicines/recognise';
import { imagingName } from '../../../domain/orders/imagingStudies';
import { labName } from '../../../domain/orders/panels';
import { type Act, select } from '../../http/act';

export interface Coded {
  readonly systemCode: string | null;
  readonly code: string | null;
}

/** Says what a code means. */
export type Display = (systemCode: string | null, code: string | null) => string;

/** The displays of many codes with one query; a code nobody knows is shown as it is. */
export async function loadDisplays(act: Act, codes: readonly Coded[]): Promise<Display> {
  const wanted = new Map(codes.flatMap(({ systemCode, code }) => (systemCode && code ? [[`${systemCode}|${code}`, [systemCode, code]] as const] : [])));
  const rows = wanted.size === 0 ? [] : await select<{ systemCode: string; code: string; display: string }>(
    act,
    `SELECT system_code AS systemCode, code, display FROM concepts WHERE (system_code, code) IN (${[...wanted].map(() => '(?)').join(', ')})`,
    [...wanted.values()],
  );
  const known = new Map(rows.map((row) => [`${row.systemCode}|${row.code}`, row.display]));
  return (systemCode, code) => {
    if (code === null) return '';
    return (systemCode === 'LOINC' ? (labName(code) ?? imagingName(code)) : null) ?? known.get(`${systemCode}|${code}`) ?? (systemCode === 'RXNORM' ? productOf(code)?.name : null) ?? code;
  };
}
