import { type z } from 'zod';
import { LETTERS_A_FILE } from '../../../domain/privacy/breach';
import { addresseeOf, breachLetterParts } from '../../../domain/privacy/breachLetter';
import { type breachesContract } from '../../contract/breaches';
import { type Act, select } from '../../http/act';
import { notFound, unprocessable } from '../../http/problem';
import { dayOf, Letter, openLetterFile } from '../../presenters/letters/letter';
import { type OpenPdf } from '../../presenters/letters/pdf';
import { type Parties, readPartiesOf } from '../money/statements/parties';
import { hospitalDay } from '../staff/hospitalZone';
import { seenWords } from './account';
import { type BreachRow } from './breachRow';
import { reachOf } from './contacts';
import { type BreachNotice, readNotice, sentLetters } from './notices';
import { type Reached, readReached } from './reached';

type File = z.input<typeof breachesContract.printBreachLetters.reply>;

const TITLE = 'About your health information';

interface Addressee extends Parties {
  readonly birthDate: string;
  readonly hasDied: boolean;
}

/** The letter to one patient a breach affected (45 CFR 164.404), made afresh; whoever was not affected gets none. */
export async function printBreachLetter(act: Act, row: BreachRow, patientId: string): Promise<{ fileName: string; contentType: 'application/pdf'; base64: string }> {
  const { reached } = await readReached(act, { ...row, patientId: row.patientId ?? patientId });
  const mine = reached.find((one) => one.patientId === patientId);
  const to = mine && (await addressees(act, [patientId])).get(patientId);
  if (!mine || !to) throw notFound();
  const letter = write(act, row, await wordsOf(act, row), mine, to, await openLettersTo(act, to));
  act.audits.push({ action: 'breach.letter-printed', resourceType: 'breach', resourceId: row.id, patientId });
  return { fileName: `${row.number}-letter.pdf`, contentType: 'application/pdf', base64: (await letter.finish()).toString('base64') };
}

/**
 * The letters to everybody a breach affected who can be written to, one after the other as the report lists them: so many to a file, each on pages of its own and no more than one in
 * work at a time.
 */
export async function printBreachLetters(act: Act, row: BreachRow, { only, part }: z.output<typeof breachesContract.printBreachLetters.query>): Promise<File> {
  const words = await wordsOf(act, row);
  const { reached } = await readReached(act, row);
  const sent = new Set(only === 'unsent' ? (await sentLetters(act, row.id)).map(({ patientId }) => patientId) : []);
  const reach = await reachOf(act, reached.map(({ patientId }) => patientId));
  const all = reached.filter(({ patientId }) => reach.get(patientId)?.isReachable && !sent.has(patientId));
  const chosen = all.slice((part - 1) * LETTERS_A_FILE, part * LETTERS_A_FILE);
  const to = await addressees(act, chosen.map(({ patientId }) => patientId));
  const [first] = to.values();
  if (!first) throw notFound();
  const file = await openLettersTo(act, first);
  for (const one of chosen) {
    const addressee = to.get(one.patientId);
    if (!addressee) continue;
    write(act, row, words, one, addressee, file).close();
    act.audits.push({ action: 'breach.letter-printed', resourceType: 'breach', resourceId: row.id, patientId: one.patientId });
  }
  return { fileName: `${row.number}-letters-${part}.pdf`, contentType: 'application/pdf', base64: (await file.finish()).toString('base64'), letters: to.size, total: all.length, parts: Math.ceil(all.length / LETTERS_A_FILE) };
}

async function wordsOf(act: Act, row: BreachRow): Promise<BreachNotice> {
  if (row.finding === 'no-breach') throw unprocessable('no-breach', 'It was found to be no breach: nobody has to be told.');
  const notice = await readNotice(act, row.id);
  if (!notice) throw unprocessable('no-letter', 'Write first what the letters say.');
  return notice;
}

async function addressees(act: Act, ids: readonly string[]): Promise<Map<string, Addressee>> {
  if (ids.length === 0) return new Map();
  const [patients, parties] = [await select<{ id: string; birthDateEnc: Buffer; deceasedAt: Date | null }>(act, 'SELECT id, birth_date_enc AS birthDateEnc, deceased_at AS deceasedAt FROM patients WHERE id IN (:ids)', { ids: [...ids] }), await readPartiesOf(act, ids)];
  return new Map(patients.flatMap(({ id, birthDateEnc, deceasedAt }) => {
    const of = parties.get(id);
    return of ? [[id, { ...of, birthDate: act.database.cipher.open({ table: 'patients', column: 'birth_date_enc', id }, birthDateEnc), hasDied: deceasedAt !== null }] as const] : [];
  }));
}

const openLettersTo = (act: Act, { sender }: Addressee): Promise<OpenPdf> => openLetterFile({ title: TITLE, sender, date: act.now });

function write(act: Act, row: BreachRow, notice: BreachNotice, { what, firstAt, lastAt }: Reached, { sender, recipient, birthDate, hasDied }: Addressee, file: OpenPdf): Letter {
  const name = addresseeOf({ name: recipient.name, birthDate, hasDied, today: hospitalDay(act.now) });
  const letter = new Letter({ sender, recipient: { name, lines: recipient.lines }, title: TITLE, date: act.now, on: hospitalDay(act.now), footer: `Breach ${row.number}` }, file);
  letter.paragraph('We are writing to you because health information was seen that should not have been. You have a right to know what happened.');
  const parts = breachLetterParts({ ...notice, seen: seenWords(what), from: dayOf(hospitalDay(firstAt)), to: dayOf(hospitalDay(lastAt)), discoveredOn: dayOf(row.discoveredOn), postal: [sender.name, ...sender.lines].join(', ') });
  for (const { heading, text } of parts) letter.heading(heading).paragraph(text);
  return letter;
}
