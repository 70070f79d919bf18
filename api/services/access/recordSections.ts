import { amendmentLines, type EntryKind } from '../../../domain/privacy/amendment';
import { CONFIDENTIALITY_LABELS, SENSITIVITY_LABELS } from '../../../domain/rights/labels';
import { type PatientRecord } from '../../../interop/fhir/record';
import { entriesOf, plain, said, valueWords } from './recordEntries';
import { hospitalIso } from '../staff/hospitalZone';

/** One entry: when (null: at no moment), and what, in a sentence or a whole note, with what was amended in it. */
export interface Entry {
  readonly at: string | null;
  readonly text: string;
}
export interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
}

const PARTS: readonly (readonly [title: string, kind: EntryKind])[] = [
  ['Allergies', 'allergy'], ['Diagnoses', 'condition'], ['Medicines ordered', 'prescription'], ['Stays and visits', 'encounter'], ['Results and observations', 'observation'], ['Notes', 'note'],
  ['Medicines given', 'administration'], ['Claims to insurers', 'claim'],
];

/** The record as a person reads it: what matters in an emergency first, then the course, newest first. Empty parts are said to be empty; what was asked to be amended stands beside its entry. */
export function sectionsOf(record: PatientRecord): Section[] {
  const beside = (ids: readonly string[]): string => record.amendments.filter(({ entryId }) => ids.includes(entryId)).flatMap((one) => amendmentLines({ ...one, askedAt: hospitalIso(new Date(one.askedAt)), decidedAt: hospitalIso(new Date(one.decidedAt)) })).map((line) => `\n${line}`).join('');
  const newest = (entries: readonly Entry[]): Entry[] => [...entries].sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));
  const all = entriesOf(record);
  const ofPatient = beside([record.patient.id]);
  return [
    ...(record.labels.length === 0 ? [] : [{ title: 'Restrictions', entries: record.labels.map((one) => ({ at: null, text: `${CONFIDENTIALITY_LABELS[one.confidentiality]}: ${SENSITIVITY_LABELS[one.sensitivity].toLowerCase()}${one.encounterId === null ? '' : ', one stay of the record'}` })) }]),
    ...(ofPatient === '' ? [] : [{ title: 'Name and details', entries: [{ at: null, text: ofPatient.trim() }] }]),
    ...PARTS.map(([title, kind]) => ({ title, entries: newest(kind === 'observation' ? observed(record, beside) : all.filter((one) => one.kind === kind).map(({ id, at, text }) => ({ at, text: text + beside([id]) }))) })),
  ];
}

type Observation = PatientRecord['observations'][number];

/** What was measured together stands together: the values of a report under its name, a round of observations in one line. */
function observed({ observations, reports }: PatientRecord, beside: (ids: readonly string[]) => string): Entry[] {
  const groups = new Map<string, Observation[]>();
  for (const one of observations) {
    const key = one.reportId ?? `${one.category} ${one.at}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const empty = reports.filter(({ id }) => !groups.has(id) && beside([id]) !== '').map((one) => ({ at: one.issued, text: `${plain(one.display)}${beside([one.id])}` }));
  return [...[...groups].map(([key, values]) => {
    const report = reports.find(({ id }) => id === key);
    const list = values.map(valueWords).join('; ');
    const amended = beside([key, ...values.map(({ id }) => id)]);
    return { at: report?.issued ?? values[0]?.at ?? null, text: `${report ? `${plain(report.display)}${report.status === 'final' ? '' : ` (${said(report.status)})`}: ${list}` : list}${amended}` };
  }), ...empty];
}
