/** How closely a record is held (HL7 v3 Confidentiality). Nobody labels a normal one. */
export const CONFIDENTIALITIES = ['R', 'V'] as const;
export type Confidentiality = (typeof CONFIDENTIALITIES)[number];
export const CONFIDENTIALITY_LABELS: Readonly<Record<Confidentiality, string>> = { R: 'Restricted', V: 'Very restricted' };

/** Why it is (HL7 v3 ActCode, InformationSensitivityPolicy). Substance use disorder records are held under 42 CFR Part 2. */
export const SENSITIVITIES = ['CEL', 'EMP', 'PSY', 'HIV', 'ETH', 'SDV'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];
export const SENSITIVITY_LABELS: Readonly<Record<Sensitivity, string>> = {
  CEL: 'Well known to the public', EMP: 'Works here, or is close to somebody who does', PSY: 'Mental health', HIV: 'HIV', ETH: 'Substance use', SDV: 'Sexual assault or domestic violence',
};

/** What a label says about whoever is behind it, when it is about an illness: what a patient may ask to be held closer. */
export const ILLNESSES = ['PSY', 'HIV', 'ETH', 'SDV'] as const satisfies readonly Sensitivity[];

export interface Label {
  readonly confidentiality: Confidentiality;
  readonly sensitivity: Sensitivity;
}

/** How closely the record is held: by its strictest label, and a category the patient asked to be held closer is very restricted. */
export function confidentialityOf(labels: readonly Label[], heldCloser: readonly Sensitivity[]): Confidentiality | null {
  if (labels.some(({ confidentiality, sensitivity }) => confidentiality === 'V' || heldCloser.includes(sensitivity))) return 'V';
  return labels.length > 0 ? 'R' : null;
}
