import { GLASS_REASON_LABELS, type GlassOutcome } from '../../../../domain/rights/glass';
import { unprocessable } from '../../../http/problem';
import { judgeGlass, lockGlass, wordsOf } from '../../rights/glass';
import { type TaskEffects } from '../effect';

/** Reviews of broken glass. */
export const privacyEffects: TaskEffects = {
  'review-glass': {
    input: async (act, task) => {
      const glass = task.focusId ? await lockGlass({ ...act, transaction: null }, task.focusId) : null;
      return glass ? { facts: [{ label: 'Opened by', value: glass.userName }, { label: 'Reason', value: GLASS_REASON_LABELS[glass.reason] }, { label: 'In their words', value: wordsOf(act, glass) }] } : {};
    },
    apply: async (act, task, values) => {
      const glass = task.focusId ? await lockGlass(act, task.focusId) : null;
      if (!glass) throw unprocessable('no-glass', 'What this was about is gone.');
      await judgeGlass(act, glass, values['decision'] as GlassOutcome);
      return {};
    },
  },
};
