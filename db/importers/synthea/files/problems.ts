import { RowRejected } from '../../failure';
import { type Row } from '../../csv/row';
import { isSnomedConcept, systemOf } from '../codeSystems';
import { clinicalImporter, type Placed, placed } from './clinical';

/** Start and end of something that lasts; an end before the start is refused. */
export function period(row: Row): { start: string; end: string | null } {
  const [start, end] = [row.instant('START'), row.optionalInstant('STOP')];
  if (end !== null && end < start) throw new RowRejected('STOP', 'is before START');
  return { start, end };
}

type Lasting = Placed & ReturnType<typeof period>;

/** conditions.csv */
export const conditions = clinicalImporter<Lasting>({
  file: 'conditions',
  table: 'conditions',
  columns: ['START'],
  fields: ['clinical_status', 'onset_at', 'abated_at'],
  read: (row) => ({ ...placed(row, systemOf(row, 'SNOMED')), ...period(row) }),
  values: ({ start, end }) => [end === null ? 'active' : 'resolved', start, end],
  identity: ({ start }) => [start],
});

interface Allergy extends Lasting {
  readonly kind: string;
  readonly category: string;
  readonly criticality: string | null;
  readonly reactions: readonly { system: string; code: string; severity: string | null }[];
  readonly displays: readonly [code: string, display: string][];
}

const KINDS: Readonly<Record<string, string>> = { '': 'allergy', allergy: 'allergy', intolerance: 'intolerance' };
const CATEGORIES: Readonly<Record<string, string>> = { '': 'environment', environment: 'environment', food: 'food', medication: 'medication', drug: 'medication', biologic: 'biologic' };
const SEVERITIES: Readonly<Record<string, string>> = { mild: 'mild', moderate: 'moderate', severe: 'severe' };

function readAllergy(row: Row): Allergy {
  const code = row.code('CODE');
  const category = CATEGORIES[row.text('CATEGORY').toLowerCase()];
  const kind = KINDS[row.text('TYPE').toLowerCase()];
  if (category === undefined) throw new RowRejected('CATEGORY', 'is none of the known values');
  if (kind === undefined) throw new RowRejected('TYPE', 'is none of the known values');
  const reactions = ['1', '2'].flatMap((n) => {
    const reaction = row.optionalCode(`REACTION${n}`);
    return reaction === null ? [] : [{ system: 'SNOMED', code: reaction, severity: SEVERITIES[row.text(`SEVERITY${n}`).toLowerCase()] ?? null }];
  });
  return {
    // Medicines are RxNorm, everything else SNOMED; some versions say "Unknown" for both.
    ...placed(row, systemOf(row, isSnomedConcept(code) ? 'SNOMED' : 'RXNORM')), ...period(row), kind, category, reactions,
    criticality: reactions.length === 0 ? null : reactions.some(({ severity }) => severity === 'severe') ? 'high' : 'low',
    displays: ['1', '2'].map((n) => [row.text(`REACTION${n}`), row.text(`DESCRIPTION${n}`)]),
  };
}

/** allergies.csv; before version 3 without type, category and reactions. */
export const allergies = clinicalImporter<Allergy>({
  file: 'allergies',
  table: 'allergies',
  columns: ['START'],
  fields: ['kind', 'category', 'criticality', 'reactions', 'clinical_status', 'onset_at'],
  read: readAllergy,
  values: ({ kind, category, criticality, reactions, start, end }) => [kind, category, criticality, JSON.stringify(reactions), end === null ? 'active' : 'resolved', start],
  identity: ({ start }) => [start],
  also: ({ displays }, session) => displays.forEach(([code, display]) => code && session.concept('SNOMED', code, display)),
});
