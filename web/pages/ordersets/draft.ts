import { type contract } from '../../../api/client';
import { readNumber } from '../../forms/number';
import { type Reply } from '../../http/visit';

type OrderSet = Reply<typeof contract.readOrderSet>;
export type Line = Omit<OrderSet['items'][number], 'display'>;
type Category = Line['category'];

/** A line as it stands in the form: texts as typed, so that what cannot be read is shown again. */
export interface DraftLine {
  readonly category: Category;
  readonly code: string;
  readonly isPreselected: boolean;
  readonly priority: Line['priority'];
  readonly dose: string;
  readonly unit: string;
  readonly route: string;
  readonly every: string;
  readonly note: string;
}

export interface Draft {
  readonly label: string;
  readonly source: string;
  readonly why: string;
  readonly isRetired: boolean;
  readonly reasons: readonly string[];
  readonly lines: readonly DraftLine[];
}

const CATEGORIES: readonly Category[] = ['laboratory', 'imaging', 'medicine'];

/** "laboratory.58410-2": a line in the names of its fields. */
export const keyOf = ({ category, code }: Pick<DraftLine, 'category' | 'code'>): string => `${category}.${code}`;

export const EMPTY: Draft = { label: '', source: '', why: '', isRetired: false, reasons: [], lines: [] };

/** The form of a set as it stands in the record. */
export function draftOf({ label, source, isRetired, reasons, items }: OrderSet): Draft {
  return {
    label, source, isRetired, why: '', reasons: reasons.map(({ code }) => code),
    lines: items.map(({ category, code, isPreselected, priority, doseQuantity, doseUnit, route, everyHours, note }) => ({
      category, code, isPreselected, priority, dose: doseQuantity === null ? '' : String(doseQuantity), unit: doseUnit ?? '', route: route ?? '', every: everyHours === null ? '' : String(everyHours), note: note ?? '',
    })),
  };
}

/** A posted form: its lines without those taken out, with what was chosen to be added. */
export function draftFromPost(posted: URLSearchParams): Draft {
  const text = (name: string): string => posted.get(name)?.trim() ?? '';
  const shown = posted.getAll('_line').flatMap((key): DraftLine[] => {
    const [category, code = ''] = [key.slice(0, key.indexOf('.')) as Category, key.slice(key.indexOf('.') + 1)];
    if (!CATEGORIES.includes(category) || text(`${key}.out`) === 'true') return [];
    const priority = text(`${key}.priority`) as Line['priority'];
    return [{ category, code, isPreselected: text(`${key}.tick`) === 'true', priority: priority || 'routine', dose: text(`${key}.dose`), unit: text(`${key}.unit`), route: text(`${key}.route`), every: text(`${key}.every`), note: text(`${key}.note`) }];
  });
  const added = CATEGORIES.flatMap((category): DraftLine[] => {
    const code = text(`add.${category}`);
    return code && !shown.some((line) => line.category === category && line.code === code) ? [{ category, code, isPreselected: true, priority: 'routine', dose: '', unit: '', route: '', every: '', note: '' }] : [];
  });
  return { label: text('label'), source: text('source'), why: text('why'), isRetired: text('isRetired') === 'true', reasons: [...new Set([...posted.getAll('reasons'), ...text('moreReasons').split(/[\s,;]+/).filter(Boolean)])], lines: [...shown, ...added] };
}

/** A line as the API takes it; what cannot be read goes along, so that the API says what is wrong with it. */
export function lineOf({ category, code, isPreselected, priority, dose, unit, route, every, note }: DraftLine): Line {
  const line = { category, code, isPreselected, note: note || null };
  if (category !== 'medicine') return { ...line, priority, doseQuantity: null, doseUnit: null, route: null, everyHours: null };
  return { ...line, priority: 'routine', doseQuantity: readNumber(dose), doseUnit: unit || null, route: route || null, everyHours: readNumber(every) };
}
