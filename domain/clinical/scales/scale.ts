import { type Option } from '../../tasks/form';

/** One question of a scale and what each answer scores. */
export interface ScaleItem {
  readonly name: string;
  readonly label: string;
  readonly options: readonly (Option & { readonly score: number })[];
}

export const BAND_TONES = ['good', 'watch', 'act'] as const;
export type BandTone = (typeof BAND_TONES)[number];

/** What a total up to and including `upTo` means. */
export interface ScaleBand {
  readonly upTo: number;
  readonly code: string;
  readonly label: string;
  readonly tone: BandTone;
  /** What the ward does about it, in one sentence. */
  readonly advice: string;
}

/** A published assessment scale. Items and scores are those of its source; the wording here is short and our own. */
export interface Scale {
  readonly title: string;
  readonly about: string;
  /** Who published it. */
  readonly source: string;
  /** Under which code the total is kept as an Observation of category `survey`. */
  readonly code: { readonly system: 'LOINC' | 'CAREWAY'; readonly code: string };
  readonly items: readonly ScaleItem[];
  /** Rising totals; the last band holds the highest. */
  readonly bands: readonly ScaleBand[];
}

export type ScaleAnswers = Readonly<Record<string, string>>;

export interface ScaleResult {
  readonly total: number;
  readonly band: ScaleBand;
}

/** Add up one complete set of answers. Throws on an answer that is missing or not of the scale: the form was checked before. */
export function scoreScale(scale: Scale, answers: ScaleAnswers): ScaleResult {
  const total = scale.items.reduce((sum, { name, options }) => {
    const chosen = options.find(({ value }) => value === answers[name]);
    if (!chosen) throw new Error(`${scale.title}: ${name} has no answer.`);
    return sum + chosen.score;
  }, 0);
  return { total, band: bandOf(scale, total) };
}

/** What a total means. */
export function bandOf(scale: Pick<Scale, 'bands' | 'title'>, total: number): ScaleBand {
  const band = scale.bands.find(({ upTo }) => total <= upTo);
  if (!band) throw new Error(`${scale.title} has no total of ${total}.`);
  return band;
}

/** The lowest and the highest total a scale can come to. */
export function scaleRange(scale: Pick<Scale, 'items'>): { readonly low: number; readonly high: number } {
  const scores = scale.items.map(({ options }) => options.map(({ score }) => score));
  return { low: scores.reduce((sum, own) => sum + Math.min(...own), 0), high: scores.reduce((sum, own) => sum + Math.max(...own), 0) };
}
