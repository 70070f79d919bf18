import { amendmentLimit, ENTRY_KINDS } from '../../../../domain/privacy/amendment';
import { type RowValue } from '../../../../domain/tasks/form';
import { unprocessable } from '../../../http/problem';
import { lockAmendment, openAmendment } from '../../amendments/amendmentRow';
import { decideAmendment } from '../../amendments/decide';
import { markRecipients, openRecipients } from '../../amendments/recipients';
import { type TaskEffect, type TaskEffects } from '../effect';

const decide: TaskEffect = {
  input: async (act, { focusId }) => {
    const row = focusId ? await lockAmendment({ ...act, transaction: null }, focusId) : null;
    if (!row) return {};
    const facts = [
      { label: 'Entry', value: ENTRY_KINDS[row.kind].label }, { label: 'As it reads', value: openAmendment(act, 'entry_enc', row.id, row.entryEnc) }, { label: 'What the patient wants', value: openAmendment(act, 'wanted_enc', row.id, row.wantedEnc) },
      { label: 'Why', value: openAmendment(act, 'reason_enc', row.id, row.reasonEnc) }, ...(row.informEnc ? [{ label: 'Who should be told', value: openAmendment(act, 'inform_enc', row.id, row.informEnc) }] : []), { label: 'By law until', value: amendmentLimit(row.askedAt, row.extendedAt !== null).toISOString() },
    ];
    return { facts };
  },
  apply: async (act, { focusId }, values) => {
    const row = focusId ? await lockAmendment(act, focusId) : null;
    if (!row) throw unprocessable('no-amendment', 'What this was about is gone.');
    await decideAmendment(act, row, values);
    return {};
  },
};

const tell: TaskEffect = {
  input: async (act, { focusId }) => {
    const row = focusId ? await lockAmendment({ ...act, transaction: null }, focusId) : null;
    if (!row?.answerEnc) return {};
    const facts = [
      { label: 'Entry', value: ENTRY_KINDS[row.kind].label }, { label: 'As it reads', value: openAmendment(act, 'entry_enc', row.id, row.entryEnc) }, { label: 'What was added', value: openAmendment(act, 'answer_enc', row.id, row.answerEnc) },
    ];
    return { facts, rows: { recipients: (await openRecipients(act, row.id)).map(({ id, name, known }) => ({ id, label: name, hint: known })) } };
  },
  apply: async (act, { focusId }, values) => {
    const row = focusId ? await lockAmendment(act, focusId) : null;
    if (!row) throw unprocessable('no-amendment', 'What this was about is gone.');
    const marks = (values['recipients'] ?? []) as readonly RowValue[];
    await markRecipients(act, row, marks.map(({ id, outcome, words }) => ({ id, outcome: String(outcome), words: String(words) })));
    return {};
  },
};

/** Deciding on what patients ask to have amended, and telling others. */
export const amendmentEffects: TaskEffects = { 'decide-amendment': decide, 'decide-extended-amendment': decide, 'tell-amended': tell };
