import { type z } from 'zod';
import { type Affected, needsSubstituteNotice, type Notice, noticeDuties } from '../../../domain/privacy/breach';
import { type breachesContract } from '../../contract/breaches';
import { type Act, select } from '../../http/act';
import { loadPatientsInList } from '../../presenters/patientInList';
import { accessWords } from '../audit/accessWords';
import { type BreachRow, placeOfBreach, presentBreach } from './breaches';
import { readReached } from './reached';

type Report = z.input<typeof breachesContract.readBreach.reply>;

/** Names of so many stand in the report; how many there are is said in any case. */
const SHOWN = 1000;

interface Contact { readonly email?: string | null; readonly address?: { readonly line?: string | null; readonly city?: string | null; readonly state?: string | null } | null }
interface Reach { readonly state: string | null; readonly isReachable: boolean }

/** The breach as the law asks for it, made afresh from the audit trail: who was affected, what was seen, by whom and when, and who has to be told by when. */
export async function readBreach(act: Act, row: BreachRow): Promise<Report> {
  const { reached, isWhole } = await readReached(act, row);
  const ids = reached.map(({ patientId }) => patientId);
  const [patients, contacts, names] = [await loadPatientsInList(act, [...ids.slice(0, SHOWN), row.patientId]), await reachOf(act, ids), await namesOf(act, [...new Set(reached.flatMap(({ by }) => [...by]))])];
  // Words about one patient may name them.
  const hidesWords = row.patientId !== null && (patients.get(row.patientId)?.isRestricted ?? true);
  const affected = affectedOf([...contacts.values()], ids.length);
  const sent: Readonly<Record<Notice, string | null>> = { individuals: row.individualsOn, media: row.mediaOn, secretary: row.secretaryOn };
  act.audits.push({ action: 'breach.read', resourceType: 'breach', resourceId: row.id, detail: { patients: ids.length } });
  return {
    ...presentBreach(row, patients), from: row.fromAt.toISOString(), to: row.toAt.toISOString(), story: hidesWords ? null : act.database.cipher.open(placeOfBreach('story_enc', row.id), row.storyEnc),
    assessment: hidesWords ? null : row.assessmentEnc && act.database.cipher.open(placeOfBreach('assessment_enc', row.id), row.assessmentEnc), decidedBy: row.decidedBy === null ? null : { id: row.decidedBy, name: row.decidedByName ?? '' }, decidedAt: row.decidedAt?.toISOString() ?? null,
    affected, isWhole, needsSubstituteNotice: row.finding !== 'no-breach' && needsSubstituteNotice(affected),
    patients: reached.slice(0, SHOWN).flatMap(({ patientId, reads, firstAt, lastAt, what, by }) => {
      const patient = patients.get(patientId);
      const { state, isReachable } = contacts.get(patientId) ?? { state: null, isReachable: false };
      return patient === undefined ? [] : [{ patient, reads, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString(), what: whatWords(what), by: [...by].map((id) => names.get(id) ?? 'somebody who is gone'), state: patient.isRestricted ? null : state, isReachable }];
    }),
    actors: [...names].map(([id, name]) => ({ name, reads: reached.reduce((sum, one) => sum + (one.by.has(id) ? one.reads : 0), 0) })).sort((a, b) => b.reads - a.reads),
    duties: row.finding === 'no-breach' ? [] : noticeDuties(row.discoveredOn, affected).map((duty) => ({ ...duty, sentOn: sent[duty.notice] })),
  };
}

/** What was done to the record, in the words the letter to its patient would use, without "your". */
function whatWords(actions: ReadonlySet<string>): string[] {
  const words = [...actions].map((one) => {
    const [action = '', resourceType = ''] = one.split('|');
    return accessWords({ action, resourceType, outcome: 'done' }).replace(/\byour\b/g, 'the').replace(/\byou\b/g, 'the patient');
  });
  return [...new Set(words)].sort();
}

function affectedOf(reach: readonly Reach[], people: number): Affected {
  const byState: Record<string, number> = {};
  for (const { state } of reach) if (state !== null) byState[state] = (byState[state] ?? 0) + 1;
  return { people, byState, unreachable: reach.filter(({ isReachable }) => !isReachable).length };
}

/** Where each lives, and whether there is a way to write to them. */
async function reachOf(act: Act, ids: readonly string[]): Promise<Map<string, Reach>> {
  if (ids.length === 0) return new Map();
  const rows = await select<{ id: string; contactEnc: Buffer | null }>(act, 'SELECT id, contact_enc AS contactEnc FROM patients WHERE id IN (:ids)', { ids: [...ids] });
  return new Map(rows.map(({ id, contactEnc }): [string, Reach] => {
    const contact = act.database.cipher.openJson<Contact>({ table: 'patients', column: 'contact_enc', id }, contactEnc);
    return [id, { state: contact?.address?.state?.trim() || null, isReachable: Boolean((contact?.address?.line && contact.address.city) || contact?.email) }];
  }));
}

async function namesOf(act: Act, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await select<{ id: string; name: string }>(act, 'SELECT id, display_name AS name FROM staff_users WHERE id IN (:ids)', { ids: [...ids] });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
