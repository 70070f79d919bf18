import { type z } from 'zod';
import { accountingFrom, DISCLOSURE_KINDS, type DisclosureKind } from '../../../domain/privacy/disclosures';
import { newId } from '../../../db/newId';
import { type disclosuresContract } from '../../contract/disclosures';
import { type Act, execute, select, selectOne } from '../../http/act';
import { decodeCursor, pageOf } from '../../http/cursor';
import { conflict, invalid, staleVersion } from '../../http/problem';
import { stillThere } from '../../http/stillThere';
import { hospitalDay } from '../staff/hospitalZone';

type Listed = z.input<typeof disclosuresContract.listDisclosures.reply>;
type Disclosure = Listed['items'][number];
type Column = 'recipient_enc' | 'what_enc' | 'purpose_enc' | 'withdrawn_reason_enc';

export interface DisclosureRow {
  readonly id: string;
  readonly patientId: string;
  readonly kind: DisclosureKind;
  readonly disclosedOn: string;
  readonly recipientEnc: Buffer;
  readonly whatEnc: Buffer;
  readonly purposeEnc: Buffer;
  readonly suspendedUntil: string | null;
  readonly recordedBy: string | null;
  readonly recordedAt: Date;
  readonly withdrawnAt: Date | null;
  readonly version: number;
}

const SELECT = `SELECT d.id, d.patient_id AS patientId, d.kind, DATE_FORMAT(d.disclosed_on, '%Y-%m-%d') AS disclosedOn, d.recipient_enc AS recipientEnc, d.what_enc AS whatEnc, d.purpose_enc AS purposeEnc, DATE_FORMAT(d.suspended_until, '%Y-%m-%d') AS suspendedUntil,
  u.display_name AS recordedBy, d.recorded_at AS recordedAt, d.withdrawn_at AS withdrawnAt, d.version FROM disclosures d LEFT JOIN staff_users u ON u.id = d.recorded_by`;
const place = (column: Column, id: string) => ({ table: 'disclosures', column, id });

export function lockDisclosure(act: Act, patientId: string, disclosureId: string): Promise<DisclosureRow | null> {
  return selectOne<DisclosureRow>(act, `${SELECT} WHERE d.id = ? AND d.patient_id = ? ${act.transaction ? 'FOR UPDATE' : ''}`, [disclosureId, patientId]);
}

/** The account of six years, newest first. Its patient reads what stands and what no agency has suspended. */
export async function listDisclosures(act: Act, patientId: string, { cursor, limit }: z.output<typeof disclosuresContract.listDisclosures.query>): Promise<Listed> {
  const today = hospitalDay(act.now);
  const from = accountingFrom(today);
  const after = decodeCursor(cursor, 2);
  const isOwn = act.principal.patientId === patientId;
  const where = `d.patient_id = :patientId AND d.disclosed_on >= :from${isOwn ? ' AND d.withdrawn_at IS NULL AND (d.suspended_until IS NULL OR d.suspended_until < :today)' : ''}`;
  const values = { patientId, from, today, on: after?.[0] ?? null, id: after?.[1] ?? null };
  const rows = await select<DisclosureRow>(act, `${SELECT} WHERE ${where} ${after ? 'AND (d.disclosed_on, d.id) < (:on, :id)' : ''} ORDER BY d.disclosed_on DESC, d.id DESC LIMIT ${limit + 1}`, values);
  const page = pageOf(rows, limit, (row) => [row.disclosedOn, row.id]);
  const total = await selectOne<{ n: number }>(act, `SELECT COUNT(*) AS n FROM disclosures d WHERE ${where}`, values);
  act.audits.push({ action: 'disclosure.list', resourceType: 'disclosure', patientId });
  return { items: page.items.map((row) => present(act, row)), nextCursor: page.nextCursor, total: Number(total?.n ?? 0), from };
}

export async function recordDisclosure(act: Act, patientId: string, body: z.output<typeof disclosuresContract.recordDisclosure.body>): Promise<Disclosure> {
  const { kind, disclosedOn, recipient, what, purpose, suspendedUntil } = body;
  if (disclosedOn > hospitalDay(act.now)) throw invalid([{ field: 'disclosedOn', message: 'This day is still to come.' }]);
  const id = newId();
  const seal = (column: Column, words: string) => act.database.cipher.seal(place(column, id), words);
  await execute(act, 'INSERT INTO disclosures (id, patient_id, kind, disclosed_on, recipient_enc, what_enc, purpose_enc, suspended_until, recorded_by, recorded_at) VALUES (?)', [
    [id, patientId, kind, disclosedOn, seal('recipient_enc', recipient), seal('what_enc', what), seal('purpose_enc', purpose), suspendedUntil, act.principal.id, act.now],
  ]);
  act.audits.push({ action: 'disclosure.recorded', resourceType: 'disclosure', resourceId: id, patientId, detail: { after: body } });
  return reread(act, patientId, id);
}

/** It was entered in error: it stays on record and is no part of the patient's account any more. */
export async function withdrawDisclosure(act: Act, row: DisclosureRow, { version, reason }: z.output<typeof disclosuresContract.withdrawDisclosure.body>): Promise<Disclosure> {
  if (version !== row.version) throw staleVersion(row.version);
  if (row.withdrawnAt) throw conflict('disclosure-withdrawn', 'This was marked as entered in error already.', { currentVersion: row.version });
  await execute(act, 'UPDATE disclosures SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_reason_enc = ?, version = version + 1 WHERE id = ?', [act.now, act.principal.id, act.database.cipher.seal(place('withdrawn_reason_enc', row.id), reason), row.id]);
  act.audits.push({ action: 'disclosure.withdrawn', resourceType: 'disclosure', resourceId: row.id, patientId: row.patientId, detail: { reason } });
  return reread(act, row.patientId, row.id);
}

async function reread(act: Act, patientId: string, id: string): Promise<Disclosure> {
  return present(act, stillThere(await lockDisclosure(act, patientId, id), 'disclosure'));
}

function present(act: Act, row: DisclosureRow): Disclosure {
  const { id, kind, disclosedOn, suspendedUntil, recordedBy, version } = row;
  const open = (column: Column, sealed: Buffer) => act.database.cipher.open(place(column, id), sealed);
  return {
    id, kind, ...DISCLOSURE_KINDS[kind], disclosedOn, recipient: open('recipient_enc', row.recipientEnc), what: open('what_enc', row.whatEnc), purpose: open('purpose_enc', row.purposeEnc), suspendedUntil, recordedBy: recordedBy ?? 'Command line', recordedAt: row.recordedAt.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null, version,
  };
}
