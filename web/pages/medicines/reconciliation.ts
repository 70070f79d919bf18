import { contract } from '../../../api/client';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { readNumber } from '../../forms/number';
import { stayAtHand, type StayAtHand } from './stay';

/** What the patient takes at home: noted at admission, decided then and at discharge; and the prescriptions to take along. */
export const reconciliationPages = [
  get('/patients/:patientId/reconciliation', (visit) => showList(visit)),
  post('/patients/:patientId/reconciliation', note),
  post('/patients/:patientId/reconciliation/decisions', decide),
  get('/patients/:patientId/prescription.pdf', async (visit) => {
    const stay = await stayAtHand(visit);
    const { fileName, contentType, base64 } = await visit.api.call(contract.readPrescription, { params: { encounterId: stay.encounterId } });
    visit.ctx.type = contentType;
    visit.ctx.set({ 'content-disposition': `inline; filename="${fileName}"`, 'cache-control': 'no-store' });
    visit.ctx.body = Buffer.from(base64, 'base64');
  }),
];

const SAID_BY = [['patient', 'The patient'], ['family', 'The family'], ['pharmacy', 'The pharmacy'], ['record', 'An earlier record']] as const;
const DECISIONS = [['continue', 'Continue'], ['change', 'Change'], ['stop', 'Stop']] as const;
const text = (visit: Visit, name: string): string => visit.posted.get(name)?.trim() ?? '';
const number = (visit: Visit, name: string): number | null => readNumber(text(visit, name));

async function showList(visit: Visit, refusal: (RefusedForm & { code?: string }) | null = null, at: StayAtHand | null = null): Promise<void> {
  const stay = at ?? (await stayAtHand(visit));
  const [{ items }, formulary] = await Promise.all([visit.api.call(contract.listHomeMedicines, { params: { encounterId: stay.encounterId } }), visit.has('nurse', 'charge-nurse', 'physician', 'pharmacist') ? visit.api.call(contract.listFormulary, { query: {} }) : { items: [] }]);
  const typed: Record<string, string> = Object.fromEntries(visit.posted);
  const next = (medicine: (typeof items)[number]) => (medicine.admission === null ? 'admission' : medicine.discharge === null ? 'discharge' : null);
  visit.render('medicines/reconciliation', {
    ...refusal, ...stay, typed, errors: refusal?.errors ?? {}, mayNote: formulary.items.length > 0, mayDecide: visit.has('physician'),
    medicines: items.map((medicine) => ({ ...medicine, next: next(medicine), refused: refusal?.code === medicine.code ? refusal.errors : null, decisions: options(refusal?.code === medicine.code ? typed['decision'] ?? '' : 'continue', DECISIONS) })),
    products: options(typed['code'] ?? '', [['', 'Choose…'], ...formulary.items.map(({ code, name }) => [code, name] as const)]), saidBy: options(typed['saidBy'] ?? 'patient', SAID_BY),
    units: options(typed['doseUnit'] ?? 'tablet', ['tablet', 'capsule', 'mg', 'mL', 'UNT', 'puff', 'spray', 'patch'].map((unit) => [unit, unit] as const)),
  }, { status: refusal?.status ?? 200 });
}

async function note(visit: Visit): Promise<void> {
  const stay = await stayAtHand(visit);
  const { items } = await visit.api.call(contract.listFormulary, { query: {} });
  const product = items.find(({ code }) => code === text(visit, 'code'));
  try {
    await visit.api.call(contract.addHomeMedicine, {
      params: { encounterId: stay.encounterId },
      body: { code: text(visit, 'code'), saidBy: text(visit, 'saidBy') as 'patient', doseQuantity: number(visit, 'doseQuantity'), doseUnit: text(visit, 'doseUnit') as 'tablet', route: (product?.routes[0]?.value ?? null) as 'oral' | null, everyHours: number(visit, 'everyHours'), asNeeded: text(visit, 'asNeeded') === 'true' },
    });
    visit.redirect(`/patients/${stay.patient.id}/reconciliation?stay=${stay.encounterId}`, 'home-medicine-noted');
  } catch (error) {
    await showList(visit, refusalOf(error), stay);
  }
}

async function decide(visit: Visit): Promise<void> {
  const stay = await stayAtHand(visit);
  const decision = text(visit, 'decision') as 'continue';
  const [reason, overrideReason] = [text(visit, 'reason'), text(visit, 'overrideReason')];
  const [doseQuantity, everyHours, supplyQuantity] = [number(visit, 'doseQuantity'), number(visit, 'everyHours'), number(visit, 'supplyQuantity')];
  try {
    await visit.api.call(contract.decideHomeMedicine, {
      params: { encounterId: stay.encounterId },
      body: { code: text(visit, 'code'), at: text(visit, 'at') as 'admission', decision, ...(reason ? { reason } : {}), ...(overrideReason ? { overrideReason } : {}), ...(doseQuantity === null ? {} : { doseQuantity }), ...(everyHours === null ? {} : { everyHours }), ...(supplyQuantity === null ? {} : { supplyQuantity }) },
    });
    visit.redirect(`/patients/${stay.patient.id}/reconciliation?stay=${stay.encounterId}`, 'home-medicine-decided');
  } catch (error) {
    await showList(visit, { ...refusalOf(error), code: text(visit, 'code') }, stay);
  }
}
