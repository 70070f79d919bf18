import { type Scale } from './scale';

/**
 * Pressure injury: Braden Scale. Bergstrom N, Braden BJ, Laguzza A, Holman V: The Braden Scale for predicting pressure sore risk. Nursing
 * Research 1987; 36: 205–210; bands by Braden and Maklebust, American Journal of Nursing 2005; 105: 70–72. The lower the total, the
 * higher the risk. The full descriptors are the authors' property: a hospital that wants them on screen needs their permission.
 */
export const BRADEN: Scale = {
  title: 'Braden Scale',
  about: 'How likely is a pressure injury? A low total means a high risk.',
  source: 'Bergstrom, Braden, Laguzza and Holman, Nursing Research 1987; 36: 205–210',
  code: { system: 'LOINC', code: '38227-5' },
  items: [
    fourSteps('sensoryPerception', 'Feels and tells pressure', ['Completely limited', 'Very limited', 'Slightly limited', 'No impairment']),
    fourSteps('moisture', 'Skin moisture', ['Constantly moist', 'Very moist', 'Occasionally moist', 'Rarely moist']),
    fourSteps('activity', 'Activity', ['Bedfast', 'Chairfast', 'Walks occasionally', 'Walks frequently']),
    fourSteps('mobility', 'Changes position', ['Completely immobile', 'Very limited', 'Slightly limited', 'No limitation']),
    fourSteps('nutrition', 'Nutrition', ['Very poor', 'Probably inadequate', 'Adequate', 'Excellent']),
    { name: 'frictionShear', label: 'Friction and shear', options: steps(['Problem', 'Potential problem', 'No apparent problem']) },
  ],
  bands: [
    { upTo: 9, code: 'very-high', label: 'Very high risk of pressure injury', tone: 'act', advice: 'Turn by schedule, special surface, relieve heels, look at the skin every shift.' },
    { upTo: 12, code: 'high', label: 'High risk of pressure injury', tone: 'act', advice: 'Turn by schedule, small shifts between, look at the skin every shift.' },
    { upTo: 14, code: 'moderate', label: 'Moderate risk of pressure injury', tone: 'watch', advice: 'Turn by schedule, 30° side lying, pressure-relieving surface.' },
    { upTo: 18, code: 'mild', label: 'Mild risk of pressure injury', tone: 'watch', advice: 'Turn often, keep moving, protect heels, manage moisture.' },
    { upTo: 23, code: 'none', label: 'Not at risk of pressure injury', tone: 'good', advice: 'Usual care; assess again when the condition changes.' },
  ],
};

function steps(labels: readonly string[]): Scale['items'][number]['options'] {
  return labels.map((label, index) => ({ value: String(index + 1), label, score: index + 1 }));
}

function fourSteps(name: string, label: string, labels: readonly [string, string, string, string]): Scale['items'][number] {
  return { name, label, options: steps(labels) };
}
