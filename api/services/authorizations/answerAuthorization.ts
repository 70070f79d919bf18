import { addDays } from '../../../domain/calendar/zone';
import { type AuthorizationRequest, type AuthorizationResponse, parseX12, type ReviewDecision } from '../../../interop/x12';
import { type Act, selectOne } from '../../http/act';
import { endsOf, writeReply } from '../inquiries/envelope';
import { soleTransaction } from '../inquiries/askEligibility';
import { inquiriesOf, requestOf } from '../inquiries/inquiryRow';
import { nextControlNumber, nextNumber } from '../money/numbers';
import { behaviourOf, falls } from '../payer/behaviour';
import { type AuthorizationRow, lockAuthorization } from './authorizationRow';
import { takeIn278 } from './takeIn278';
import { hospitalDay, hospitalTime } from '../staff/hospitalZone';

/** How long an approval of the demonstration payer holds. */
const VALID_DAYS = 90;
/** HCR03 of its refusals: not medically necessary by its criteria. */
const NOT_NECESSARY = '0F';

export type AuthorizationAnswer = { readonly outcome: 'approved' | 'denied' | 'pending'; readonly down?: true };

/** The demonstration payer reads the 278 it was sent and answers it with a 278, once: the same answer however often it is asked. The caller holds the row. */
export async function answerAuthorization(act: Act, row: AuthorizationRow): Promise<AuthorizationAnswer> {
  if (row.status !== 'pending') return { outcome: outcomeOf(row) };
  const behaviour = await behaviourOf(act, row.payerId);
  if (behaviour.isDown) return { outcome: 'pending', down: true };
  const [inquiry] = await inquiriesOf(act, 'authorization_id', row.id, '278', 1);
  if (!inquiry) return { outcome: 'pending' };
  const asked = soleTransaction(await requestOf(act, inquiry.id), '278');
  const answer = await decide(act, row, asked, falls(behaviour.denyPercent, row.id, 'authorization'));
  const ends = await endsOf(act, row.payerId);
  const parsed = parseX12(writeReply({ ...ends, controlNumber: await nextControlNumber(act), usage: 'T', now: act.now }, answer));
  if (!parsed.ok) throw new Error('The demonstration payer’s 278 cannot be read.');
  for (const { controlNumber, groups } of parsed.interchanges) for (const { transactions } of groups) for (const one of transactions) if (one.set === '278R') await takeIn278(act, one, controlNumber);
  return { outcome: outcomeOf((await lockAuthorization(act, row.id)) ?? row) };
}

function outcomeOf({ status }: AuthorizationRow): AuthorizationAnswer['outcome'] {
  if (status === 'requested' || status === 'pending') return 'pending';
  return status === 'denied' ? 'denied' : 'approved';
}

/** Approved from the first day of the stay: what was done before the answer is covered too. */
async function decide(act: Act, row: AuthorizationRow, { services, event, purpose: _purpose, ...asked }: AuthorizationRequest, isRefused: boolean): Promise<AuthorizationResponse> {
  const today = hospitalDay(act.now);
  const stay = await selectOne<{ start: Date }>(act, 'SELECT period_start AS start FROM encounters WHERE id = ?', [row.encounterId]);
  const decision: ReviewDecision = isRefused ? { action: 'A3', reason: NOT_NECESSARY } : { action: 'A1', number: await nextNumber(act, 'authorization') };
  const from = stay ? hospitalDay(stay.start) : today;
  return {
    ...asked, set: '278R', createdOn: today, createdAt: hospitalTime(act.now), completeness: '18',
    event: {
      ...(event.traces ? { traces: event.traces.map((trace) => ({ ...trace, type: '2' as const })) } : {}), kind: event.kind, decision,
      ...(isRefused ? {} : { dates: [{ qualifier: '007', from, through: addDays(today, VALID_DAYS) }] }), ...(event.diagnoses ? { diagnoses: event.diagnoses } : {}),
    },
    services: services.map(({ professional }) => ({ decision, ...(professional ? { professional } : {}) })),
  };
}
