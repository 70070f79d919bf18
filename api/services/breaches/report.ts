import { type z } from 'zod';
import { type Affected, needsSubstituteNotice, type Notice, noticeDuties } from '../../../domain/privacy/breach';
import { type breachesContract } from '../../contract/breaches';
import { type Act } from '../../http/act';
import { loadPatientsInList } from '../../presenters/patientInList';
import { seenWords } from './account';
import { presentBreach } from './breaches';
import { type BreachRow, placeOfBreach } from './breachRow';
import { namesOf, type Reach, reachOf } from './contacts';
import { readNotice, sentLetters } from './notices';
import { readReached } from './reached';

type Report = z.input<typeof breachesContract.readBreach.reply>;

/** Names of so many stand in the report; how many there are is said in any case. */
const SHOWN = 1000;

/** The breach as the law asks for it, made afresh from the audit trail: who was affected, what was seen, by whom and when, and who has to be told by when. */
export async function readBreach(act: Act, row: BreachRow): Promise<Report> {
  const { reached, isWhole } = await readReached(act, row);
  const ids = reached.map(({ patientId }) => patientId);
  const [patients, contacts, names] = [await loadPatientsInList(act, [...ids.slice(0, SHOWN), row.patientId]), await reachOf(act, ids), await namesOf(act, [...new Set(reached.flatMap(({ by }) => [...by]))])];
  const letters = new Map((await sentLetters(act, row.id)).map(({ patientId, ...letter }) => [patientId, letter]));
  // Words about one patient may name them.
  const hidesWords = row.patientId !== null && (patients.get(row.patientId)?.isRestricted ?? true);
  const affected = affectedOf([...contacts.values()], ids.length);
  const sent: Readonly<Record<Notice, string | null>> = { individuals: row.individualsOn, media: row.mediaOn, secretary: row.secretaryOn };
  act.audits.push({ action: 'breach.read', resourceType: 'breach', resourceId: row.id, detail: { patients: ids.length, patientIds: ids.slice(0, SHOWN) } });
  return {
    ...presentBreach(row, patients), from: row.fromAt.toISOString(), to: row.toAt.toISOString(), story: hidesWords ? null : act.database.cipher.open(placeOfBreach('story_enc', row.id), row.storyEnc),
    assessment: hidesWords ? null : row.assessmentEnc && act.database.cipher.open(placeOfBreach('assessment_enc', row.id), row.assessmentEnc), decidedBy: row.decidedBy === null ? null : { id: row.decidedBy, name: row.decidedByName ?? '' }, decidedAt: row.decidedAt?.toISOString() ?? null,
    notice: hidesWords ? null : await readNotice(act, row.id), lettersSent: letters.size,
    affected, isWhole, needsSubstituteNotice: row.finding !== 'no-breach' && needsSubstituteNotice(affected),
    patients: reached.slice(0, SHOWN).flatMap(({ patientId, reads, firstAt, lastAt, what, by }) => {
      const patient = patients.get(patientId);
      const { state, isReachable } = contacts.get(patientId) ?? { state: null, isReachable: false };
      return patient === undefined ? [] : [{ patient, reads, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString(), what: seenWords(what), by: [...by].map((id) => names.get(id) ?? 'somebody who is gone'), state: patient.isRestricted ? null : state, isReachable, letter: letters.get(patientId) ?? null }];
    }),
    actors: [...names].map(([id, name]) => ({ name, reads: reached.reduce((sum, one) => sum + (one.by.has(id) ? one.reads : 0), 0) })).sort((a, b) => b.reads - a.reads),
    duties: row.finding === 'no-breach' ? [] : noticeDuties(row.discoveredOn, affected).map((duty) => ({ ...duty, sentOn: sent[duty.notice] })),
  };
}

function affectedOf(reach: readonly Reach[], people: number): Affected {
  const byState: Record<string, number> = {};
  for (const { state } of reach) if (state !== null) byState[state] = (byState[state] ?? 0) + 1;
  return { people, byState, unreachable: reach.filter(({ isReachable }) => !isReachable).length };
}
