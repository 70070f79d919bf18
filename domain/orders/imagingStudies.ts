/** How a picture is taken (DICOM modality). */
export const MODALITIES = { DX: 'X-ray', CT: 'CT', MR: 'MRI', US: 'Ultrasound' } as const;
export type Modality = keyof typeof MODALITIES;

/** One examination that can be ordered. */
export interface ImagingStudy {
  readonly name: string;
  readonly modality: Modality;
  /** What is looked at: two studies of one region by one modality answer the same question. */
  readonly region: string;
}

/** Examinations the hospital offers, by LOINC code (LOINC/RSNA Radiology Playbook; names shortened). */
export const IMAGING_STUDIES: Readonly<Record<string, ImagingStudy>> = {
  '36643-5': { name: 'X-ray of the chest, two views', modality: 'DX', region: 'chest' },
  '24725-4': { name: 'CT of the head', modality: 'CT', region: 'head' },
  '24627-2': { name: 'CT of the chest', modality: 'CT', region: 'chest' },
  '41806-1': { name: 'CT of the abdomen', modality: 'CT', region: 'abdomen' },
  '24590-2': { name: 'MRI of the brain', modality: 'MR', region: 'head' },
  '24558-9': { name: 'Ultrasound of the abdomen', modality: 'US', region: 'abdomen' },
};

/** The two parts of an imaging report, as observations (LOINC): what is seen, and what it means. */
export const REPORT_PARTS = { findings: { code: '18782-3', name: 'Findings' }, conclusion: { code: '19005-8', name: 'Conclusion' } } as const;

/** What an examination or a part of its report is called; null for any other code. */
export function imagingName(code: string): string | null {
  return IMAGING_STUDIES[code]?.name ?? Object.values(REPORT_PARTS).find((part) => part.code === code)?.name ?? null;
}

/** Why an examination that was ordered did not take place. */
export const NOT_DONE_REASONS = { refused: 'Patient refused', unwell: 'Patient too unwell', contraindicated: 'Contraindicated', 'not-needed': 'Not needed any more', equipment: 'Equipment out of order' } as const;
export type NotDoneReason = keyof typeof NOT_DONE_REASONS;
export const NOT_DONE_OPTIONS = Object.entries(NOT_DONE_REASONS).map(([value, label]) => ({ value, label }));

/** Two codes that look at one region in the same way. */
export function isSameStudy(a: string, b: string): boolean {
  const [one, other] = [IMAGING_STUDIES[a], IMAGING_STUDIES[b]];
  return one !== undefined && other !== undefined ? one.modality === other.modality && one.region === other.region : a === b;
}
