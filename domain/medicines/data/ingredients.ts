/**
 * Groups that rules speak about. Those with a code are WHO ATC groups; the others are named after the effect that the rule is about.
 */
export const MEDICINE_CLASSES = {
  nsaid: 'NSAID (ATC M01A, and salicylates N02BA)',
  'ace-inhibitor': 'ACE inhibitor (ATC C09A)',
  arb: 'angiotensin receptor blocker (ATC C09C)',
  'beta-blocker': 'beta blocker (ATC C07A)',
  statin: 'statin (ATC C10AA)',
  anticoagulant: 'anticoagulant (ATC B01AA, B01AB, B01AF)',
  antiplatelet: 'antiplatelet medicine (ATC B01AC)',
  opioid: 'opioid (ATC N02A)',
  benzodiazepine: 'benzodiazepine (ATC N05B, N05C)',
  ssri: 'SSRI (ATC N06AB)',
  penicillin: 'penicillin (ATC J01C)',
  cephalosporin: 'cephalosporin (ATC J01D)',
  'potassium-sparing': 'potassium-sparing diuretic (ATC C03D)',
  nitrate: 'organic nitrate (ATC C01DA)',
  insulin: 'insulin (ATC A10A)',
  'qt-prolonging': 'medicine that prolongs the QT interval',
  'strong-cyp3a4-inhibitor': 'strong inhibitor of CYP3A4',
} as const;
export type MedicineClass = keyof typeof MEDICINE_CLASSES;

/**
 * Categories of the Institute for Safe Medication Practices, "ISMP List of High-Alert Medications in Acute Care Settings", as far as
 * the hospital stocks them. What is not listed here is not double-checked.
 */
export const HIGH_ALERT_CATEGORIES = {
  insulin: 'Insulin, subcutaneous and IV',
  opioids: 'Opioids (IV, oral, transdermal)',
  antithrombotics: 'Antithrombotic agents',
  chemotherapy: 'Chemotherapeutic agents',
  adrenergics: 'Adrenergic agonists, IV',
  'neuromuscular-blockers': 'Neuromuscular blocking agents',
  sedation: 'Moderate and anaesthetic sedation agents, IV',
} as const;
export type HighAlertCategory = keyof typeof HIGH_ALERT_CATEGORIES;

/** An ingredient by its RxNorm identifier (term type IN). */
export interface Ingredient {
  readonly rxcui: string;
  /** Lower case; also how the ingredient is recognised in a product's RxNorm name. */
  readonly name: string;
  readonly classes: readonly MedicineClass[];
  /** By mouth or by any way: ISMP names some only for intravenous use. */
  readonly highAlert?: { readonly category: HighAlertCategory; readonly only?: 'injected' };
}

const ingredient = (rxcui: string, name: string, classes: readonly MedicineClass[] = [], highAlert?: Ingredient['highAlert']): Ingredient => ({ rxcui, name, classes, ...(highAlert ? { highAlert } : {}) });
const opioids = { category: 'opioids' } as const;
const antithrombotics = { category: 'antithrombotics' } as const;
const chemotherapy = { category: 'chemotherapy' } as const;
const sedation = { category: 'sedation', only: 'injected' } as const;

/** RxNorm ingredients Careway has rules for. Identifiers: RxNorm, US National Library of Medicine; classes: WHO ATC index. */
export const INGREDIENTS: readonly Ingredient[] = [
  ingredient('161', 'acetaminophen'),
  ingredient('1191', 'aspirin', ['nsaid', 'antiplatelet']),
  ingredient('5640', 'ibuprofen', ['nsaid']), ingredient('7258', 'naproxen', ['nsaid']), ingredient('35827', 'ketorolac', ['nsaid']), ingredient('3355', 'diclofenac', ['nsaid']),
  ingredient('140587', 'celecoxib', ['nsaid']),
  ingredient('7804', 'oxycodone', ['opioid'], opioids), ingredient('5489', 'hydrocodone', ['opioid'], opioids), ingredient('10689', 'tramadol', ['opioid'], opioids), ingredient('7052', 'morphine', ['opioid'], opioids),
  ingredient('4337', 'fentanyl', ['opioid'], opioids), ingredient('6754', 'meperidine', ['opioid'], opioids), ingredient('2670', 'codeine', ['opioid'], opioids), ingredient('6813', 'methadone', ['opioid', 'qt-prolonging'], opioids),
  ingredient('723', 'amoxicillin', ['penicillin']), ingredient('7984', 'penicillin', ['penicillin']), ingredient('8339', 'piperacillin', ['penicillin']),
  ingredient('2180', 'cefazolin', ['cephalosporin']), ingredient('2194', 'cefuroxime', ['cephalosporin']), ingredient('2193', 'ceftriaxone', ['cephalosporin']),
  ingredient('11124', 'vancomycin'), ingredient('3640', 'doxycycline'), ingredient('10180', 'sulfamethoxazole'), ingredient('10829', 'trimethoprim'),
  ingredient('2551', 'ciprofloxacin', ['qt-prolonging']), ingredient('82122', 'levofloxacin', ['qt-prolonging']), ingredient('21212', 'clarithromycin', ['qt-prolonging', 'strong-cyp3a4-inhibitor']),
  ingredient('4053', 'erythromycin', ['qt-prolonging']), ingredient('121243', 'voriconazole', ['qt-prolonging', 'strong-cyp3a4-inhibitor']),
  ingredient('29046', 'lisinopril', ['ace-inhibitor']), ingredient('3827', 'enalapril', ['ace-inhibitor']), ingredient('1998', 'captopril', ['ace-inhibitor']),
  ingredient('52175', 'losartan', ['arb']), ingredient('69749', 'valsartan', ['arb']), ingredient('1656328', 'sacubitril'),
  ingredient('5487', 'hydrochlorothiazide'), ingredient('4603', 'furosemide'), ingredient('9997', 'spironolactone', ['potassium-sparing']), ingredient('8591', 'potassium chloride'),
  ingredient('17767', 'amlodipine'), ingredient('11170', 'verapamil'), ingredient('3443', 'diltiazem'),
  ingredient('6918', 'metoprolol', ['beta-blocker']), ingredient('20352', 'carvedilol', ['beta-blocker']), ingredient('1202', 'atenolol', ['beta-blocker']),
  ingredient('3407', 'digoxin'), ingredient('703', 'amiodarone', ['qt-prolonging']), ingredient('4917', 'nitroglycerin', ['nitrate']), ingredient('136411', 'sildenafil'),
  ingredient('36567', 'simvastatin', ['statin']), ingredient('83367', 'atorvastatin', ['statin']), ingredient('301542', 'rosuvastatin', ['statin']), ingredient('861634', 'pitavastatin', ['statin']),
  ingredient('32968', 'clopidogrel', ['antiplatelet']), ingredient('613391', 'prasugrel', ['antiplatelet']),
  ingredient('11289', 'warfarin', ['anticoagulant'], antithrombotics), ingredient('67108', 'enoxaparin', ['anticoagulant'], antithrombotics), ingredient('5224', 'heparin', ['anticoagulant'], antithrombotics),
  ingredient('1364430', 'apixaban', ['anticoagulant'], antithrombotics), ingredient('1114195', 'rivaroxaban', ['anticoagulant'], antithrombotics),
  ingredient('5856', 'insulin', ['insulin'], { category: 'insulin' }), ingredient('6809', 'metformin'),
  ingredient('105694', 'epoetin alfa'), ingredient('10582', 'levothyroxine'), ingredient('26225', 'ondansetron', ['qt-prolonging']), ingredient('3498', 'diphenhydramine'), ingredient('28889', 'loratadine'),
  ingredient('435', 'albuterol'), ingredient('19831', 'budesonide'), ingredient('50121', 'fluticasone propionate'), ingredient('36117', 'salmeterol'), ingredient('46041', 'alendronic acid'), ingredient('24947', 'ferrous sulfate'),
  ingredient('4493', 'fluoxetine', ['ssri']), ingredient('36437', 'sertraline', ['ssri']), ingredient('190376', 'linezolid'), ingredient('6448', 'lithium'), ingredient('6851', 'methotrexate', [], chemotherapy),
  ingredient('3322', 'diazepam', ['benzodiazepine'], sedation), ingredient('6960', 'midazolam', ['benzodiazepine'], sedation), ingredient('8782', 'propofol', [], sedation),
  ingredient('68139', 'rocuronium', [], { category: 'neuromuscular-blockers' }), ingredient('7512', 'norepinephrine', [], { category: 'adrenergics', only: 'injected' }), ingredient('3992', 'epinephrine', [], { category: 'adrenergics', only: 'injected' }),
  ingredient('519', 'allopurinol'), ingredient('9863', 'sodium chloride'), ingredient('42316', 'tacrolimus'), ingredient('2555', 'cisplatin', [], chemotherapy), ingredient('56946', 'paclitaxel', [], chemotherapy),
  ingredient('6719', 'memantine'), ingredient('25480', 'gabapentin'),
];
