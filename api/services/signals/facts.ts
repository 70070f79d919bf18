import { type BilledClaim, type BundleEdit, type ClaimFacts, isStay } from '../../../domain/claims/signals/facts';
import { MINUTE_MS } from '../../../domain/time';
import { type Act, select } from '../../http/act';
import { grouped, readBilledClaims, readDeaths, readStays, type RecordedStay } from './record';
import { hospitalDaySpan, hospitalIso } from '../staff/hospitalZone';

/** A visit that took longer was no sitting with one patient: programmes of weeks are recorded as one visit. */
const LONGEST_VISIT_MINUTES = 8 * 60;

/** What is known of one patient. */
export interface PatientFacts {
  readonly claims: readonly BilledClaim[];
  readonly stays: readonly RecordedStay[];
  readonly deceasedAt: string | null;
}

/** Minutes of visits by practitioner and day, "<practitioner>/<day>". */
export type PractitionerDays = ReadonlyMap<string, { readonly visits: number; readonly minutes: number }>;

/** Everything the signals look at for one claim, as the record stands. Patient data: the caller audits. Null when the claim does not stand. */
export async function readFacts(act: Act, claim: { readonly id: string; readonly patientId: string }, bundles: readonly BundleEdit[]): Promise<ClaimFacts | null> {
  const [claims, stays, deaths] = await Promise.all([readBilledClaims(act, [claim.patientId]), readStays(act, [claim.patientId]), readDeaths(act, [claim.patientId])]);
  const patient: PatientFacts = { claims, stays, deceasedAt: deaths.get(claim.patientId) ?? null };
  const own = patient.claims.find(({ id }) => id === claim.id);
  if (!own) return null;
  const practitionerId = patient.stays.find(({ encounterId }) => encounterId === own.encounterId)?.practitionerId ?? null;
  const days = practitionerId === null ? new Map() : practitionerDays(await visitsOn(act, practitionerId, own.serviceFrom));
  return factsOf(own, patient, days, bundles);
}

/**
 * Put together from what is known of the patient. A past stay that the demonstration plays again stands beside the patient's own time: it
 * is compared with no other of its kind, and a death before it does not count.
 */
export function factsOf(claim: BilledClaim, patient: PatientFacts, days: PractitionerDays, bundles: readonly BundleEdit[]): ClaimFacts {
  const stay = patient.stays.find(({ encounterId }) => encounterId === claim.encounterId) ?? null;
  const replays = new Set(patient.stays.filter(({ isReplay }) => isReplay).map(({ encounterId }) => encounterId));
  const isAnotherReplay = (encounterId: string | null) => stay?.isReplay === true && encounterId !== null && encounterId !== stay.encounterId && replays.has(encounterId);
  const diedBefore = stay?.isReplay === true && patient.deceasedAt !== null && patient.deceasedAt < stay.from;
  return {
    claim, stay, others: patient.claims.filter((other) => other.id !== claim.id && !isAnotherReplay(other.encounterId)), stays: patient.stays.filter(({ encounterId }) => !isAnotherReplay(encounterId)),
    deceasedAt: diedBefore ? null : patient.deceasedAt, practitionerDay: (stay?.practitionerId && days.get(`${stay.practitionerId}/${claim.serviceFrom}`)) || null, bundles,
  };
}

/** How long each practitioner sat with patients on each day. Nights in bed are nobody's visit. */
export function practitionerDays(stays: readonly Pick<RecordedStay, 'classCode' | 'from' | 'to' | 'practitionerId' | 'isReplay'>[]): PractitionerDays {
  const visits = stays.filter(({ practitionerId, classCode, to, isReplay }) => practitionerId !== null && !isStay(classCode) && to !== null && !isReplay);
  const timed = visits.map((visit) => ({ ...visit, minutes: (new Date(visit.to as string).getTime() - new Date(visit.from).getTime()) / MINUTE_MS })).filter(({ minutes }) => minutes <= LONGEST_VISIT_MINUTES);
  return new Map([...grouped(timed, ({ practitionerId, from }) => `${practitionerId}/${from.slice(0, 10)}`)].map(([key, day]) => [key, { visits: day.length, minutes: day.reduce((sum, { minutes }) => sum + minutes, 0) }]));
}

async function visitsOn(act: Act, practitionerId: string, day: string): Promise<Parameters<typeof practitionerDays>[0]> {
  const { from: begin, to: end } = hospitalDaySpan(day);
  const rows = await select<{ classCode: string; from: Date; to: Date | null; isReplay: number }>(
    act,
    `SELECT class_code AS classCode, period_start AS \`from\`, period_end AS \`to\`, replay_of_encounter_id IS NOT NULL AS isReplay FROM encounters
     WHERE practitioner_id = ? AND period_start >= ? AND period_start < ? AND status NOT IN ('planned', 'cancelled', 'entered-in-error')`,
    [practitionerId, begin, end],
  );
  return rows.map(({ from, to, isReplay, classCode }) => ({ classCode, practitionerId, from: hospitalIso(from), to: to && hospitalIso(to), isReplay: Number(isReplay) === 1 }));
}
