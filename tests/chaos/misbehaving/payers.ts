import { type PlanInput } from '../../../domain/adjudication/input';
import { type MadeBehaviour } from '../../factories/money';

export interface DifficultPayer {
  readonly name: string;
  readonly behaviour: Partial<MadeBehaviour>;
  readonly rules?: Partial<PlanInput>;
  /** Is down from the start: comes up again when the others have answered, or never. */
  readonly away?: 'for a while' | 'for good';
}

const WANTS_AUTHORISATION = { priorAuthorizationRequired: ['G0463'] };

/** Each way a payer can be difficult, alone and together. Times are short so that the run ends today; the timers are the same durable ones. */
export const PAYERS: readonly DifficultPayer[] = [
  { name: 'is slow', behaviour: { acknowledgeAfterMs: 4_000, remitAfterMs: 15_000 } },
  { name: 'is down and comes up again', behaviour: { isDown: true }, away: 'for a while' },
  { name: 'never answers', behaviour: { isDown: true }, away: 'for good' },
  { name: 'rejects', behaviour: { rejectPercent: 40 } },
  { name: 'denies', behaviour: { denyPercent: 50, upholdPercent: 50 } },
  { name: 'denies by chosen codes', behaviour: { denyPercent: 60, denyCodes: ['16', '29', '50', '109', '119'] } },
  { name: 'denies without authorisation', behaviour: {}, rules: WANTS_AUTHORISATION },
  { name: 'pays twice', behaviour: { payTwice: true } },
  { name: 'says everything three times', behaviour: { copies: 3 } },
  { name: 'pays many claims at once', behaviour: { payTogetherMs: 60_000, denyPercent: 20 } },
  { name: 'answers out of order', behaviour: { outOfOrder: true, acknowledgeAfterMs: 3_000, remitAfterMs: 1_000 } },
  {
    name: 'all of it', rules: WANTS_AUTHORISATION,
    behaviour: { payTogetherMs: 60_000, copies: 2, payTwice: true, outOfOrder: true, rejectPercent: 25, denyPercent: 30, upholdPercent: 50, denyCodes: ['22', '27', '197'], acknowledgeAfterMs: 2_000, remitAfterMs: 4_000 },
  },
];
