/** Why a laboratory takes in no specimen (HL7 table 0490, shortened). Each asks for another one. */
export const SPECIMEN_REJECTIONS = {
  haemolysed: 'Haemolysed',
  clotted: 'Clotted',
  insufficient: 'Too little',
  label: 'Label missing, unreadable or of somebody else',
  container: 'Wrong container',
  damaged: 'Leaking or broken',
  late: 'Too old when it came',
  contaminated: 'Contaminated',
} as const;
export type SpecimenRejection = keyof typeof SPECIMEN_REJECTIONS;

export const REJECTION_OPTIONS = Object.entries(SPECIMEN_REJECTIONS).map(([value, label]) => ({ value, label }));
