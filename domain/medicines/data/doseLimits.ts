import { type Route } from './formulary';

/** Limits of one ingredient for adults, in mg (UNT where the product counts in UNT). `null`: the source gives none. */
export interface DoseLimit {
  readonly rxcui: string;
  /** Routes the limit holds for; absent: all. */
  readonly routes?: readonly Route[];
  readonly unit: 'mg' | 'UNT';
  readonly minSingle: number | null;
  readonly maxSingle: number | null;
  readonly maxDaily: number | null;
  readonly source: string;
}

const label = (of: string): string => `US prescribing information of ${of} (DailyMed), dosage for adults`;
const limit = (rxcui: string, minSingle: number | null, maxSingle: number | null, maxDaily: number | null, source: string, routes?: readonly Route[], unit: 'mg' | 'UNT' = 'mg'): DoseLimit =>
  ({ rxcui, unit, minSingle, maxSingle, maxDaily, source, ...(routes ? { routes } : {}) });

/**
 * Usual limits of adults by ingredient. What this does not cover: children, doses by weight or body surface (chemotherapy, heparin by
 * weight, vancomycin by level), loading doses, and every ingredient that is not listed: such an order is marked as unchecked.
 */
export const DOSE_LIMITS: readonly DoseLimit[] = [
  limit('161', 325, 1000, 4000, label('acetaminophen')),
  limit('1191', 75, 1000, 4000, label('aspirin')), limit('5640', 200, 800, 3200, label('ibuprofen')), limit('7258', 220, 550, 1500, label('naproxen')), limit('35827', 10, 60, 120, label('ketorolac')),
  limit('7804', 2.5, 30, null, label('oxycodone')), limit('5489', 2.5, 10, 60, label('hydrocodone with acetaminophen')), limit('10689', 25, 100, 400, label('tramadol')), limit('2670', 15, 60, 360, label('codeine')),
  limit('7052', 1, 10, null, label('morphine injection'), ['iv', 'im', 'sc']), limit('6754', 50, 150, 900, label('meperidine')),
  limit('723', 250, 1000, 4000, label('amoxicillin')), limit('7984', 125, 500, 3000, label('penicillin V')), limit('8339', 2000, 4000, 16_000, label('piperacillin and tazobactam')),
  limit('2180', 250, 2000, 12_000, label('cefazolin')), limit('2194', 250, 500, 1000, label('cefuroxime axetil'), ['oral']), limit('2193', 1000, 2000, 4000, label('ceftriaxone')),
  limit('10180', 400, 1600, 3200, label('sulfamethoxazole and trimethoprim')), limit('11124', 500, 2000, 4000, label('vancomycin')),
  limit('29046', 2.5, 80, 80, label('lisinopril')), limit('3827', 2.5, 40, 40, label('enalapril')), limit('52175', 25, 100, 100, label('losartan')), limit('69749', 26, 320, 320, label('valsartan')),
  limit('5487', 12.5, 100, 100, label('hydrochlorothiazide')), limit('4603', 20, 200, 600, label('furosemide')), limit('9997', 12.5, 200, 400, label('spironolactone')),
  limit('17767', 2.5, 10, 10, label('amlodipine')), limit('11170', 40, 160, 480, label('verapamil')),
  limit('6918', 12.5, 400, 450, label('metoprolol'), ['oral']), limit('20352', 3.125, 50, 100, label('carvedilol')), limit('1202', 25, 100, 100, label('atenolol')),
  limit('3407', 0.0625, 0.5, 0.5, label('digoxin'), ['oral']), limit('4917', 0.3, 0.8, null, label('nitroglycerin spray')),
  limit('36567', 5, 40, 40, label('simvastatin')), limit('83367', 10, 80, 80, label('atorvastatin')), limit('861634', 1, 4, 4, label('pitavastatin')),
  limit('32968', 75, 600, 600, label('clopidogrel')), limit('613391', 5, 60, 60, label('prasugrel')), limit('11289', 1, 10, 10, label('warfarin')),
  limit('67108', 20, 150, 300, label('enoxaparin')), limit('5224', 1000, 10_000, 40_000, label('heparin'), ['sc'], 'UNT'), limit('5856', 1, 50, 300, `${label('insulin, regular')}; a single dose above 50 units is rarely meant`, ['sc'], 'UNT'),
  limit('6809', 500, 2000, 2000, label('metformin, extended release')), limit('10582', 0.0125, 0.3, 0.3, label('levothyroxine')),
  limit('26225', 4, 16, 24, label('ondansetron')), limit('3498', 25, 50, 300, label('diphenhydramine')), limit('28889', 5, 10, 10, label('loratadine')),
  limit('435', 0.63, 5, 20, label('albuterol inhalation solution'), ['inhaled']), limit('46041', 5, 70, 70, label('alendronate')), limit('24947', 325, 325, 975, label('ferrous sulfate')),
  limit('4493', 10, 80, 80, label('fluoxetine')), limit('36437', 25, 200, 200, label('sertraline')), limit('3322', 2, 10, 40, label('diazepam'), ['oral']), limit('6960', 0.5, 5, null, label('midazolam'), ['iv', 'im']),
  limit('519', 100, 300, 800, label('allopurinol')), limit('6719', 5, 28, 28, label('memantine')), limit('25480', 100, 1200, 3600, label('gabapentin')),
];
