import { contract } from '../../../api/client';
import { internalMedicineCode } from '../../../domain/medicines/barcodes';
import { refusalOf, type RefusedForm } from '../../forms/refused';
import { get, post } from '../../http/page';
import { barcodeSvg } from '../../render/barcode';
import { type Visit } from '../../http/visit';
import { stayAtHand } from './stay';

/** Things to print: the wristband of a patient, and the labels of the pharmacy's packages. */
export const labelPages = [
  get('/patients/:patientId/wristband', async (visit) => {
    const stay = await stayAtHand(visit);
    const params = { encounterId: stay.encounterId };
    const [{ code }, medicines] = await Promise.all([visit.api.call(contract.readWristband, { params }), visit.api.call(contract.listMedicines, { params, query: { limit: 200 } })]);
    // Doses that pharmacy packs singly carry the hospital's own code; the label of each medicine of this stay can be printed here.
    const active = new Map(medicines.items.filter(({ status, category }) => status === 'active' && category === 'inpatient').map((medicine) => [medicine.code, medicine.display]));
    const packages = [...active].map(([product, display]) => ({ display, code: internalMedicineCode(product), barcode: barcodeSvg(internalMedicineCode(product)) }));
    visit.render('medicines/wristband', { ...stay, code, barcode: barcodeSvg(code), packages });
  }),
  get('/medicines', (visit) => showFormulary(visit)),
  post('/medicines/packages', async (visit) => {
    const body = { packageCode: visit.posted.get('packageCode')?.trim() ?? '', code: visit.posted.get('code') ?? '' };
    try {
      await visit.api.call(contract.registerPackage, { body });
      visit.redirect('/medicines', 'package-registered');
    } catch (error) {
      await showFormulary(visit, refusalOf(error));
    }
  }),
];

async function showFormulary(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const search = visit.query.get('search')?.trim() ?? '';
  const { items } = await visit.api.call(contract.listFormulary, { query: search ? { search } : {} });
  visit.render('medicines/formulary', {
    ...refusal, search, typed: Object.fromEntries(visit.posted), errors: refusal?.errors ?? {}, mayRegister: visit.has('pharmacist'),
    products: items.map((product) => ({ ...product, barcode: barcodeSvg(product.packageCode) })), choices: items.map(({ code, name }) => ({ value: code, label: name, chosen: visit.posted.get('code') === code })),
  }, { status: refusal?.status ?? 200 });
}
