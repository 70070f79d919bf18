import { z } from 'zod';
import { OUTCOMES, type Outcome } from '../../domain/medicines/administration';
import { DOSE_UNITS, type Route, ROUTES } from '../../domain/medicines/data/formulary';
import { CATEGORIES, LONGEST_INTERVAL, type MedicineCategory, type Schedule, SCHEDULES } from '../../domain/medicines/prescription';
import { dose, medicine } from './clinical';
import { endpoint } from './endpoint';
import { id, isoDateTime, listOf, version } from './shapes';

const tag = 'medicines';
const encounter = z.strictObject({ encounterId: id });
const oneMedicine = z.strictObject({ encounterId: id, medicineId: id });
const oneDose = z.strictObject({ encounterId: id, doseId: id });
const keys = <K extends string>(table: Readonly<Record<K, unknown>>) => z.enum(Object.keys(table) as [K, ...K[]]);

const scan = z.string().trim().min(1).max(60);
const wristband = z.string().trim().min(1).max(40).meta({ description: 'code on the wristband of the patient in the bed, scanned or typed' });
const medicineCode = scan.meta({ description: 'code on the package: an NDC in any of its forms, or the hospital’s own' });
const positive = z.number().positive().max(100_000);

const product = z
  .object({
    code: z.string().meta({ description: 'RxNorm' }), name: z.string(), units: z.array(z.string()), routes: z.array(z.object({ value: z.string(), label: z.string() })), per: z.string(),
    packageCode: z.string().meta({ description: 'the hospital’s own barcode' }), ndcs: z.array(z.string()), highAlert: z.string().nullable(),
  })
  .meta({ id: 'Product' });

const finding = z.object({ kind: z.string(), level: z.enum(['stop', 'note']), code: z.string(), message: z.string(), source: z.string().nullable() }).meta({ id: 'MedicineFinding' });

export const prescription = {
  code: z.string().trim().min(1).max(40).meta({ description: 'RxNorm code of the formulary' }), category: keys<MedicineCategory>(CATEGORIES).default('inpatient'), schedule: keys<Schedule>(SCHEDULES).default('scheduled'),
  doseQuantity: positive.nullable().default(null), doseLow: positive.nullable().default(null), doseUnit: z.enum(DOSE_UNITS).nullable().default(null), route: keys<Route>(ROUTES).nullable().default(null),
  everyHours: z.int().min(1).max(LONGEST_INTERVAL).nullable().default(null), dosesPlanned: z.int().min(1).max(1000).nullable().default(null), maxPerDay: z.int().min(1).max(48).nullable().default(null),
  rateMlPerHour: z.number().positive().max(2000).nullable().default(null), instructions: z.string().trim().max(500).nullable().default(null),
  supplyQuantity: z.int().min(1).max(1000).nullable().default(null), refills: z.int().min(0).max(11).nullable().default(null),
} as const;
const overrideReason = z.string().trim().min(3).max(500).optional().meta({ description: 'why to order despite what the check finds; kept, sealed, with the order' });
const replaces = id.optional().meta({ description: 'the order this one takes the place of; it is stopped' });

const homeMedicine = z
  .object({
    id: id.nullable().meta({ description: 'null: the record knows it from before, nobody has confirmed it for this stay' }), systemCode: z.string(), code: z.string(), display: z.string(), dose: z.string().nullable(), rhythm: z.string(), saidBy: z.string(),
    inFormulary: z.boolean(), doseQuantity: z.number().nullable(), doseUnit: z.string().nullable(), route: z.string().nullable(), everyHours: z.int().nullable(), asNeeded: z.boolean(),
    admission: z.object({ decision: z.string(), reason: z.string().nullable(), by: z.string().nullable() }).nullable(), discharge: z.object({ decision: z.string(), reason: z.string().nullable(), by: z.string().nullable() }).nullable(), version: z.int(),
  })
  .meta({ id: 'HomeMedicine' });

const settlement = {
  outcome: keys<Outcome>(OUTCOMES), wristband, medicineCode: medicineCode.optional(), quantity: positive.optional().meta({ description: 'when the order leaves the dose to the bedside' }),
  reason: z.string().max(40).optional().meta({ description: 'why it was held, refused or missed' }), note: z.string().trim().max(500).optional(),
} as const;

export const medicinesContract = {
  listFormulary: endpoint('listFormulary', {
    method: 'get', path: '/api/v1/medicines', tag, summary: 'What the pharmacy stocks', query: z.strictObject({ search: z.string().trim().max(100).optional(), limit: z.coerce.number().int().min(1).max(200).default(200) }), reply: listOf(product),
  }),
  registerPackage: endpoint('registerPackage', {
    method: 'post', path: '/api/v1/medicines/packages', tag, status: 201, summary: 'Say which product a package code (NDC) stands for', problems: [409, 422],
    body: z.strictObject({ packageCode: scan, code: z.string().max(40).meta({ description: 'RxNorm code of the formulary' }) }), reply: z.object({ ndc: z.string(), code: z.string() }),
  }),
  checkPrescription: endpoint('checkPrescription', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/medicine-checks', tag, summary: 'What the check of an order would find; orders nothing', params: encounter, problems: [422],
    body: z.strictObject({ ...prescription, replaces }), reply: z.object({ findings: z.array(finding) }),
  }),
  prescribe: endpoint('prescribe', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/medicines', tag, status: 201, summary: 'Order a medicine for the ward or to take home', params: encounter, problems: [409, 422],
    description: 'Checked for allergy, duplicate, interaction, dose and kidneys; what stops it is answered 422 unless a reason is given.',
    body: z.strictObject({ ...prescription, replaces, overrideReason }), reply: medicine,
  }),
  stopMedicine: endpoint('stopMedicine', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/medicines/{medicineId}/stop', tag, summary: 'Stop a medicine; its open doses are not given', params: oneMedicine, problems: [409, 422],
    body: z.strictObject({ version, reason: z.string().trim().min(3).max(500) }), reply: medicine,
  }),
  listHomeMedicines: endpoint('listHomeMedicines', {
    method: 'get', path: '/api/v1/encounters/{encounterId}/home-medicines', tag, summary: 'What the patient takes at home, with what was decided about it', params: encounter, reply: listOf(homeMedicine),
  }),
  addHomeMedicine: endpoint('addHomeMedicine', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/home-medicines', tag, status: 201, summary: 'Say what the patient takes at home', params: encounter, problems: [409, 422],
    body: z.strictObject({
      code: z.string().trim().min(1).max(40), saidBy: z.enum(['patient', 'family', 'pharmacy', 'record']), doseQuantity: positive.nullable().default(null), doseUnit: z.enum(DOSE_UNITS).nullable().default(null),
      route: keys<Route>(ROUTES).nullable().default(null), everyHours: z.int().min(1).max(LONGEST_INTERVAL).nullable().default(null), asNeeded: z.boolean().default(false),
    }),
    reply: homeMedicine,
  }),
  decideHomeMedicine: endpoint('decideHomeMedicine', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/home-medicines/decisions', tag, summary: 'Continue, change or stop a home medicine, at admission or at discharge', params: encounter, problems: [409, 422],
    description: 'Continue and change order it (for the ward at admission, to take home at discharge) and run into the same check as any other order.',
    body: z.strictObject({
      code: z.string().trim().min(1).max(40), at: z.enum(['admission', 'discharge']), decision: z.enum(['continue', 'change', 'stop']), reason: z.string().trim().max(500).optional(), overrideReason,
      doseQuantity: positive.optional(), everyHours: z.int().min(1).max(LONGEST_INTERVAL).optional(), supplyQuantity: z.int().min(1).max(1000).optional(),
    }),
    reply: homeMedicine,
  }),
  readPrescription: endpoint('readPrescription', {
    method: 'get', path: '/api/v1/encounters/{encounterId}/prescription', tag, summary: 'The prescriptions to take home as a document (PDF)', params: encounter, problems: [422],
    reply: z.object({ fileName: z.string(), contentType: z.literal('application/pdf'), base64: z.string() }),
  }),
  readWristband: endpoint('readWristband', {
    method: 'get', path: '/api/v1/encounters/{encounterId}/wristband', tag, summary: 'The code on the patient’s wristband, to print it', params: encounter, reply: z.object({ code: z.string() }),
  }),
  checkDose: endpoint('checkDose', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/doses/{doseId}/check', tag, summary: 'Check a high-alert dose before a colleague gives it', params: oneDose, problems: [409, 422],
    body: z.strictObject({ version, wristband, medicineCode }), reply: dose,
  }),
  settleDose: endpoint('settleDose', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/doses/{doseId}/outcome', tag, summary: 'Record a dose as given, held, refused or missed', params: oneDose, problems: [409, 422],
    body: z.strictObject({ version, ...settlement }), reply: dose,
  }),
  giveNow: endpoint('giveNow', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/medicines/{medicineId}/doses', tag, status: 201, summary: 'Give a medicine that is ordered for when it is needed', params: oneMedicine, problems: [409, 422],
    body: z.strictObject({ wristband, medicineCode, note: z.string().trim().max(500).optional() }), reply: dose,
  }),
  changeInfusion: endpoint('changeInfusion', {
    method: 'post', path: '/api/v1/encounters/{encounterId}/medicines/{medicineId}/infusion', tag, summary: 'Start an infusion, change its rate, or stop it', params: oneMedicine, problems: [409, 422],
    body: z.discriminatedUnion('event', [
      z.strictObject({ event: z.literal('start'), wristband, medicineCode, rateMlPerHour: positive.max(2000) }), z.strictObject({ event: z.literal('rate'), wristband, rateMlPerHour: positive.max(2000) }), z.strictObject({ event: z.literal('stop'), wristband }),
    ]),
    reply: z.object({ isRunning: z.boolean(), rateMlPerHour: z.number().nullable(), at: isoDateTime }),
  }),
} as const;
