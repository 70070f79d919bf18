/** What a bed can have beside it, and a patient can need. */
export const EQUIPMENT = {
  oxygen: 'Oxygen',
  suction: 'Suction',
  monitor: 'Monitor',
  ventilator: 'Ventilator',
  'infusion pump': 'Infusion pump',
  'fetal monitor': 'Fetal monitor',
} as const;
export type Equipment = keyof typeof EQUIPMENT;

/** What of the equipment needed is not there. */
export function missingEquipment(needed: readonly string[], there: readonly string[]): string[] {
  return needed.filter((one) => !there.includes(one));
}
