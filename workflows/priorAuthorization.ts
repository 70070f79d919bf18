import { allHandlersFinished, condition, defineSignal, setHandler, sleep } from '@temporalio/workflow';
import { AUTHORIZATION_ANSWER_DAYS, EXPIRY_WARNING_DAYS } from '../domain/claims/authorizations';
import { DAY_MS } from '../domain/time';
import { SIGNALS } from './contracts/messages';
import { type AuthorizationDecided, type AuthorizationInput } from './contracts/moneyMessages';
import { epochMs, now } from './support/clock';
import { onceUp } from './support/onceUp';
import { openSteps } from './support/openSteps';
import { StepCancelled, type StepDesk } from './support/stepDesk';

const decidedSignal = defineSignal<[AuthorizationDecided]>(SIGNALS.authorizationDecided);

/**
 * A prior authorisation (workflow ID `authorization-<authorizationId>`): sent to the payer (278), answered, and watched until it expires.
 * Silence makes somebody ask, as often as it takes; the expiry is told ahead, and recorded on its day.
 */
export async function priorAuthorization({ authorizationId }: AuthorizationInput): Promise<AuthorizationDecided['outcome'] | 'expired' | 'given-up'> {
  let decided: AuthorizationDecided | null = null;
  setHandler(decidedSignal, (message) => void (decided ??= message));
  const steps = openSteps();
  try {
    await steps.attempt('request', (calls, at) => calls.requestAuthorization({ ...at, authorizationId }), { scheduled: true });
    for (let silence = 1; !(await condition(() => decided !== null, AUTHORIZATION_ANSWER_DAYS * DAY_MS)); silence += 1) {
      await steps.insist(`silence-${silence}`, (calls, at) => calls.noteAuthorization({ ...at, authorizationId, note: { what: 'unanswered', daysLeft: null } }));
    }
    const answer = decided as AuthorizationDecided | null;
    if (answer?.outcome !== 'approved' || answer.expiresOn === null) return 'denied';
    await watchExpiry(steps, authorizationId, answer.expiresOn);
    return 'expired';
  } catch (error) {
    if (!(error instanceof StepCancelled)) throw error; // an operator let it go
    return 'given-up';
  } finally {
    await condition(allHandlersFinished);
  }
}

async function watchExpiry(steps: StepDesk, authorizationId: string, expiresOn: string): Promise<void> {
  for (const daysLeft of EXPIRY_WARNING_DAYS) {
    const at = epochMs(`${expiresOn}T00:00:00Z`) - daysLeft * DAY_MS;
    if (at <= now()) continue;
    await sleep(at - now());
    await steps.insist(`warn-${daysLeft}`, (calls, in_) => calls.noteAuthorization({ ...in_, authorizationId, note: { what: 'expiring', daysLeft } }));
  }
  // By then its last day is over by every clock; the hospital's zone is the record's to know.
  const over = epochMs(`${expiresOn}T00:00:00Z`) + 1.5 * DAY_MS;
  if (over > now()) await sleep(over - now());
  await steps.attempt('expire', (calls, at) => calls.noteAuthorization({ ...at, authorizationId, note: { what: 'expired', daysLeft: null } }));
}

/** The demonstration payer's answer to a request (workflow ID `review-<authorizationId>`), after a durable delay. */
export async function demonstrationReview({ authorizationId, answerAfterMs }: AuthorizationInput & { readonly answerAfterMs: number }): Promise<void> {
  const steps = openSteps();
  await sleep(answerAfterMs);
  try {
    await onceUp((again) => steps.attempt(`answer${again}`, (calls, at) => calls.answerAuthorization({ ...at, authorizationId })));
  } catch (error) {
    if (!(error instanceof StepCancelled)) throw error;
  }
}
