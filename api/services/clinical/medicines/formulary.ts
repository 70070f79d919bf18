import { type z } from 'zod';
import { internalMedicineCode, ndcCandidates } from '../../../../domain/medicines/barcodes';
import { FORMULARY, ROUTES } from '../../../../domain/medicines/data/formulary';
import { HIGH_ALERT_CATEGORIES } from '../../../../domain/medicines/data/ingredients';
import { unitsFor } from '../../../../domain/medicines/prescription';
import { highAlertCategory, productOf } from '../../../../domain/medicines/recognise';
import { type medicinesContract } from '../../../contract/medicines';
import { type Act, execute, select, selectOne } from '../../../http/act';
import { conflict, unprocessable } from '../../../http/problem';

type Products = z.infer<typeof medicinesContract.listFormulary.reply>;

/** What the pharmacy stocks, by words of the name or by a package code. */
export async function listFormulary(act: Act, query: { search?: string | undefined; limit: number }): Promise<Products> {
  const packages = await select<{ ndc: string; code: string }>(act, "SELECT ndc, code FROM medication_packages WHERE system_code = 'RXNORM' ORDER BY ndc", []);
  const ndcs = (code: string): string[] => packages.filter((one) => one.code === code).map(({ ndc }) => ndc);
  const search = (query.search ?? '').toLowerCase();
  const scanned = ndcCandidates(search);
  const words = search.split(/\s+/).filter(Boolean);
  const found = FORMULARY.filter((product) => words.every((word) => product.name.toLowerCase().includes(word)) || internalMedicineCode(product.code).toLowerCase() === search || ndcs(product.code).some((ndc) => scanned.includes(ndc)))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { sensitivity: 'base' }));
  return {
    items: found.slice(0, query.limit).map((product) => {
      const category = highAlertCategory(product, product.routes[0] ?? null);
      return {
        code: product.code, name: product.name, per: product.per, units: unitsFor(product), routes: product.routes.map((value) => ({ value, label: ROUTES[value] })),
        packageCode: internalMedicineCode(product.code), ndcs: ndcs(product.code), highAlert: category === null ? null : HIGH_ALERT_CATEGORIES[category],
      };
    }),
    nextCursor: null, total: found.length,
  };
}

/** A package code stands for one product; said again for the same product it changes nothing. */
export async function registerPackage(act: Act, body: { packageCode: string; code: string }): Promise<{ ndc: string; code: string }> {
  const ndcs = ndcCandidates(body.packageCode);
  const [ndc] = ndcs;
  if (ndc === undefined) throw unprocessable('not-an-ndc', 'This is not a National Drug Code.', { errors: [{ field: 'packageCode', message: 'Scan the package, or type the NDC with its hyphens.' }] });
  if (ndcs.length > 1) throw unprocessable('ambiguous-ndc', 'This code can be read in more than one way.', { errors: [{ field: 'packageCode', message: 'Type the NDC with its hyphens.' }] });
  if (!productOf(body.code)) throw unprocessable('not-in-formulary', 'The pharmacy does not stock this medicine.', { errors: [{ field: 'code', message: 'Choose a medicine of the list.' }] });
  await execute(act, 'INSERT IGNORE INTO medication_packages (ndc, system_code, code, added_by, created_at) VALUES (?)', [[ndc, 'RXNORM', body.code, act.principal.id, act.now]]);
  const stored = await selectOne<{ code: string }>(act, 'SELECT code FROM medication_packages WHERE ndc = ? FOR UPDATE', [ndc]);
  if (stored?.code !== body.code) throw conflict('package-taken', 'This package code stands for another product already.');
  act.audits.push({ action: 'package.registered', resourceType: 'medication-package', detail: { ndc, code: body.code } });
  return { ndc, code: body.code };
}
