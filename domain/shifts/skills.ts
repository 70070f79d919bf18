/** What a shift can need somebody for, and somebody can do. `nurse` is anybody rostered. */
export const SKILLS = {
  nurse: 'Nurses',
  charge: 'In charge',
  ventilation: 'Ventilation',
  telemetry: 'Telemetry',
  chemotherapy: 'Chemotherapy',
  midwifery: 'Midwifery',
} as const;
export type Skill = keyof typeof SKILLS;
export const LEARNT_SKILLS = ['charge', 'ventilation', 'telemetry', 'chemotherapy', 'midwifery'] as const satisfies readonly Skill[];
export type LearntSkill = (typeof LEARNT_SKILLS)[number];
