import { newId } from '../../../db/newId';
import { type Act, execute, select } from '../../http/act';
import { accessWords, wordsForOthers } from '../audit/accessWords';
import { hospitalDay } from '../staff/hospitalZone';
import { type BreachRow } from './breachRow';
import { namesOf } from './contacts';
import { type Reached, readReached } from './reached';

/** Rows one INSERT takes. */
const BATCH = 500;
const LONGEST = 500;
const COLUMNS = 'id, patient_id, breach_id, kind, disclosed_on, recipient_enc, what_enc, purpose_enc, recorded_by, recorded_at';

const place = (column: string, id: string) => ({ table: 'disclosures', column, id });
const shortened = (words: string): string => (words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words);

/** What was done to the record, in the words its patient would use, without "your". */
export function seenWords(actions: ReadonlySet<string>): string[] {
  const words = [...actions].map((one) => {
    const [action = '', resourceType = ''] = one.split('|');
    return wordsForOthers(accessWords({ action, resourceType, outcome: 'done' }));
  });
  return [...new Set(words)].sort();
}

/**
 * A breach is a disclosure that should not have been: it stands in the account of each patient it reached (45 CFR 164.528), entered by itself, once (a unique key says so too).
 * The caller holds the breach's row.
 */
export async function accountForBreach(act: Act, row: BreachRow, known?: readonly Reached[]): Promise<void> {
  const reached = known ?? (await readReached(act, row)).reached;
  const there = new Set((await select<{ patientId: string }>(act, 'SELECT patient_id AS patientId FROM disclosures WHERE standing_breach_id = ?', [row.id])).map(({ patientId }) => patientId));
  const missing = reached.filter(({ patientId }) => !there.has(patientId));
  const names = await namesOf(act, [...new Set(missing.flatMap(({ by }) => [...by]))]);
  const { cipher } = act.database;
  for (let from = 0; from < missing.length; from += BATCH) {
    const rows = missing.slice(from, from + BATCH).map(({ patientId, firstAt, what, by }) => {
      const id = newId();
      const recipient = [...by].map((one) => names.get(one) ?? 'Somebody who is gone').join(', ');
      const seal = (column: string, words: string) => cipher.seal(place(column, id), shortened(words));
      act.audits.push({ action: 'disclosure.recorded', resourceType: 'disclosure', resourceId: id, patientId, detail: { breachId: row.id } });
      return [id, patientId, row.id, 'unlawful', hospitalDay(firstAt), seal('recipient_enc', recipient), seal('what_enc', seenWords(what).join('; ')), seal('purpose_enc', `Seen without a need to: breach ${row.number}`), act.principal.id, act.now];
    });
    await execute(act, `INSERT INTO disclosures (${COLUMNS}) VALUES ?`, [rows]);
  }
}

/** It was found to be none after all: what stands in accounts for it is marked as entered in error. */
export async function withdrawFromAccounts(act: Act, row: BreachRow): Promise<void> {
  for (const { id, patientId } of await select<{ id: string; patientId: string }>(act, 'SELECT id, patient_id AS patientId FROM disclosures WHERE standing_breach_id = ? FOR UPDATE', [row.id])) {
    const reason = act.database.cipher.seal(place('withdrawn_reason_enc', id), `Breach ${row.number} was found to be none`);
    await execute(act, 'UPDATE disclosures SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_reason_enc = ?, version = version + 1 WHERE id = ?', [act.now, act.principal.id, reason, id]);
    act.audits.push({ action: 'disclosure.withdrawn', resourceType: 'disclosure', resourceId: id, patientId, detail: { breachId: row.id } });
  }
}
