import { type FormValue, type SimpleField } from '../../tasks/form';
import { BRADEN } from './braden';
import { MORSE } from './morse';
import { PAINAD } from './pain';
import { type Scale, type ScaleAnswers } from './scale';

export { type Scale, type ScaleAnswers, type ScaleBand, type ScaleResult, bandOf, scaleRange, scoreScale } from './scale';
export { PAIN_NUMERIC } from './pain';

/** The scales a nurse fills in item by item. */
export const SCALES = { morse: MORSE, braden: BRADEN, painad: PAINAD } as const satisfies Record<string, Scale>;
export type ScaleName = keyof typeof SCALES;

export function isScale(name: string): name is ScaleName {
  return Object.hasOwn(SCALES, name);
}

/** A scale as fields of a form; `prefix` keeps the names of several scales in one form apart. */
export function scaleFields(name: ScaleName, options: { readonly prefix?: string; readonly when?: SimpleField['when'] } = {}): SimpleField[] {
  const { items, title } = SCALES[name];
  return items.map((item, index): SimpleField => ({
    name: `${options.prefix ?? ''}${item.name}`, label: item.label, kind: 'choice', required: true, options: item.options.map(({ value, label }) => ({ value, label })),
    ...(index === 0 ? { section: title } : {}), ...(options.when ? { when: options.when } : {}),
  }));
}

/** The answers of one scale out of a completed form; null when the form did not ask for it. */
export function scaleAnswers(name: ScaleName, values: Readonly<Record<string, unknown>>, prefix = ''): ScaleAnswers | null {
  const answers = SCALES[name].items.map((item) => [item.name, values[`${prefix}${item.name}`] as FormValue | undefined] as const);
  return answers.every(([, value]) => typeof value === 'string') ? (Object.fromEntries(answers) as ScaleAnswers) : null;
}
