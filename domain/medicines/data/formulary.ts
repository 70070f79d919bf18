/** Dose units a prescriber may use. `UNT` is RxNorm's word for international units. */
export const DOSE_UNITS = ['mg', 'mcg', 'g', 'mL', 'UNT', 'tablet', 'capsule', 'puff', 'spray', 'patch', 'application'] as const;
export type DoseUnit = (typeof DOSE_UNITS)[number];

export const ROUTES = { oral: 'By mouth', iv: 'Into a vein', sc: 'Under the skin', im: 'Into a muscle', inhaled: 'Inhaled', transdermal: 'On the skin, patch', topical: 'On the skin', sublingual: 'Under the tongue' } as const;
export type Route = keyof typeof ROUTES;

/** How much of an ingredient is in one countable piece, or in one millilitre. Amounts in mg, or in UNT for insulin, heparin and epoetin. */
export interface Strength {
  readonly rxcui: string;
  readonly amount: number;
  readonly unit: 'mg' | 'UNT';
}

/** A product the pharmacy stocks, by its RxNorm code (SCD or SBD). */
export interface Product {
  readonly code: string;
  readonly name: string;
  readonly strengths: readonly Strength[];
  /** What a strength is of. */
  readonly per: DoseUnit;
  readonly routes: readonly Route[];
}

const mg = (rxcui: string, amount: number): Strength => ({ rxcui, amount, unit: 'mg' });
const units = (rxcui: string, amount: number): Strength => ({ rxcui, amount, unit: 'UNT' });
const product = (code: string, name: string, strengths: readonly Strength[], per: DoseUnit, ...routes: readonly Route[]): Product => ({ code, name, strengths, per, routes });
const tablet = (code: string, name: string, ...strengths: readonly Strength[]): Product => product(code, name, strengths, 'tablet', 'oral');

/**
 * The formulary: what can be prescribed by name. Codes and names are RxNorm's as Synthea's cohort carries them. A product that is
 * not here can still come in from another system; it is recognised by the words of its name.
 */
export const FORMULARY: readonly Product[] = [
  tablet('313782', 'Acetaminophen 325 MG Oral Tablet', mg('161', 325)), tablet('198440', 'Acetaminophen 500 MG Oral Tablet', mg('161', 500)),
  tablet('243670', 'aspirin 81 MG Oral Tablet', mg('1191', 81)),
  tablet('310965', 'Ibuprofen 200 MG Oral Tablet', mg('5640', 200)), tablet('206905', 'Ibuprofen 400 MG Oral Tablet [Ibu]', mg('5640', 400)),
  tablet('849574', 'Naproxen sodium 220 MG Oral Tablet', mg('7258', 220)), tablet('198014', 'Naproxen 500 MG Oral Tablet', mg('7258', 500)),
  tablet('1049221', 'Acetaminophen 325 MG / Oxycodone Hydrochloride 5 MG Oral Tablet', mg('161', 325), mg('7804', 5)),
  tablet('856987', 'Acetaminophen 300 MG / Hydrocodone Bitartrate 5 MG Oral Tablet', mg('161', 300), mg('5489', 5)),
  tablet('993770', 'Acetaminophen 300 MG / Codeine Phosphate 15 MG Oral Tablet', mg('161', 300), mg('2670', 15)),
  tablet('835603', 'tramadol hydrochloride 50 MG Oral Tablet', mg('10689', 50)), tablet('861467', 'Meperidine Hydrochloride 50 MG Oral Tablet', mg('6754', 50)),
  product('1732136', '1 ML Morphine Sulfate 5 MG/ML Injection', [mg('7052', 5)], 'mL', 'iv', 'sc', 'im'),
  product('245134', '72 HR Fentanyl 0.025 MG/HR Transdermal System', [mg('4337', 1.8)], 'patch', 'transdermal'),
  product('308192', 'Amoxicillin 500 MG Oral Tablet', [mg('723', 500)], 'tablet', 'oral'),
  tablet('562251', 'Amoxicillin 250 MG / Clavulanate 125 MG Oral Tablet', mg('723', 250)),
  tablet('834061', 'Penicillin V Potassium 250 MG Oral Tablet', mg('7984', 250)), tablet('834102', 'Penicillin V Potassium 500 MG Oral Tablet', mg('7984', 500)),
  product('1659149', 'Piperacillin 4000 MG / tazobactam 500 MG Injection', [mg('8339', 4000)], 'application', 'iv'),
  product('1665060', 'cefazolin 2000 MG Injection', [mg('2180', 2000)], 'application', 'iv', 'im'),
  tablet('309097', 'Cefuroxime 250 MG Oral Tablet', mg('2194', 250)),
  product('1807510', '150 ML vancomycin 5 MG/ML Injection', [mg('11124', 5)], 'mL', 'iv'),
  tablet('198335', 'sulfamethoxazole 800 MG / trimethoprim 160 MG Oral Tablet', mg('10180', 800), mg('10829', 160)),
  tablet('311353', 'lisinopril 2.5 MG Oral Tablet', mg('29046', 2.5)), tablet('311354', 'lisinopril 5 MG Oral Tablet', mg('29046', 5)), tablet('314076', 'lisinopril 10 MG Oral Tablet', mg('29046', 10)),
  tablet('314077', 'lisinopril 20 MG Oral Tablet', mg('29046', 20)), tablet('197884', 'lisinopril 40 MG Oral Tablet', mg('29046', 40)),
  tablet('858817', 'enalapril maleate 10 MG Oral Tablet', mg('3827', 10)),
  tablet('979485', 'losartan potassium 25 MG Oral Tablet', mg('52175', 25)), tablet('979492', 'losartan potassium 50 MG Oral Tablet', mg('52175', 50)),
  tablet('1656356', 'sacubitril 97 MG / valsartan 103 MG Oral Tablet', mg('1656328', 97), mg('69749', 103)),
  tablet('310798', 'Hydrochlorothiazide 25 MG Oral Tablet', mg('5487', 25)),
  tablet('313988', 'Furosemide 40 MG Oral Tablet', mg('4603', 40)), product('1719286', '10 ML Furosemide 10 MG/ML Injection', [mg('4603', 10)], 'mL', 'iv', 'im'),
  tablet('308136', 'amLODIPine 2.5 MG Oral Tablet', mg('17767', 2.5)), tablet('897685', 'verapamil hydrochloride 80 MG Oral Tablet', mg('11170', 80)),
  tablet('866924', 'metoprolol tartrate 25 MG Oral Tablet', mg('6918', 25)), tablet('866514', 'metoprolol tartrate 50 MG Oral Tablet', mg('6918', 50)),
  tablet('866436', '24 HR metoprolol succinate 50 MG Extended Release Oral Tablet', mg('6918', 50)), tablet('866412', '24 HR metoprolol succinate 100 MG Extended Release Oral Tablet', mg('6918', 100)),
  tablet('200033', 'carvedilol 25 MG Oral Tablet', mg('20352', 25)), tablet('197380', 'atenolol 25 MG Oral Tablet', mg('1202', 25)),
  tablet('197604', 'Digoxin 0.125 MG Oral Tablet', mg('3407', 0.125)), product('705129', 'Nitroglycerin 0.4 MG/ACTUAT Mucosal Spray', [mg('4917', 0.4)], 'spray', 'sublingual'),
  tablet('314231', 'Simvastatin 10 MG Oral Tablet', mg('36567', 10)), tablet('312961', 'Simvastatin 20 MG Oral Tablet', mg('36567', 20)),
  tablet('617312', 'atorvastatin 10 MG Oral Tablet', mg('83367', 10)), tablet('617310', 'atorvastatin 20 MG Oral Tablet', mg('83367', 20)), tablet('617311', 'atorvastatin 40 MG Oral Tablet', mg('83367', 40)), tablet('259255', 'atorvastatin 80 MG Oral Tablet', mg('83367', 80)),
  tablet('309362', 'Clopidogrel 75 MG Oral Tablet', mg('32968', 75)), tablet('855812', 'prasugrel 10 MG Oral Tablet', mg('613391', 10)),
  tablet('855332', 'Warfarin Sodium 5 MG Oral Tablet', mg('11289', 5)),
  product('854252', '1 ML Enoxaparin sodium 150 MG/ML Prefilled Syringe', [mg('67108', 150)], 'mL', 'sc'),
  product('1659263', '1 ML heparin sodium, porcine 5000 UNT/ML Injection', [units('5224', 5000)], 'mL', 'sc', 'iv'),
  product('311034', 'insulin, regular, human 100 UNT/ML Injectable Solution', [units('5856', 100)], 'mL', 'sc', 'iv'),
  tablet('860975', '24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet', mg('6809', 500)),
  product('205923', '1 ML Epoetin Alfa 4000 UNT/ML Injection [Epogen]', [units('105694', 4000)], 'mL', 'sc', 'iv'),
  tablet('966222', 'Levothyroxine Sodium 0.075 MG Oral Tablet', mg('10582', 0.075)),
  product('1740467', '2 ML Ondansetron 2 MG/ML Injection', [mg('26225', 2)], 'mL', 'iv', 'im'), tablet('1049630', 'diphenhydrAMINE Hydrochloride 25 MG Oral Tablet', mg('3498', 25)), tablet('311372', 'Loratadine 10 MG Oral Tablet', mg('28889', 10)),
  product('630208', 'albuterol 0.83 MG/ML Inhalation Solution', [mg('435', 0.83)], 'mL', 'inhaled'), product('351109', 'budesonide 0.25 MG/ML Inhalation Suspension', [mg('19831', 0.25)], 'mL', 'inhaled'),
  product('896209', '60 ACTUAT Fluticasone propionate 0.25 MG/ACTUAT / salmeterol 0.05 MG/ACTUAT Dry Powder Inhaler', [mg('50121', 0.25), mg('36117', 0.05)], 'puff', 'inhaled'),
  tablet('904419', 'Alendronic acid 10 MG Oral Tablet', mg('46041', 10)), tablet('310325', 'ferrous sulfate 325 MG Oral Tablet', mg('24947', 325)),
  product('310385', 'FLUoxetine 20 MG Oral Capsule', [mg('4493', 20)], 'capsule', 'oral'), tablet('312938', 'Sertraline 100 MG Oral Tablet', mg('36437', 100)),
  tablet('197591', 'Diazepam 5 MG Oral Tablet', mg('3322', 5)), product('311700', 'Midazolam 1 MG/ML Injectable Solution', [mg('6960', 1)], 'mL', 'iv', 'im'),
  product('1808217', '100 ML Propofol 10 MG/ML Injection', [mg('8782', 10)], 'mL', 'iv'), product('1234995', 'Rocuronium bromide 10 MG/ML Injectable Solution', [mg('68139', 10)], 'mL', 'iv'),
  product('242969', '4 ML norepinephrine 1 MG/ML Injection', [mg('7512', 1)], 'mL', 'iv'), tablet('197319', 'Allopurinol 100 MG Oral Tablet', mg('519', 100)),
  product('313002', 'Sodium Chloride 9 MG/ML Injectable Solution', [mg('9863', 9)], 'mL', 'iv'),
  product('108515', '1 ML tacrolimus 5 MG/ML Injection', [mg('42316', 5)], 'mL', 'iv'), product('1736854', 'Cisplatin 50 MG Injection', [mg('2555', 50)], 'application', 'iv'), product('583214', 'PACLitaxel 100 MG Injection', [mg('56946', 100)], 'application', 'iv'),
];
