/** What a physician orders together at admission, by reason. Codes are LOINC panels and RxNorm products. */
export interface OrderSet {
  readonly label: string;
  /** LOINC panel codes drawn in the first round. */
  readonly laboratory: readonly string[];
  readonly medicines: readonly { readonly code: string; readonly doseQuantity: number; readonly doseUnit: string; readonly route: string; readonly everyHours: number | null }[];
}

/** Plays again what the past encounter of this patient recorded (demonstration). */
export const REPLAY_ORDER_SET = 'as-recorded';

export const ORDER_SETS = {
  'general-medicine': {
    label: 'General medicine',
    laboratory: ['58410-2', '24323-8'],
    medicines: [{ code: '313782', doseQuantity: 650, doseUnit: 'mg', route: 'oral', everyHours: 8 }],
  },
  'acute-cardiac': {
    label: 'Acute cardiac',
    laboratory: ['58410-2', '24323-8', '89579-7'],
    medicines: [{ code: '243670', doseQuantity: 81, doseUnit: 'mg', route: 'oral', everyHours: 24 }],
  },
  surgical: {
    label: 'Surgical',
    laboratory: ['58410-2', '24323-8'],
    medicines: [{ code: '313782', doseQuantity: 1000, doseUnit: 'mg', route: 'oral', everyHours: 6 }],
  },
  [REPLAY_ORDER_SET]: { label: 'As recorded (demonstration)', laboratory: [], medicines: [] },
} as const satisfies Record<string, OrderSet>;

export type OrderSetName = keyof typeof ORDER_SETS;
export const ORDER_SET_OPTIONS = Object.entries(ORDER_SETS).map(([value, { label }]) => ({ value, label }));
