import { type z } from 'zod';
import { type breachesContract } from '../../contract/breaches';
import { type Act, execute, select, selectOne } from '../../http/act';
import { invalid, staleVersion, unprocessable } from '../../http/problem';
import { hospitalDay } from '../staff/hospitalZone';
import { accountForBreach } from './account';
import { type BreachInList, reread } from './breaches';
import { type BreachRow } from './breachRow';
import { reachOf } from './contacts';
import { readReached } from './reached';

type Column = 'happened_enc' | 'data_enc' | 'steps_enc' | 'doing_enc' | 'contact_enc';

/** What the letters of a breach say to everybody it affected. */
export interface BreachNotice {
  readonly happened: string;
  readonly data: string;
  readonly steps: string;
  readonly doing: string;
  readonly contact: string;
  readonly writtenBy: { readonly id: string; readonly name: string };
  readonly writtenAt: string;
}
/** One letter that went out. */
export interface SentLetter { readonly patientId: string; readonly sentOn: string; readonly way: 'mail' | 'email' }

const place = (column: Column, id: string) => ({ table: 'breach_notices', column, id });

export async function readNotice(act: Act, breachId: string): Promise<BreachNotice | null> {
  const row = await selectOne<Record<'happened' | 'data' | 'steps' | 'doing' | 'contact', Buffer> & { writtenBy: string; name: string; writtenAt: Date }>(
    act, 'SELECT n.happened_enc AS happened, n.data_enc AS data, n.steps_enc AS steps, n.doing_enc AS doing, n.contact_enc AS contact, n.written_by AS writtenBy, u.display_name AS name, n.written_at AS writtenAt FROM breach_notices n JOIN staff_users u ON u.id = n.written_by WHERE n.breach_id = ?', [breachId],
  );
  const open = (column: Column, sealed: Buffer) => act.database.cipher.open(place(column, breachId), sealed);
  return row && {
    happened: open('happened_enc', row.happened), data: open('data_enc', row.data), steps: open('steps_enc', row.steps), doing: open('doing_enc', row.doing), contact: open('contact_enc', row.contact),
    writtenBy: { id: row.writtenBy, name: row.name }, writtenAt: row.writtenAt.toISOString(),
  };
}

export function sentLetters(act: Act, breachId: string): Promise<SentLetter[]> {
  return select<SentLetter>(act, "SELECT patient_id AS patientId, DATE_FORMAT(sent_on, '%Y-%m-%d') AS sentOn, way FROM breach_letters WHERE breach_id = ?", [breachId]);
}

/** Write, or write anew, what the letters say. Those sent before stay as they went out. */
export async function writeNotice(act: Act, row: BreachRow, { version, ...words }: z.output<typeof breachesContract.writeBreachNotice.body>): Promise<BreachInList> {
  assertTold(row, version);
  const seal = (column: Column, text: string) => act.database.cipher.seal(place(column, row.id), text);
  const sealed = [seal('happened_enc', words.happened), seal('data_enc', words.data), seal('steps_enc', words.steps), seal('doing_enc', words.doing), seal('contact_enc', words.contact)];
  await execute(act, `INSERT INTO breach_notices (breach_id, happened_enc, data_enc, steps_enc, doing_enc, contact_enc, written_by, written_at) VALUES (?)
    ON DUPLICATE KEY UPDATE happened_enc = VALUES(happened_enc), data_enc = VALUES(data_enc), steps_enc = VALUES(steps_enc), doing_enc = VALUES(doing_enc), contact_enc = VALUES(contact_enc), written_by = VALUES(written_by), written_at = VALUES(written_at)`, [[row.id, ...sealed, act.principal.id, act.now]]);
  await execute(act, 'UPDATE breaches SET version = version + 1 WHERE id = ?', [row.id]);
  act.audits.push({ action: 'breach.letter-written', resourceType: 'breach', resourceId: row.id, detail: { after: words } });
  return reread(act, row.id);
}

/**
 * Say that letters went out; one that did already stays as it was. With the last of those who can be written to, the duty to tell everybody is met, on the day of the latest
 * letter. It counts as a breach from the first letter on at the latest: it stands in their accounts.
 */
export async function markLettersSent(act: Act, row: BreachRow, { version, patientIds, sentOn, way }: z.output<typeof breachesContract.markLettersSent.body>): Promise<BreachInList> {
  assertTold(row, version);
  if (sentOn < row.discoveredOn || sentOn > hospitalDay(act.now)) throw invalid([{ field: 'sentOn', message: 'This is before the discovery, or still to come.' }]);
  const { reached } = await readReached(act, row);
  const affected = new Set(reached.map(({ patientId }) => patientId));
  const chosen = [...new Set(patientIds)];
  if (chosen.some((id) => !affected.has(id))) throw invalid([{ field: 'patientIds', message: 'Somebody of these was not affected.' }]);
  await execute(act, 'INSERT INTO breach_letters (breach_id, patient_id, sent_on, way, marked_by, marked_at) VALUES ? ON DUPLICATE KEY UPDATE sent_on = sent_on', [chosen.map((id) => [row.id, id, sentOn, way, act.principal.id, act.now])]);
  const sent = await sentLetters(act, row.id);
  const told = new Set(sent.map(({ patientId }) => patientId));
  const isDone = [...await reachOf(act, [...affected])].every(([id, { isReachable }]) => !isReachable || told.has(id));
  const last = isDone && row.individualsOn === null ? sent.reduce((latest, one) => (one.sentOn > latest ? one.sentOn : latest), sentOn) : row.individualsOn;
  await execute(act, 'UPDATE breaches SET individuals_on = ?, version = version + 1 WHERE id = ?', [last, row.id]);
  for (const patientId of chosen) act.audits.push({ action: 'breach.letter-sent', resourceType: 'breach', resourceId: row.id, patientId, detail: { sentOn, way } });
  await accountForBreach(act, row, reached);
  return reread(act, row.id);
}

function assertTold(row: BreachRow, version: number): void {
  if (version !== row.version) throw staleVersion(row.version);
  if (row.finding === 'no-breach') throw unprocessable('no-breach', 'It was found to be no breach: nobody has to be told.');
}
