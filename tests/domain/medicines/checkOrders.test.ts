import fc from 'fast-check';
import { checkOrders, type Finding, type PatientFacts } from '../../../domain/medicines/checkOrders';
import { type DoseOrder } from '../../../domain/medicines/dailyDose';
import { DOSE_LIMITS } from '../../../domain/medicines/data/doseLimits';
import { FORMULARY } from '../../../domain/medicines/data/formulary';
import { INGREDIENTS } from '../../../domain/medicines/data/ingredients';
import { INTERACTIONS } from '../../../domain/medicines/data/interactions';
import { RENAL_RULES } from '../../../domain/medicines/data/renalRules';
import { highAlertCategory, ingredientsOf } from '../../../domain/medicines/recognise';

const product = (word: string) => FORMULARY.find(({ name }) => name.toLowerCase().includes(word.toLowerCase()))!;
const order = (word: string, doseQuantity: number | null = null, everyHours: number | null = 24, over: Partial<DoseOrder> = {}): DoseOrder => {
  const { code, name, per, routes } = product(word);
  return { code, name, doseQuantity, doseUnit: per, route: routes[0] ?? null, everyHours, asNeeded: false, rateMlPerHour: null, ...over };
};
const WELL: PatientFacts = { ageYears: 50, allergies: [], current: [], renal: { crcl: 100, egfr: 90 } };
const found = (findings: readonly Finding[]) => findings.map(({ kind, level, rule }) => `${kind} ${level} ${rule}`);
const check = (orders: DoseOrder[], over: Partial<PatientFacts> = {}) => found(checkOrders(orders, { ...WELL, ...over }));

/** Sources stand with each rule in domain/medicines/data. */
describe('what the check of an order finds', () => {
  test.each<[string, DoseOrder[], Partial<PatientFacts>, string[]]>([
    ['nothing in a usual order', [order('Acetaminophen 325', 2, 6)], {}, []],
    ['an allergy to the substance', [order('aspirin', 1)], { allergies: [{ code: '1191', name: 'Aspirin', category: 'medication' }] }, ['allergy stop allergy-substance']],
    ['an allergy to the group', [order('Amoxicillin 500', 1, 8)], { allergies: [{ code: '7984', name: 'Penicillin V', category: 'medication' }] }, ['allergy stop allergy-class']],
    ['the same product twice', [order('Furosemide 40', 1)], { current: [order('Furosemide 40', 1)] }, ['duplicate stop duplicate-ingredient']],
    ['one ingredient in two products', [order('Oxycodone', 1, 6)], { current: [order('Acetaminophen 500', 1, 8)] }, ['duplicate stop duplicate-ingredient']],
    ['two of one group', [order('lisinopril 10', 1)], { current: [order('enalapril', 1)] }, ['duplicate stop duplicate-ace-inhibitor']],
    ['warfarin with an NSAID', [order('Ibuprofen 200', 1, 8)], { current: [order('Warfarin', 1)] }, ['interaction stop anticoagulant-nsaid']],
    ['the same pair in the other order', [order('Warfarin', 1)], { current: [order('Ibuprofen 200', 1, 8)] }, ['interaction stop anticoagulant-nsaid']],
    ['an opioid with a benzodiazepine', [order('Morphine', 1, 6)], { current: [order('Diazepam', 1)] }, ['interaction stop opioid-benzodiazepine']],
    ['a pair that is only said', [order('Ibuprofen 200', 1, 8)], { current: [order('lisinopril 10', 1)] }, ['interaction note ace-nsaid']],
    ['a pair within one act', [order('lisinopril 10', 1), order('losartan potassium 25', 1)], {}, ['interaction stop ace-arb']],
    ['too much at once', [order('Acetaminophen 500', 3, 24)], {}, ['dose stop dose-single']],
    ['too much in a day', [order('Acetaminophen 500', 2, 4)], {}, ['dose stop dose-daily']],
    ['too much in a day with what is ordered already', [order('Acetaminophen 325', 2, 6)], { current: [order('Oxycodone', 1, 4)] }, ['dose stop dose-daily', 'duplicate stop duplicate-ingredient']],
    ['ten times the insulin', [order('insulin', 80, 8, { doseUnit: 'UNT', route: 'sc' })], {}, ['dose stop dose-single']],
    ['a thousand times the digoxin', [order('Digoxin', 125, 24, { doseUnit: 'mg' })], {}, ['dose stop dose-single']],
    ['less than usual', [order('Ibuprofen 200', 50, 8, { doseUnit: 'mg' })], {}, ['dose note dose-low']],
    ['metformin with failing kidneys', [order('Metformin', 1)], { renal: { crcl: 25, egfr: 25 } }, ['renal stop renal-avoid-6809']],
    ['metformin above what weak kidneys take', [order('Metformin', 2, 8)], { renal: { crcl: 40, egfr: 40 } }, ['dose stop dose-daily', 'renal stop renal-dose-6809']],
    ['metformin within what weak kidneys take', [order('Metformin', 2)], { renal: { crcl: 40, egfr: 40 } }, []],
    ['enoxaparin with failing kidneys is said', [order('Enoxaparin', 0.4, 24, { doseUnit: 'mL' })], { renal: { crcl: 25, egfr: 30 } }, ['renal note renal-say-67108']],
    ['kidneys nobody has measured', [order('Metformin', 1)], { renal: null }, ['renal note renal-unknown']],
    ['a medicine no table knows', [{ ...order('aspirin', 1), code: '9', name: 'Moonwort 3 MG Oral Tablet' }], {}, ['unchecked note unknown-medicine']],
    ['no adult limits for children', [order('Acetaminophen 500', 3)], { ageYears: 6 }, []],
  ])('%s', (_name, orders, facts, expected) => expect(check(orders, facts).sort()).toEqual([...expected].sort()));

  test('speaks in words a prescriber can act on', () => {
    const [finding] = checkOrders([order('Ibuprofen 200', 1, 8)], { ...WELL, current: [order('Warfarin', 1)] });
    expect(finding?.message).toBe('Ibuprofen 200 MG Oral Tablet with Warfarin Sodium 5 MG Oral Tablet (major): bleeding.');
    expect(finding?.source).toContain('warfarin');
  });
});

describe('orders of medicines, whatever they are', () => {
  const anyOrder = fc.record({ index: fc.nat(FORMULARY.length - 1), quantity: fc.double({ min: 0.01, max: 500, noNaN: true }), everyHours: fc.constantFrom(4, 6, 8, 12, 24, null) })
    .map(({ index, quantity, everyHours }) => order(FORMULARY[index]!.name, quantity, everyHours));
  const patient = fc.record({ ageYears: fc.integer({ min: 18, max: 100 }), current: fc.array(anyOrder, { maxLength: 5 }), egfr: fc.integer({ min: 5, max: 120 }) })
    .map(({ egfr, ...rest }): PatientFacts => ({ ...rest, allergies: [], renal: { crcl: egfr, egfr } }));

  test('an interaction or duplicate is found whichever of the two is ordered first', () => {
    const symmetric = (findings: readonly Finding[]) => findings.filter(({ kind }) => kind === 'interaction' || kind === 'duplicate').map(({ rule }) => rule).sort();
    fc.assert(fc.property(anyOrder, anyOrder, (a, b) => {
      expect(symmetric(checkOrders([a], { ...WELL, current: [b] }))).toEqual(symmetric(checkOrders([b], { ...WELL, current: [a] })));
    }));
  });

  test('a larger dose never loses a stop, and more ordered medicines never do either', () => {
    const stops = (one: DoseOrder, facts: PatientFacts) => checkOrders([one], facts).filter(({ level }) => level === 'stop').length;
    fc.assert(fc.property(anyOrder, patient, anyOrder, (one, facts, another) => {
      expect(stops({ ...one, doseQuantity: (one.doseQuantity ?? 1) * 3 }, facts)).toBeGreaterThanOrEqual(stops(one, facts) > 0 ? 1 : 0);
      expect(stops(one, { ...facts, current: [...facts.current, another] })).toBeGreaterThanOrEqual(stops(one, facts));
    }));
  });

  test('stops come first, and every finding names its order and says why', () => {
    fc.assert(fc.property(fc.array(anyOrder, { minLength: 1, maxLength: 4 }), patient, (orders, facts) => {
      const findings = checkOrders(orders, facts);
      expect(findings.map(({ level }) => level)).toEqual([...findings.map(({ level }) => level)].sort((a, b) => (a === b ? 0 : a === 'stop' ? -1 : 1)));
      for (const { code, message, rule } of findings) expect([orders.some((one) => one.code === code), message.endsWith('.'), rule.length <= 60]).toEqual([true, true, true]);
    }));
  });
});

describe('the tables', () => {
  const known = new Set(INGREDIENTS.map(({ rxcui }) => rxcui));
  test('speak of ingredients that are there, once each', () => {
    expect(known.size).toBe(INGREDIENTS.length);
    expect(new Set(FORMULARY.map(({ code }) => code)).size).toBe(FORMULARY.length);
    for (const { strengths, name } of FORMULARY) for (const { rxcui } of strengths) expect([name, known.has(rxcui)]).toEqual([name, true]);
    for (const { rxcui } of [...DOSE_LIMITS, ...RENAL_RULES]) expect([rxcui, known.has(rxcui)]).toEqual([rxcui, true]);
    for (const { id, a, b } of INTERACTIONS) for (const side of [a, b]) expect([id, 'class' in side || known.has(side.rxcui)]).toEqual([id, true]);
    expect(new Set(INTERACTIONS.map(({ id }) => id)).size).toBe(INTERACTIONS.length);
  });
  test('name their source in every row', () => {
    for (const { source } of [...INTERACTIONS, ...DOSE_LIMITS, ...RENAL_RULES]) expect(source.length).toBeGreaterThan(20);
  });
  test('limits are in order, and the strictest renal rule comes first', () => {
    for (const { minSingle, maxSingle, maxDaily, rxcui } of DOSE_LIMITS) expect([rxcui, (minSingle ?? 0) <= (maxSingle ?? Infinity), (maxSingle ?? 0) <= (maxDaily ?? Infinity)]).toEqual([rxcui, true, true]);
    for (const { rxcui } of RENAL_RULES) {
      const below = RENAL_RULES.filter((rule) => rule.rxcui === rxcui).map((rule) => rule.below);
      expect(below).toEqual([...below].sort((a, b) => a - b));
    }
  });
  test('recognise products from elsewhere by the words of their names', () => {
    expect(ingredientsOf({ code: '0', name: 'Acetaminophen 325 MG / HYDROcodone Bitartrate 7.5 MG Oral Tablet' }).map(({ name }) => name)).toEqual(['acetaminophen', 'hydrocodone']);
    expect(ingredientsOf({ code: '106892', name: 'insulin isophane  human 70 UNT/ML / insulin  regular  human 30 UNT/ML Injectable Suspension [Humulin]' }).map(({ name }) => name)).toEqual(['insulin']);
  });
});

/** ISMP List of High-Alert Medications in Acute Care Settings. */
describe('high-alert medicines', () => {
  test.each([
    ['insulin, regular', 'insulin'], ['heparin', 'antithrombotics'], ['Warfarin', 'antithrombotics'], ['Morphine', 'opioids'], ['Fentanyl', 'opioids'], ['Cisplatin', 'chemotherapy'], ['Propofol', 'sedation'],
    ['norepinephrine', 'adrenergics'], ['Rocuronium', 'neuromuscular-blockers'], ['Midazolam', 'sedation'], ['Diazepam 5 MG Oral', null], ['Acetaminophen 325 MG Oral', null], ['Furosemide 40', null],
  ])('%s: %s', (word, category) => expect(highAlertCategory(product(word), product(word).routes[0] ?? null)).toBe(category));
});
