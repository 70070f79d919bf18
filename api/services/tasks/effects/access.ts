import { selectOne } from '../../../http/act';
import { notFound } from '../../../http/problem';
import { ACCESS_DAYS, answerAccessRequest } from '../../access/requests';
import { DAY_MS } from '../../../../domain/time';
import { type TaskEffects } from '../effect';

/** Giving a patient their record. */
export const accessEffects: TaskEffects = {
  'give-record': {
    input: async (act, { focusId }) => {
      const request = focusId === null ? null : await selectOne<{ form: string; askedAt: Date }>(act, 'SELECT form, asked_at AS askedAt FROM access_requests WHERE id = ?', [focusId]);
      if (!request) throw notFound();
      return { facts: [{ label: 'Asked for', value: request.askedAt.toISOString() }, { label: 'As', value: request.form === 'paper' ? 'Paper' : 'File' }, { label: 'By law until', value: new Date(request.askedAt.getTime() + ACCESS_DAYS * DAY_MS).toISOString() }] };
    },
    apply: async (act, { focusId }, values) => {
      await answerAccessRequest(act, focusId ?? '', String(values['how'] ?? ''));
      return {};
    },
  },
};
