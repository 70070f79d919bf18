import { type Scale } from './scale';

/**
 * Falls: Morse Fall Scale. Morse JM, Morse RM, Tylko SJ: Development of a scale to identify the fall-prone patient. Canadian Journal on
 * Aging 1989; 8: 366–377. Items, scores and the cut-off of 45; 25 as the lower one in wide use (a hospital calibrates its own).
 */
export const MORSE: Scale = {
  title: 'Morse Fall Scale',
  about: 'How likely is this patient to fall?',
  source: 'Morse, Morse and Tylko, Canadian Journal on Aging 1989; 8: 366–377',
  code: { system: 'LOINC', code: '59460-6' },
  items: [
    { name: 'fallHistory', label: 'Fell now or within three months', options: [{ value: 'no', label: 'No', score: 0 }, { value: 'yes', label: 'Yes', score: 25 }] },
    { name: 'secondaryDiagnosis', label: 'More than one diagnosis', options: [{ value: 'no', label: 'No', score: 0 }, { value: 'yes', label: 'Yes', score: 15 }] },
    {
      name: 'walkingAid', label: 'Walking aid',
      options: [{ value: 'none', label: 'None, bed rest or nurse assists', score: 0 }, { value: 'stick', label: 'Crutches, cane or walker', score: 15 }, { value: 'furniture', label: 'Holds on to furniture', score: 30 }],
    },
    { name: 'intravenous', label: 'Intravenous line or heparin lock', options: [{ value: 'no', label: 'No', score: 0 }, { value: 'yes', label: 'Yes', score: 20 }] },
    { name: 'gait', label: 'Gait', options: [{ value: 'normal', label: 'Normal, bed rest or immobile', score: 0 }, { value: 'weak', label: 'Weak', score: 10 }, { value: 'impaired', label: 'Impaired', score: 20 }] },
    { name: 'mentalStatus', label: 'Knows own limits', options: [{ value: 'oriented', label: 'Knows own ability', score: 0 }, { value: 'forgets', label: 'Overestimates or forgets limits', score: 15 }] },
  ],
  bands: [
    { upTo: 24, code: 'low', label: 'Low risk of falling', tone: 'good', advice: 'Usual care.' },
    { upTo: 44, code: 'moderate', label: 'Moderate risk of falling', tone: 'watch', advice: 'Standard fall prevention: call bell in reach, bed low, firm shoes.' },
    { upTo: 125, code: 'high', label: 'High risk of falling', tone: 'act', advice: 'High-risk fall prevention: plan it with the patient, nobody walks alone.' },
  ],
};
