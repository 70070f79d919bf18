import { type Migration } from '../migration';

interface Item {
  readonly category: 'laboratory' | 'imaging' | 'medicine';
  readonly code: string;
  /** Not ticked unless somebody ticks it. */
  readonly optional?: true;
  readonly stat?: true;
  readonly dose?: readonly [quantity: number, unit: string, route: string, everyHours: number | null];
  readonly note?: string;
}

interface OrderSet {
  readonly label: string;
  readonly source: string;
  /** SNOMED CT codes of reasons for admission. */
  readonly reasons: readonly string[];
  readonly items: readonly Item[];
}

const test = (code: string, more: Partial<Item> = {}): Item => ({ category: 'laboratory', code, ...more });
const picture = (code: string, more: Partial<Item> = {}): Item => ({ category: 'imaging', code, ...more });
const medicine = (code: string, dose: NonNullable<Item['dose']>, more: Partial<Item> = {}): Item => ({ category: 'medicine', code, dose, ...more });

const BLOOD_COUNT = test('58410-2');
const METABOLIC = test('24323-8');
const ACETAMINOPHEN = medicine('313782', [650, 'mg', 'oral', 8]);

/**
 * The sets a hospital begins with; each names where its idea comes from, and its items are our own short selection. They are no guideline:
 * a hospital changes them in its tables.
 */
const SETS: Readonly<Record<string, OrderSet>> = {
  'general-medicine': {
    label: 'General medicine', reasons: [],
    source: 'Society of Hospital Medicine, Choosing Wisely (2013): blood count and chemistry at admission, repeated only when something changes.',
    items: [BLOOD_COUNT, METABOLIC, ACETAMINOPHEN, test('24356-8', { optional: true, note: 'With symptoms of the urinary tract only.' }), picture('36643-5', { optional: true, note: 'With signs in the chest only.' })],
  },
  'acute-cardiac': {
    label: 'Acute cardiac', reasons: ['22298006', '401303003', '401314000', '29857009'],
    source: 'AHA/ACC guideline for the evaluation and diagnosis of chest pain (Circulation 2021;144:e368): troponin, chest X-ray.',
    items: [BLOOD_COUNT, METABOLIC, test('89579-7'), medicine('243670', [81, 'mg', 'oral', 24]), picture('36643-5', { optional: true, note: 'To look for another cause of the pain.' }), test('57698-3', { optional: true })],
  },
  'heart-failure': {
    label: 'Heart failure', reasons: ['88805009', '84114007', '42343007'],
    source: 'AHA/ACC/HFSA guideline for the management of heart failure (Circulation 2022;145:e895): natriuretic peptide, electrolytes, kidneys, chest X-ray.',
    items: [BLOOD_COUNT, METABOLIC, test('33762-6'), picture('36643-5'), medicine('313988', [40, 'mg', 'oral', 24], { optional: true, note: 'With fluid to lose; look at the kidneys first.' })],
  },
  pneumonia: {
    label: 'Pneumonia', reasons: ['233604007', '385093006', '840544004', '840539006'],
    source: 'ATS/IDSA guideline for community-acquired pneumonia (Am J Respir Crit Care Med 2019;200:e45): X-ray confirms it; procalcitonin does not decide on antibiotics.',
    items: [BLOOD_COUNT, METABOLIC, picture('36643-5', { stat: true }), ACETAMINOPHEN, test('24336-0', { optional: true, note: 'With SpO₂ below 92 % or exhaustion.' }), test('1988-5', { optional: true })],
  },
  stroke: {
    label: 'Stroke', reasons: ['230690007', '422504002'],
    source: 'AHA/ASA guideline for early management of acute ischaemic stroke (Stroke 2019;50:e344): brain imaging and glucose before anything else, INR.',
    items: [picture('24725-4', { stat: true }), METABOLIC, BLOOD_COUNT, test('34528-0'), test('57698-3', { optional: true, note: 'The next morning does.' })],
  },
  surgical: {
    label: 'Surgical', reasons: ['74400008'],
    source: 'ERAS Society guidelines (World J Surg 2019;43:659): few routine tests, regular paracetamol before opioids.',
    items: [BLOOD_COUNT, METABOLIC, medicine('313782', [1000, 'mg', 'oral', 6]), test('34528-0', { optional: true, note: 'With anticoagulants or a history of bleeding.' })],
  },
};

const quote = (value: string | number | null): string => (value === null ? 'NULL' : typeof value === 'number' ? String(value) : `'${value.replace(/'/g, "''")}'`);
const rowsOf = (rows: readonly (readonly (string | number | null)[])[]): string => rows.map((row) => `(${row.map(quote).join(', ')})`).join(', ');

const sets = Object.entries(SETS);
const SYSTEM = { laboratory: 'LOINC', imaging: 'LOINC', medicine: 'RXNORM' } as const;

export const orderSetData: Migration = {
  name: '0135-order-set-data',
  up: [
    `INSERT INTO order_sets (code, label, source, position) VALUES ${rowsOf(sets.map(([code, { label, source }], index) => [code, label, source, index + 1]))}`,
    `INSERT INTO order_set_items (set_code, position, category, system_code, code, is_preselected, priority, dose_quantity, dose_unit, route, every_hours, note) VALUES ${rowsOf(sets.flatMap(([set, { items }]) => items.map(({ category, code, optional, stat, dose, note }, index) => [
      set, index + 1, category, SYSTEM[category], code, optional ? 0 : 1, stat ? 'stat' : 'routine', dose?.[0] ?? null, dose?.[1] ?? null, dose?.[2] ?? null, dose?.[3] ?? null, note ?? null,
    ])))}`,
    `INSERT INTO order_set_reasons (set_code, system_code, code) VALUES ${rowsOf(sets.flatMap(([set, { reasons }]) => reasons.map((code) => [set, 'SNOMED', code])))}`,
  ],
};
