import { amendmentLimit, ENTRY_KINDS } from '../../../../domain/privacy/amendment';
import { unprocessable } from '../../../http/problem';
import { lockAmendment, openAmendment } from '../../amendments/amendmentRow';
import { decideAmendment } from '../../amendments/decide';
import { type TaskEffect, type TaskEffects } from '../effect';

const decide: TaskEffect = {
  input: async (act, { focusId }) => {
    const row = focusId ? await lockAmendment({ ...act, transaction: null }, focusId) : null;
    if (!row) return {};
    const facts = [
      { label: 'Entry', value: ENTRY_KINDS[row.kind].label }, { label: 'As it reads', value: openAmendment(act, 'entry_enc', row.id, row.entryEnc) }, { label: 'What the patient wants', value: openAmendment(act, 'wanted_enc', row.id, row.wantedEnc) },
      { label: 'Why', value: openAmendment(act, 'reason_enc', row.id, row.reasonEnc) }, { label: 'By law until', value: amendmentLimit(row.askedAt, row.extendedAt !== null).toISOString() },
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

/** Deciding on what patients ask to have amended. */
export const amendmentEffects: TaskEffects = { 'decide-amendment': decide, 'decide-extended-amendment': decide };
