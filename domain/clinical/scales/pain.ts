import { type Scale, type ScaleBand } from './scale';

/**
 * Pain in words of the patient: numeric rating scale, 0 none to 10 worst. Bands by Serlin et al., Pain 1995; 61: 277–284 (mild 1–4,
 * moderate 5–6, severe 7–10).
 */
export const PAIN_NUMERIC: Pick<Scale, 'title' | 'source' | 'code' | 'bands'> = {
  title: 'Pain, 0 to 10',
  source: 'Numeric rating scale; bands: Serlin et al., Pain 1995; 61: 277–284',
  code: { system: 'LOINC', code: '72514-3' },
  bands: painBands(4, 6),
};

/**
 * Pain of those who cannot say it: PAINAD. Warden V, Hurley AC, Volicer L: Development and psychometric evaluation of the Pain
 * Assessment in Advanced Dementia scale. Journal of the American Medical Directors Association 2003; 4: 9–15. Made for free use in
 * care; bands as its authors suggest (mild 1–3, moderate 4–6, severe 7–10). LOINC has no code for its total that we could verify.
 */
export const PAINAD: Scale = {
  title: 'Pain seen, not said (PAINAD)',
  about: 'For patients who cannot say how much it hurts: watch for five minutes.',
  source: 'Warden, Hurley and Volicer, Journal of the American Medical Directors Association 2003; 4: 9–15',
  code: { system: 'CAREWAY', code: 'painad-total' },
  items: [
    threeSteps('breathing', 'Breathing', ['Normal', 'Now and then laboured', 'Noisy, laboured, long hyperventilation or Cheyne-Stokes']),
    threeSteps('vocalization', 'Sounds of distress', ['None', 'Moans or groans now and then, low disapproving speech', 'Calls out again and again, loud moaning or crying']),
    threeSteps('face', 'Face', ['Smiling or calm', 'Sad, frightened or frowning', 'Grimacing']),
    threeSteps('bodyLanguage', 'Body', ['Relaxed', 'Tense, pacing or fidgeting', 'Rigid, fists clenched, knees drawn up, pulling or striking out']),
    threeSteps('consolability', 'Comforting', ['Needs none', 'Distracted or reassured by voice or touch', 'Cannot be consoled']),
  ],
  bands: painBands(3, 6),
};

function painBands(mild: number, moderate: number): readonly ScaleBand[] {
  return [
    { upTo: 0, code: 'none', label: 'No pain', tone: 'good', advice: 'Ask again with the next observations.' },
    { upTo: mild, code: 'mild', label: 'Mild pain', tone: 'good', advice: 'Comfort measures; ask whether something is wanted.' },
    { upTo: moderate, code: 'moderate', label: 'Moderate pain', tone: 'watch', advice: 'Give what is ordered for pain and look again within the hour.' },
    { upTo: 10, code: 'severe', label: 'Severe pain', tone: 'act', advice: 'Give what is ordered now, tell the physician, look again within half an hour.' },
  ];
}

function threeSteps(name: string, label: string, labels: readonly [string, string, string]): Scale['items'][number] {
  return { name, label, options: labels.map((text, score) => ({ value: String(score), label: text, score })) };
}
