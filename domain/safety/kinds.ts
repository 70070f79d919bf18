/**
 * What can go wrong with a patient or a person of the house, and how it is told apart further. Pressure injuries by the stages of the NPIAP (2016),
 * medication errors by the index of the NCC MERP (2022), infections by the names of the CDC's NHSN. The words are ours and short.
 */
export const PRESSURE_INJURY_STAGES = {
  'stage-1': 'Stage 1: red skin that does not blanch',
  'stage-2': 'Stage 2: the skin is open, or a blister',
  'stage-3': 'Stage 3: through the skin',
  'stage-4': 'Stage 4: down to muscle, tendon or bone',
  unstageable: 'Depth cannot be seen',
  'deep-tissue': 'Deep tissue: dark, unbroken',
} as const;

export const MEDICATION_ERROR_CATEGORIES = {
  'merp-a': 'A: could have led to an error',
  'merp-b': 'B: did not reach the patient',
  'merp-c': 'C: reached the patient, no harm',
  'merp-d': 'D: had to be watched, or acted on to prevent harm',
  'merp-e': 'E: harm for a time, treated',
  'merp-f': 'F: harm for a time, longer stay',
  'merp-g': 'G: lasting harm',
  'merp-h': 'H: a life had to be saved',
  'merp-i': 'I: may have led to death',
} as const;

export const INFECTIONS = {
  clabsi: 'CLABSI: bloodstream, central line',
  cauti: 'CAUTI: urinary tract, catheter',
  ssi: 'SSI: surgical site',
  cdi: 'C. difficile',
  vap: 'VAP: pneumonia, ventilator',
} as const;

interface Kind {
  readonly label: string;
  /** How it is told apart; a report must say. */
  readonly details: Readonly<Record<string, string>> | null;
  /** Asks on the form. */
  readonly asks?: string;
}

export const SAFETY_EVENT_KINDS = {
  fall: { label: 'Fall', details: null },
  'pressure-injury': { label: 'Pressure injury', details: PRESSURE_INJURY_STAGES, asks: 'Which stage?' },
  'medication-error': { label: 'Medication error', details: MEDICATION_ERROR_CATEGORIES, asks: 'How far did it go?' },
  infection: { label: 'Infection caught here', details: INFECTIONS, asks: 'Which infection?' },
  'hand-off': { label: 'Hand-off failure', details: null },
  device: { label: 'Device', details: null },
  violence: { label: 'Violence', details: null },
  other: { label: 'Something else', details: null },
} as const satisfies Record<string, Kind>;

export type SafetyEventKind = keyof typeof SAFETY_EVENT_KINDS;
export const SAFETY_EVENT_KIND_NAMES = Object.keys(SAFETY_EVENT_KINDS) as [SafetyEventKind, ...SafetyEventKind[]];

/** How a kind is told apart; null: it is not. */
export function detailsOf(kind: SafetyEventKind): Readonly<Record<string, string>> | null {
  const { details }: Kind = SAFETY_EVENT_KINDS[kind];
  return details;
}

/** What is wrong about a kind with this detail, in words for its field; null when nothing is. */
export function detailProblem(kind: SafetyEventKind, detail: string | null): string | null {
  const details = detailsOf(kind);
  if (details === null) return detail === null ? null : 'This kind of event is not told apart further.';
  const { asks }: Kind = SAFETY_EVENT_KINDS[kind];
  return detail !== null && Object.hasOwn(details, detail) ? null : (asks ?? 'Say which.');
}

/** "Pressure injury, stage 2": a kind and its detail in one line. */
export function kindWords(kind: SafetyEventKind, detail: string | null): string {
  const words = detail === null ? null : detailsOf(kind)?.[detail];
  return [SAFETY_EVENT_KINDS[kind].label, words].filter(Boolean).join(' · ');
}
