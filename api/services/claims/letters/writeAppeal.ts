import { newId } from '../../../../db/newId';
import { type Act, execute, select, selectOne } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { recordClaimEvent } from '../events';
import { type ClaimRow } from '../claimRow';
import { draftAppeal } from './appealFacts';
import { letterPdf } from './letterPdf';
import { hospitalDay } from '../../staff/hospitalZone';

export interface ClaimDocument {
  readonly id: string;
  readonly kind: 'appeal-letter';
  readonly createdAt: string;
  readonly createdBy: string;
}

/** Make the letter in the words the person left it in, and keep it sealed with the claim. */
export async function writeAppeal(act: Act, claim: ClaimRow, text: string): Promise<{ documentId: string }> {
  const draft = await draftAppeal(act, claim);
  if (!draft) throw unprocessable('not-denied', 'Only what the payer has denied can be appealed.');
  const { subject, snapshot } = draft;
  const content = await letterPdf({ from: snapshot.hospital, to: snapshot.payer.name, date: hospitalDay(act.now), subject, text, signedBy: act.principal.name });
  const id = newId();
  const { cipher } = act.database;
  await execute(act, 'INSERT INTO claim_documents (id, claim_id, kind, text_enc, content_enc, created_by, created_at) VALUES (?)', [[
    id, claim.id, 'appeal-letter', cipher.seal(placeOf('text_enc', id), text), cipher.seal(placeOf('content_enc', id), content.toString('base64')), act.principal.id, act.now,
  ]]);
  await recordClaimEvent(act, { claimId: claim.id, kind: 'letter-written', detail: { documentId: id }, dedupId: `document/${id}` });
  act.audits.push({ action: 'claim.letter-written', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId, detail: { documentId: id } });
  return { documentId: id };
}

export interface OpenedDocument extends ClaimDocument {
  readonly patientId: string;
  readonly text: string;
  /** The PDF, in base64. */
  readonly content: string;
}

/** One document, under its own claim only: asked for under another one it is not there. */
export async function readDocument(act: Act, claimId: string, documentId: string): Promise<OpenedDocument | null> {
  const row = await selectOne<{ id: string; kind: 'appeal-letter'; textEnc: Buffer; contentEnc: Buffer; createdAt: Date; createdBy: string; patientId: string }>(
    act,
    `SELECT d.id, d.kind, d.text_enc AS textEnc, d.content_enc AS contentEnc, d.created_at AS createdAt, u.display_name AS createdBy, c.patient_id AS patientId
     FROM claim_documents d JOIN claims c ON c.id = d.claim_id JOIN staff_users u ON u.id = d.created_by WHERE d.id = ? AND d.claim_id = ?`,
    [documentId, claimId],
  );
  if (!row) return null;
  const { textEnc, contentEnc, createdAt, ...rest } = row;
  const { cipher } = act.database;
  return { ...rest, createdAt: createdAt.toISOString(), text: cipher.open(placeOf('text_enc', row.id), textEnc), content: cipher.open(placeOf('content_enc', row.id), contentEnc) };
}

/** What has been written for a claim, newest first. */
export async function listDocuments(act: Act, claimId: string): Promise<ClaimDocument[]> {
  const rows = await select<{ id: string; kind: 'appeal-letter'; createdAt: Date; createdBy: string }>(
    act, 'SELECT d.id, d.kind, d.created_at AS createdAt, u.display_name AS createdBy FROM claim_documents d JOIN staff_users u ON u.id = d.created_by WHERE d.claim_id = ? ORDER BY d.created_at DESC, d.id DESC', [claimId],
  );
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

function placeOf(column: 'text_enc' | 'content_enc', id: string): { table: string; column: string; id: string } {
  return { table: 'claim_documents', column, id };
}
