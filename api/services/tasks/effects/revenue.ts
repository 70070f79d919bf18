import { type TaskEffects } from '../effect';
import { approveMoney } from './revenue/approveMoney';
import { bookFollowUp } from './revenue/bookFollowUp';
import { claimTaskEffects } from './revenue/claimTasks';
import { codeEncounter } from './revenue/codeEncounter';
import { financialClearance } from './revenue/financialClearance';
import { reviewClaim } from './revenue/reviewClaim';

/** Tasks of billing, adjudication and follow-up, and the talk about money before a patient leaves. */
export const revenueEffects: TaskEffects = { 'code-encounter': codeEncounter, ...claimTaskEffects, 'approve-money': approveMoney, 'review-claim': reviewClaim, 'book-follow-up': bookFollowUp, 'financial-clearance': financialClearance };
