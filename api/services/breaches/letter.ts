import { localDate } from '../../../domain/calendar/zone';
import { addresseeOf, breachLetterParts } from '../../../domain/privacy/breachLetter';
import { type Act, selectOne } from '../../http/act';
import { notFound, unprocessable } from '../../http/problem';
import { dayOf, Letter } from '../../presenters/letters/letter';
import { readParties } from '../money/statements/parties';
import { hospitalZone } from '../staff/hospitalZone';
import { seenWords } from './account';
import { type BreachRow } from './breachRow';
import { readNotice } from './notices';
import { readReached } from './reached';

/** The letter to one patient a breach affected (45 CFR 164.404), made afresh; whoever was not affected gets none. */
export async function printBreachLetter(act: Act, row: BreachRow, patientId: string): Promise<{ fileName: string; contentType: 'application/pdf'; base64: string }> {
  const { reached } = await readReached(act, { ...row, patientId: row.patientId ?? patientId });
  const mine = reached.find((one) => one.patientId === patientId);
  const patient = await selectOne<{ birthDateEnc: Buffer; deceasedAt: Date | null }>(act, 'SELECT birth_date_enc AS birthDateEnc, deceased_at AS deceasedAt FROM patients WHERE id = ?', [patientId]);
  if (!mine || !patient) throw notFound();
  if (row.finding === 'no-breach') throw unprocessable('no-breach', 'It was found to be no breach: nobody has to be told.');
  const notice = await readNotice(act, row.id);
  if (!notice) throw unprocessable('no-letter', 'Write first what the letters say.');
  const { sender, recipient } = await readParties(act, patientId);
  const day = (at: Date): string => dayOf(localDate(hospitalZone(), at.getTime()));
  const name = addresseeOf({ name: recipient.name, birthDate: act.database.cipher.open({ table: 'patients', column: 'birth_date_enc', id: patientId }, patient.birthDateEnc), hasDied: patient.deceasedAt !== null, today: localDate(hospitalZone(), act.now.getTime()) });
  const letter = new Letter({ sender, recipient: { name, lines: recipient.lines }, title: 'About your health information', date: act.now, footer: `Breach ${row.number}` });
  letter.paragraph('We are writing to you because health information was seen that should not have been. You have a right to know what happened.');
  const parts = breachLetterParts({ ...notice, seen: seenWords(mine.what), from: day(mine.firstAt), to: day(mine.lastAt), discoveredOn: dayOf(row.discoveredOn), postal: [sender.name, ...sender.lines].join(', ') });
  for (const { heading, text } of parts) letter.heading(heading).paragraph(text);
  act.audits.push({ action: 'breach.letter-printed', resourceType: 'breach', resourceId: row.id, patientId });
  return { fileName: `${row.number}-letter.pdf`, contentType: 'application/pdf', base64: (await letter.finish()).toString('base64') };
}
