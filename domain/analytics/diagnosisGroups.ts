/** Groups of diagnoses: the chapters of ICD-10-CM by the first characters of their codes, under names short enough for a chart. */
const CHAPTERS = [
  ['A00', 'B99', 'infections', 'Infections'], ['C00', 'D49', 'neoplasms', 'Neoplasms'], ['D50', 'D89', 'blood', 'Blood and immunity'], ['E00', 'E89', 'endocrine', 'Endocrine and metabolic'],
  ['F01', 'F99', 'mental', 'Mental health'], ['G00', 'G99', 'nervous', 'Nervous system'], ['H00', 'H59', 'eye', 'Eye'], ['H60', 'H95', 'ear', 'Ear'], ['I00', 'I99', 'circulatory', 'Circulation'],
  ['J00', 'J99', 'respiratory', 'Respiration'], ['K00', 'K95', 'digestive', 'Digestion'], ['L00', 'L99', 'skin', 'Skin'], ['M00', 'M99', 'musculoskeletal', 'Muscles and bones'],
  ['N00', 'N99', 'genitourinary', 'Kidney and genitourinary'], ['O00', 'O9A', 'pregnancy', 'Pregnancy and birth'], ['P00', 'P96', 'perinatal', 'Newborn'], ['Q00', 'Q99', 'congenital', 'Congenital'],
  ['R00', 'R99', 'symptoms', 'Symptoms and findings'], ['S00', 'T88', 'injury', 'Injury and poisoning'], ['U00', 'U85', 'special', 'Special purposes'], ['V00', 'Y99', 'external', 'External causes'], ['Z00', 'Z99', 'factors', 'Other contact with care'],
] as const;

export const NO_DIAGNOSIS = 'none';

/** The group of an ICD-10-CM code; `none` when there is no code, or one of no chapter. */
export function diagnosisGroup(code: string | null): string {
  const category = (code ?? '').replace('.', '').slice(0, 3).toUpperCase();
  return CHAPTERS.find(([from, to]) => category.length === 3 && category >= from && category <= to)?.[2] ?? NO_DIAGNOSIS;
}

export function diagnosisGroupLabel(group: string): string {
  return CHAPTERS.find(([, , name]) => name === group)?.[3] ?? 'No diagnosis coded';
}

export const DIAGNOSIS_GROUPS: readonly string[] = [...CHAPTERS.map(([, , name]) => name), NO_DIAGNOSIS];
