import { namedIn, RECIPIENT_KINDS, type RecipientKind } from '../../../domain/privacy/amendment';
import { accountingFrom, DISCLOSURE_KINDS, type DisclosureKind } from '../../../domain/privacy/disclosures';
import { newId } from '../../../db/newId';
import { grantsFor } from '../../policies/table';
import { type Act, execute, select } from '../../http/act';
import { dayOf } from '../../presenters/letters/letter';
import { hospitalDay } from '../staff/hospitalZone';
import { type Amendment, type AmendmentRow, openAmendment } from './amendmentRow';

/** Entries that stand in what insurers were sent. */
const SENT_TO_PAYERS = ['patient', 'condition', 'encounter', 'claim'];

interface RecipientRow {
  readonly id: string;
  readonly amendmentId: string;
  readonly kind: RecipientKind;
  readonly nameEnc: Buffer;
  readonly disclosureKind: DisclosureKind | null;
  readonly disclosedOn: string | null;
  readonly outcome: 'told' | 'not-told' | null;
  readonly wordsEnc: Buffer | null;
  readonly markedBy: string | null;
  readonly markedAt: Date | null;
}

export type Recipient = NonNullable<Amendment['recipients']>[number];

const place = (column: 'name_enc' | 'words_enc', id: string) => ({ table: 'amendment_recipients', column, id });

/**
 * Put together who has to be told of what was accepted: whom patient and privacy officer named, to whom the record was disclosed, and which insurers were sent it. The
 * caller holds the amendment's row.
 */
export async function listRecipients(act: Act, row: AmendmentRow, tell: string): Promise<void> {
  const inform = row.informEnc ? openAmendment(act, 'inform_enc', row.id, row.informEnc) : '';
  const found = [
    ...namedIn(`${inform}\n${tell}`).map((name) => ({ kind: 'named' as const, name, disclosureId: null, payerId: null })),
    ...(await disclosedTo(act, row.patientId)).map(({ id, name }) => ({ kind: 'disclosure' as const, name, disclosureId: id, payerId: null })),
    ...(await sentTo(act, row)).map(({ id, name }) => ({ kind: 'payer' as const, name, disclosureId: null, payerId: id })),
  ];
  if (found.length === 0) return;
  const rows = found.map(({ kind, name, disclosureId, payerId }, index) => {
    const id = newId();
    return [id, row.id, row.patientId, kind, index + 1, act.database.cipher.seal(place('name_enc', id), name), disclosureId, payerId];
  });
  await execute(act, `INSERT INTO amendment_recipients (id, amendment_id, patient_id, kind, sort_order, name_enc, disclosure_id, payer_id) VALUES ${rows.map(() => '(?)').join(', ')}`, rows);
}

/** Those nobody has been marked for yet, for the task to tell them; the amendment's row is held where this is written. */
export async function openRecipients(act: Act, amendmentId: string): Promise<(Pick<Recipient, 'id' | 'name'> & { readonly known: string })[]> {
  const rows = await readRows(act, 'r.amendment_id = ? AND r.outcome IS NULL', [amendmentId]);
  return rows.map((row) => ({ id: row.id, name: nameOf(act, row), known: knownFrom(row) }));
}

/** Say of each who is left that they were told, and how, or why not. */
export async function markRecipients(act: Act, row: AmendmentRow, marks: readonly { readonly id: string; readonly outcome: string; readonly words: string }[]): Promise<void> {
  for (const { id, outcome, words } of marks) {
    await execute(act, 'UPDATE amendment_recipients SET outcome = ?, words_enc = ?, marked_by = ?, marked_at = ? WHERE id = ? AND amendment_id = ? AND outcome IS NULL', [
      outcome === 'told' ? 'told' : 'not-told', act.database.cipher.seal(place('words_enc', id), words), act.principal.id, act.now, id, row.id,
    ]);
  }
  await execute(act, 'UPDATE amendments SET version = version + 1 WHERE id = ?', [row.id]);
  act.audits.push({ action: 'amendment.told', resourceType: 'amendment', resourceId: row.id, patientId: row.patientId, detail: { after: marks } });
}

/**
 * Who has to be told of a patient's amendments, by amendment. Whom a record was disclosed to is not for everybody who reads the chart: only whoever may read the account of
 * disclosures, and the patient what stands in theirs today.
 */
export async function readRecipients(act: Act, patientId: string): Promise<ReadonlyMap<string, Recipient[]>> {
  const isOwn = act.principal.patientId === patientId;
  if (!isOwn && grantsFor('disclosure.read', act.principal.roles).length === 0) return new Map();
  const shown = isOwn ? 'AND (d.id IS NULL OR (d.withdrawn_at IS NULL AND (d.suspended_until IS NULL OR d.suspended_until < ?)))' : '';
  const rows = await readRows(act, `r.patient_id = ? ${shown}`, [patientId, ...(isOwn ? [hospitalDay(act.now)] : [])]);
  const byAmendment = new Map<string, Recipient[]>();
  for (const row of rows) byAmendment.set(row.amendmentId, [...(byAmendment.get(row.amendmentId) ?? []), present(act, row)]);
  return byAmendment;
}

function readRows(act: Act, where: string, values: readonly unknown[]): Promise<RecipientRow[]> {
  return select<RecipientRow>(
    act,
    `SELECT r.id, r.amendment_id AS amendmentId, r.kind, r.name_enc AS nameEnc, d.kind AS disclosureKind, DATE_FORMAT(d.disclosed_on, '%Y-%m-%d') AS disclosedOn, r.outcome, r.words_enc AS wordsEnc, u.display_name AS markedBy, r.marked_at AS markedAt
     FROM amendment_recipients r LEFT JOIN disclosures d ON d.id = r.disclosure_id LEFT JOIN staff_users u ON u.id = r.marked_by WHERE ${where} ORDER BY r.amendment_id, r.sort_order`,
    [...values],
  );
}

/** Of the last six years, as the account has it: what was entered in error told nobody anything. */
async function disclosedTo(act: Act, patientId: string): Promise<{ id: string; name: string }[]> {
  const rows = await select<{ id: string; recipientEnc: Buffer }>(act, 'SELECT id, recipient_enc AS recipientEnc FROM disclosures WHERE patient_id = ? AND withdrawn_at IS NULL AND disclosed_on >= ? ORDER BY disclosed_on, id', [patientId, accountingFrom(hospitalDay(act.now))]);
  return rows.map(({ id, recipientEnc }) => ({ id, name: act.database.cipher.open({ table: 'disclosures', column: 'recipient_enc', id }, recipientEnc) }));
}

async function sentTo(act: Act, { patientId, kind, encounterId, entryId }: AmendmentRow): Promise<{ id: string; name: string }[]> {
  if (!SENT_TO_PAYERS.includes(kind)) return [];
  const only = kind === 'claim' ? 'AND c.id = :entryId' : kind === 'patient' || encounterId === null ? '' : 'AND c.encounter_id = :encounterId';
  return select<{ id: string; name: string }>(
    act, `SELECT p.id, p.name FROM payers p WHERE EXISTS (SELECT 1 FROM claims c JOIN claim_submissions s ON s.claim_id = c.id WHERE c.payer_id = p.id AND c.patient_id = :patientId ${only}) ORDER BY p.name, p.id`,
    { patientId, entryId, encounterId },
  );
}

function present(act: Act, row: RecipientRow): Recipient {
  const words = row.wordsEnc && act.database.cipher.open(place('words_enc', row.id), row.wordsEnc);
  return { id: row.id, kind: row.kind, name: nameOf(act, row), outcome: row.outcome, words, markedBy: row.markedBy, markedAt: row.markedAt?.toISOString() ?? null };
}

const nameOf = (act: Act, { id, nameEnc }: RecipientRow): string => act.database.cipher.open(place('name_enc', id), nameEnc);

/** How the record knows of them. */
function knownFrom({ kind, disclosureKind, disclosedOn }: RecipientRow): string {
  return kind === 'disclosure' && disclosureKind && disclosedOn ? `${DISCLOSURE_KINDS[disclosureKind].label}, told on ${dayOf(disclosedOn)}` : RECIPIENT_KINDS[kind];
}
