/** What is done when heart or breathing stops. */
export const CODE_STATUSES = {
  full: 'Full code',
  dnr: 'Do not resuscitate',
  dni: 'Do not intubate',
  'dnr-dni': 'Do not resuscitate or intubate',
  comfort: 'Comfort care only',
} as const;
export type CodeStatus = keyof typeof CODE_STATUSES;

/** Transmission-based precautions (CDC guideline for isolation precautions), and protection of the patient. */
export const ISOLATIONS = {
  contact: 'Contact precautions',
  droplet: 'Droplet precautions',
  airborne: 'Airborne precautions',
  protective: 'Protective environment',
} as const;
export type Isolation = keyof typeof ISOLATIONS;
