/** What came of it: the AHRQ Harm Scale of the Common Formats, with the near miss in front. Worst last. */
export const HARMS = {
  'near-miss': 'Near miss: did not reach anybody',
  none: 'No harm',
  mild: 'Mild: extra looking after, for a short time',
  moderate: 'Moderate: treated, or a longer stay',
  severe: 'Severe: lasting, or life had to be saved',
  death: 'Death',
} as const;

export type Harm = keyof typeof HARMS;
export const HARM_NAMES = Object.keys(HARMS) as [Harm, ...Harm[]];

/** A sentinel event reaches the patient and leads to death or severe harm (The Joint Commission, Sentinel Event Policy): it is taken up at once. */
export const isSentinel = (harm: Harm): boolean => harm === 'severe' || harm === 'death';

/** Serious harm is not closed by the person who looked into it. */
export const needsSecondPerson = isSentinel;

/** Somebody was hurt: "with injury" in the measures of falls. */
export const isInjury = (harm: Harm): boolean => HARM_NAMES.indexOf(harm) >= HARM_NAMES.indexOf('mild');
