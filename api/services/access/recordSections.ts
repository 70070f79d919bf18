import { CONFIDENTIALITY_LABELS, SENSITIVITY_LABELS } from '../../../domain/rights/labels';
import { formatDollars } from '../../../domain/money';
import { type PatientRecord } from '../../../interop/fhir/record';

/** One entry: when (null: at no moment), and what, in a sentence or a whole note. */
export interface Entry {
  readonly at: string | null;
  readonly text: string;
}
export interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
}

const CLASSES: Readonly<Record<string, string>> = { IMP: 'Inpatient stay', AMB: 'Outpatient visit', EMER: 'Emergency visit', VR: 'Virtual visit', HH: 'Home visit' };
const words = (parts: readonly (string | null | false)[]): string => parts.filter(Boolean).join(', ');
/** "in progress" from "in-progress". */
const said = (code: string): string => code.replace(/[-_]/g, ' ');
/** SNOMED CT ends its names with what kind of thing it is: nothing a patient needs to read. */
const plain = (term: string): string => term.replace(/ \((disorder|finding|procedure|situation|observable entity|regime\/therapy)\)$/, '');

/** The record as a person reads it: what matters in an emergency first, then the course, newest first. Empty parts are said to be empty. */
export function sectionsOf(record: PatientRecord): Section[] {
  const newest = (entries: readonly Entry[]): Entry[] => [...entries].sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));
  return [
    ...(record.labels.length === 0 ? [] : [{ title: 'Restrictions', entries: record.labels.map((one) => ({ at: null, text: `${CONFIDENTIALITY_LABELS[one.confidentiality]}: ${SENSITIVITY_LABELS[one.sensitivity].toLowerCase()}${one.encounterId === null ? '' : ', one stay of the record'}` })) }]),
    { title: 'Allergies', entries: record.allergies.map((one) => ({ at: null, text: words([plain(one.display), one.kind, one.criticality !== null && `${said(one.criticality)} risk`, one.clinicalStatus !== 'active' && said(one.clinicalStatus)]) })) },
    { title: 'Diagnoses', entries: newest(record.conditions.map((one) => ({ at: one.onset, text: words([plain(one.display), `${one.systemCode} ${one.code}`, said(one.clinicalStatus)]) }))) },
    { title: 'Medicines ordered', entries: newest(record.prescriptions.map((one) => ({ at: one.authored, text: words([one.display, one.dose !== null && `${one.dose} ${one.unit ?? ''}`.trim(), one.route, one.everyHours !== null && `every ${one.everyHours} h`, one.asNeeded && 'when needed', said(one.status)]) }))) },
    { title: 'Stays and visits', entries: newest(record.encounters.map((one) => ({ at: one.start, text: words([CLASSES[one.class] ?? one.class, one.reason && plain(one.reason.display), one.end === null ? said(one.status) : `until ${one.end.slice(0, 10)}`]) }))) },
    { title: 'Results and observations', entries: newest(observed(record)) },
    { title: 'Notes', entries: newest(record.notes.map((one) => ({ at: one.signed, text: `${said(one.kind)}${one.signed === null ? ' (not signed)' : ''}\n${one.text}` }))) },
    { title: 'Medicines given', entries: newest(record.administrations.map((one) => ({ at: one.at, text: words([one.display, one.status !== 'completed' && said(one.status)]) }))) },
    { title: 'Claims to insurers', entries: newest(record.claims.map((one) => ({ at: one.created, text: words([`${one.number} to ${one.payer}`, `for ${one.from} to ${one.through}`, formatDollars(one.chargeCents), said(one.status)]) }))) },
  ];
}

type Observation = PatientRecord['observations'][number];

/** What was measured together stands together: the values of a report under its name, a round of observations in one line. */
function observed({ observations, reports }: PatientRecord): Entry[] {
  const groups = new Map<string, Observation[]>();
  for (const one of observations) {
    const key = one.reportId ?? `${one.category} ${one.at}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].map(([key, values]) => {
    const report = reports.find(({ id }) => id === key);
    const list = values.map(valueWords).join('; ');
    return { at: report?.issued ?? values[0]?.at ?? null, text: report ? `${plain(report.display)}${report.status === 'final' ? '' : ` (${said(report.status)})`}: ${list}` : list };
  });
}

function valueWords(one: Observation): string {
  const value = one.value === null ? (one.text ?? 'no value') : `${one.value}${one.unit === null ? '' : ` ${one.unit}`}`;
  const side = one.value === null ? null : one.low !== null && one.value < one.low ? 'low' : one.high !== null && one.value > one.high ? 'high' : null;
  const range = one.low === null && one.high === null ? null : `usual ${[one.low !== null && `from ${one.low}`, one.high !== null && `to ${one.high}`].filter(Boolean).join(' ')}`;
  const beside = words([side, range, one.status !== 'final' && said(one.status)]);
  return `${plain(one.display)} ${value}${beside === '' ? '' : ` (${beside})`}`;
}
