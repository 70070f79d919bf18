import { formatDollars } from '../../../domain/money';
import { type EntryKind } from '../../../domain/privacy/amendment';
import { type PatientRecord } from '../../../interop/fhir/record';
import { hospitalDay } from '../staff/hospitalZone';

/** One entry of the record, in a sentence or a whole note. */
export interface RecordEntry {
  readonly kind: EntryKind;
  readonly id: string;
  readonly encounterId: string | null;
  /** Null: at no moment. */
  readonly at: string | null;
  readonly text: string;
}

type Observation = PatientRecord['observations'][number];

const CLASSES: Readonly<Record<string, string>> = { IMP: 'Inpatient stay', AMB: 'Outpatient visit', EMER: 'Emergency visit', VR: 'Virtual visit', HH: 'Home visit' };
const words = (parts: readonly (string | null | false)[]): string => parts.filter(Boolean).join(', ');
/** "in progress" from "in-progress". */
export const said = (code: string): string => code.replace(/[-_]/g, ' ');
/** SNOMED CT ends its names with what kind of thing it is: nothing a patient needs to read. */
export const plain = (term: string): string => term.replace(/ \((disorder|finding|procedure|situation|observable entity|regime\/therapy)\)$/, '');

/** Every entry of the record as a person reads it, kind by kind, in the order of the record. */
export function entriesOf(record: PatientRecord): RecordEntry[] {
  const { patient } = record;
  const details = [`${patient.given.join(' ')} ${patient.family}`, `born ${patient.birthDate}`, patient.gender, patient.phone, patient.email, patient.address && `${patient.address.line}, ${patient.address.city}, ${patient.address.state} ${patient.address.postalCode}`];
  return [
    { kind: 'patient', id: patient.id, encounterId: null, at: null, text: words(details) },
    ...record.allergies.map((one): RecordEntry => ({ kind: 'allergy', id: one.id, encounterId: null, at: null, text: words([plain(one.display), one.kind, one.criticality !== null && `${said(one.criticality)} risk`, one.clinicalStatus !== 'active' && said(one.clinicalStatus)]) })),
    ...record.conditions.map((one): RecordEntry => ({ kind: 'condition', id: one.id, encounterId: one.encounterId, at: one.onset, text: words([plain(one.display), `${one.systemCode} ${one.code}`, said(one.clinicalStatus)]) })),
    ...record.prescriptions.map((one): RecordEntry => ({ kind: 'prescription', id: one.id, encounterId: one.encounterId, at: one.authored, text: words([one.display, one.dose !== null && `${one.dose} ${one.unit ?? ''}`.trim(), one.route, one.everyHours !== null && `every ${one.everyHours} h`, one.asNeeded && 'when needed', said(one.status)]) })),
    ...record.encounters.map((one): RecordEntry => ({ kind: 'encounter', id: one.id, encounterId: one.id, at: one.start, text: words([CLASSES[one.class] ?? one.class, one.reason && plain(one.reason.display), one.end === null ? said(one.status) : `until ${hospitalDay(new Date(one.end))}`]) })),
    ...record.observations.map((one): RecordEntry => ({ kind: 'observation', id: one.id, encounterId: one.encounterId, at: one.at, text: valueWords(one) })),
    ...record.reports.map((one): RecordEntry => ({ kind: 'report', id: one.id, encounterId: one.encounterId, at: one.issued, text: words([plain(one.display), one.status !== 'final' && said(one.status)]) })),
    ...record.notes.map((one): RecordEntry => ({ kind: 'note', id: one.id, encounterId: one.encounterId, at: one.signed, text: `${said(one.kind)}${one.signed === null ? ' (not signed)' : ''}\n${one.text}` })),
    ...record.administrations.map((one): RecordEntry => ({ kind: 'administration', id: one.id, encounterId: one.encounterId, at: one.at, text: words([one.display, one.status !== 'completed' && said(one.status)]) })),
    ...record.claims.map((one): RecordEntry => ({ kind: 'claim', id: one.id, encounterId: one.encounterId, at: one.created, text: words([`${one.number} to ${one.payer}`, `for ${one.from} to ${one.through}`, formatDollars(one.chargeCents), said(one.status)]) })),
  ];
}

/** A result in words: a number follows its name, a finding in sentences follows a colon. */
export function valueWords(one: Observation): string {
  const value = one.value === null ? `: ${one.text ?? 'no value'}` : ` ${one.value}${one.unit === null ? '' : ` ${one.unit}`}`;
  const side = one.value === null ? null : one.low !== null && one.value < one.low ? 'low' : one.high !== null && one.value > one.high ? 'high' : null;
  const range = one.low === null && one.high === null ? null : `usual ${[one.low !== null && `from ${one.low}`, one.high !== null && `to ${one.high}`].filter(Boolean).join(' ')}`;
  const beside = words([side, range, one.status !== 'final' && said(one.status)]);
  return `${plain(one.display)}${value}${beside === '' ? '' : ` (${beside})`}`;
}
