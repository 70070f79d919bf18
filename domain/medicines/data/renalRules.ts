/**
 * What a kidney function below a limit asks for. `by` says which measure the source speaks of: Cockcroft-Gault creatinine clearance
 * in mL/min, or eGFR (CKD-EPI) in mL/min/1.73 m².
 */
export interface RenalRule {
  readonly rxcui: string;
  readonly by: 'crcl' | 'egfr';
  /** Applies below this. */
  readonly below: number;
  readonly do: { readonly avoid: true } | { readonly maxDaily: number; readonly unit: 'mg' | 'UNT' } | { readonly say: string };
  readonly source: string;
}

const label = (of: string): string => `US prescribing information of ${of} (DailyMed), renal impairment`;

/** Strictest first for each ingredient. Dialysis is not covered, nor is any ingredient that is not listed. */
export const RENAL_RULES: readonly RenalRule[] = [
  { rxcui: '6809', by: 'egfr', below: 30, do: { avoid: true }, source: label('metformin') },
  { rxcui: '6809', by: 'egfr', below: 45, do: { maxDaily: 1000, unit: 'mg' }, source: `${label('metformin')}: weigh benefit and risk; KDIGO 2022 halves the dose` },
  { rxcui: '67108', by: 'crcl', below: 30, do: { say: 'enoxaparin is given once a day: 30 mg to prevent, 1 mg/kg to treat' }, source: label('enoxaparin') },
  { rxcui: '5640', by: 'egfr', below: 30, do: { avoid: true }, source: 'KDIGO 2012 chronic kidney disease guideline, 4.4: NSAIDs' },
  { rxcui: '7258', by: 'crcl', below: 30, do: { avoid: true }, source: label('naproxen') },
  { rxcui: '35827', by: 'crcl', below: 30, do: { avoid: true }, source: label('ketorolac') },
  { rxcui: '46041', by: 'crcl', below: 35, do: { avoid: true }, source: label('alendronate') },
  { rxcui: '10689', by: 'crcl', below: 30, do: { maxDaily: 200, unit: 'mg' }, source: label('tramadol') },
  { rxcui: '10180', by: 'crcl', below: 15, do: { avoid: true }, source: label('sulfamethoxazole and trimethoprim') },
  { rxcui: '10180', by: 'crcl', below: 30, do: { maxDaily: 800, unit: 'mg' }, source: `${label('sulfamethoxazole and trimethoprim')}: half the usual regimen` },
  { rxcui: '8339', by: 'crcl', below: 20, do: { maxDaily: 8000, unit: 'mg' }, source: label('piperacillin and tazobactam') },
  { rxcui: '8339', by: 'crcl', below: 40, do: { maxDaily: 12_000, unit: 'mg' }, source: label('piperacillin and tazobactam') },
  { rxcui: '2180', by: 'crcl', below: 35, do: { maxDaily: 2000, unit: 'mg' }, source: `${label('cefazolin')}: half the dose every 12 hours` },
  { rxcui: '11124', by: 'crcl', below: 50, do: { say: 'vancomycin is dosed by its level' }, source: label('vancomycin') },
  { rxcui: '3407', by: 'crcl', below: 50, do: { maxDaily: 0.125, unit: 'mg' }, source: 'ACCF/AHA heart failure guideline 2013, 7.3.2.6: low doses of digoxin in renal impairment' },
  { rxcui: '1202', by: 'crcl', below: 15, do: { maxDaily: 25, unit: 'mg' }, source: label('atenolol') },
  { rxcui: '1202', by: 'crcl', below: 35, do: { maxDaily: 50, unit: 'mg' }, source: label('atenolol') },
  { rxcui: '9997', by: 'egfr', below: 30, do: { avoid: true }, source: 'AHA/ACC/HFSA heart failure guideline 2022, 7.3.3' },
  { rxcui: '519', by: 'crcl', below: 20, do: { maxDaily: 200, unit: 'mg' }, source: label('allopurinol') },
  { rxcui: '25480', by: 'crcl', below: 30, do: { maxDaily: 700, unit: 'mg' }, source: label('gabapentin') },
  { rxcui: '25480', by: 'crcl', below: 60, do: { maxDaily: 1400, unit: 'mg' }, source: label('gabapentin') },
  { rxcui: '6719', by: 'crcl', below: 30, do: { maxDaily: 14, unit: 'mg' }, source: label('memantine') },
  { rxcui: '2555', by: 'crcl', below: 60, do: { say: 'cisplatin damages the kidneys: think of a lower dose or another medicine' }, source: label('cisplatin') },
  { rxcui: '6851', by: 'crcl', below: 60, do: { say: 'methotrexate leaves the body more slowly: think of a lower dose' }, source: label('methotrexate') },
];
