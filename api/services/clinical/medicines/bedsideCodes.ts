import { internalMedicineCode, ndcCandidates, readWristband, tidyCode, wristbandCode } from '../../../../domain/medicines/barcodes';
import { type Act, select } from '../../../http/act';

/**
 * The code on the wristband of a stay: made from the stay's ID under the record's index key, so that it names nobody, cannot be guessed
 * and needs no row. Another stay has another band.
 */
export function wristbandOf(act: Pick<Act, 'database'>, encounterId: string): string {
  return wristbandCode(act.database.cipher.blindIndex('wristband', encounterId));
}

/** What a scan of a medicine says, in the form in which packages are compared: our own code, or the ten digits of an NDC. */
export function readMedicineScan(typed: string): string[] {
  const code = tidyCode(typed);
  const ndcs = ndcCandidates(code);
  return ndcs.length > 0 ? ndcs : [code];
}

export { readWristband };

/** Every code a package of these products can carry, by product: the hospital's own, and the NDCs the pharmacy has registered. */
export async function packageCodes(act: Act, products: readonly { readonly systemCode: string; readonly code: string }[]): Promise<(product: { readonly systemCode: string; readonly code: string }) => string[]> {
  const keys = [...new Set(products.map(({ systemCode, code }) => `${systemCode}|${code}`))].map((key) => key.split('|'));
  const rows = keys.length === 0 ? [] : await select<{ ndc: string; systemCode: string; code: string }>(
    act, `SELECT ndc, system_code AS systemCode, code FROM medication_packages WHERE (system_code, code) IN (${keys.map(() => '(?)').join(', ')})`, keys);
  return ({ systemCode, code }) => [internalMedicineCode(code), ...rows.filter((row) => row.systemCode === systemCode && row.code === code).map(({ ndc }) => ndc)];
}
