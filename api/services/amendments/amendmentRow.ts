import { type z } from 'zod';
import { type AmendmentGround, amendmentLimit, type AmendmentState, type EntryKind } from '../../../domain/privacy/amendment';
import { type amendmentsContract } from '../../contract/amendments';
import { type Act, selectOne } from '../../http/act';
import { stillThere } from '../../http/stillThere';

export type Amendment = z.input<typeof amendmentsContract.askForAmendment.reply>;
export type AmendmentColumn = 'entry_enc' | 'wanted_enc' | 'reason_enc' | 'extension_enc' | 'answer_enc' | 'tell_enc' | 'inform_enc' | 'disagreement_enc' | 'rebuttal_enc';

/** A row of `amendments` with the names of those who acted. */
export interface AmendmentRow {
  readonly id: string;
  readonly patientId: string;
  readonly encounterId: string | null;
  readonly kind: EntryKind;
  readonly entryId: string;
  readonly entryEnc: Buffer;
  readonly wantedEnc: Buffer;
  readonly reasonEnc: Buffer;
  readonly status: AmendmentState;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly extendedAt: Date | null;
  readonly extensionEnc: Buffer | null;
  readonly decidedBy: string | null;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
  readonly ground: AmendmentGround | null;
  readonly answerEnc: Buffer | null;
  readonly tellEnc: Buffer | null;
  readonly informEnc: Buffer | null;
  readonly disagreementEnc: Buffer | null;
  readonly disagreedAt: Date | null;
  readonly rebuttalEnc: Buffer | null;
  readonly version: number;
}

export const SELECT_AMENDMENTS = `SELECT a.id, a.patient_id AS patientId, a.encounter_id AS encounterId, a.entry_kind AS kind, a.entry_id AS entryId, a.entry_enc AS entryEnc, a.wanted_enc AS wantedEnc, a.reason_enc AS reasonEnc, a.status,
  u.display_name AS askedByName, a.asked_at AS askedAt, a.extended_at AS extendedAt, a.extension_enc AS extensionEnc, a.decided_by AS decidedBy, d.display_name AS decidedByName, a.decided_at AS decidedAt, a.ground,
  a.answer_enc AS answerEnc, a.tell_enc AS tellEnc, a.inform_enc AS informEnc, a.disagreement_enc AS disagreementEnc, a.disagreed_at AS disagreedAt, a.rebuttal_enc AS rebuttalEnc, a.version
  FROM amendments a JOIN staff_users u ON u.id = a.asked_by LEFT JOIN staff_users d ON d.id = a.decided_by`;

/** Its row, locked in a write; below a patient, only where it is theirs. */
export function lockAmendment(act: Act, amendmentId: string, patientId: string | null = null): Promise<AmendmentRow | null> {
  return selectOne<AmendmentRow>(act, `${SELECT_AMENDMENTS} WHERE a.id = :amendmentId${patientId === null ? '' : ' AND a.patient_id = :patientId'}${act.transaction ? ' FOR UPDATE' : ''}`, { amendmentId, patientId });
}

export async function rereadAmendment(act: Act, amendmentId: string): Promise<Amendment> {
  return presentAmendment(act, stillThere(await lockAmendment(act, amendmentId), 'amendment'));
}

export const sealAmendment = (act: Act, column: AmendmentColumn, id: string, words: string): Buffer => act.database.cipher.seal({ table: 'amendments', column, id }, words);
export const openAmendment = (act: Act, column: AmendmentColumn, id: string, sealed: Buffer): string => act.database.cipher.open({ table: 'amendments', column, id }, sealed);

/** As replies show it. `recipients`: as far as the reader may know them. */
export function presentAmendment(act: Act, row: AmendmentRow, recipients: Amendment['recipients'] = []): Amendment {
  const { id, kind, entryId, encounterId, status, askedAt, ground, version } = row;
  const open = (column: AmendmentColumn, sealed: Buffer | null) => sealed && openAmendment(act, column, id, sealed);
  return {
    id, kind, entryId, encounterId, status, ground, version, entry: openAmendment(act, 'entry_enc', id, row.entryEnc), wanted: openAmendment(act, 'wanted_enc', id, row.wantedEnc), reason: openAmendment(act, 'reason_enc', id, row.reasonEnc),
    askedBy: row.askedByName, askedAt: askedAt.toISOString(), dueAt: amendmentLimit(askedAt, row.extendedAt !== null).toISOString(), extension: open('extension_enc', row.extensionEnc),
    decidedBy: row.decidedByName, decidedAt: row.decidedAt?.toISOString() ?? null, answer: open('answer_enc', row.answerEnc), tell: open('tell_enc', row.tellEnc), inform: open('inform_enc', row.informEnc), recipients,
    disagreement: open('disagreement_enc', row.disagreementEnc), disagreedAt: row.disagreedAt?.toISOString() ?? null, rebuttal: open('rebuttal_enc', row.rebuttalEnc),
  };
}
