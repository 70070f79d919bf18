import { type ClaimAnswer, type ClaimInquiry, type ClaimStatusInquiry, type ClaimStatusResponse, type Status } from '../../../interop/x12';
import { type Act, selectOne } from '../../http/act';
import { hospitalDay, hospitalTime } from '../staff/hospitalZone';

interface Known {
  readonly chargeCents: number;
  readonly payerClaimNumber: string | null;
  readonly decidedAt: Date | null;
  readonly traceNumber: string | null;
  readonly paidCents: number | null;
  readonly status: 'sent' | 'accepted' | 'rejected';
}

/** The demonstration payer's 277: what has become of the claim in its own files. It reads the 276 it was sent. */
export async function answerStatus(act: Act, payerId: string, asked: ClaimStatusInquiry): Promise<ClaimStatusResponse> {
  const payers: ClaimStatusResponse['payers'] = [];
  for (const { name, id, receivers } of asked.payers) {
    const answered = [];
    for (const receiver of receivers) {
      const providers = [];
      for (const { names, subscribers } of receiver.providers) {
        const members = [];
        for (const subscriber of subscribers) {
          const claims = [];
          for (const claim of subscriber.claims) claims.push(await answerClaim(act, payerId, claim));
          members.push({ name: subscriber.name, memberId: subscriber.memberId, claims, dependents: [] });
        }
        providers.push({ names, subscribers: members });
      }
      answered.push({ ...(receiver.name ? { name: receiver.name } : {}), id: receiver.id, providers });
    }
    payers.push({ name, id, receivers: answered });
  }
  return { set: '277', controlNumber: '0001', reference: asked.reference, createdOn: hospitalDay(act.now), createdAt: hospitalTime(act.now), payers };
}

async function answerClaim(act: Act, payerId: string, claim: ClaimInquiry): Promise<ClaimAnswer> {
  const known = await selectOne<Known>(
    act,
    `SELECT c.charge_cents AS chargeCents, d.payer_claim_number AS payerClaimNumber, d.decided_at AS decidedAt, p.trace_number AS traceNumber, c.paid_cents AS paidCents, s.status
     FROM claims c JOIN claim_submissions s ON s.claim_id = c.id LEFT JOIN payer_decisions d ON d.submission_id = s.id
       LEFT JOIN payer_decisions p ON p.submission_id = COALESCE(d.paid_with, d.submission_id)
     WHERE c.number = ? AND c.payer_id = ? ORDER BY s.attempt DESC LIMIT 1`,
    [claim.patientControlNumber ?? '', payerId],
  );
  return {
    trace: claim.trace, ...(known?.payerClaimNumber ? { payerControlNumber: known.payerClaimNumber } : {}), ...(claim.patientControlNumber ? { patientControlNumber: claim.patientControlNumber } : {}),
    ...(claim.service ? { service: claim.service } : {}), statuses: [statusOf(act, claim, known)], lines: [],
  };
}

/** A4-35 not found, A7-21 refused, P1-20 in process, F1-65 or F2-65 decided: claim status codes of X12's list. */
function statusOf(act: Act, { chargeCents }: ClaimInquiry, known: Known | null): Status {
  const today = hospitalDay(act.now);
  const base = { effectiveOn: today, chargeCents: chargeCents ?? Number(known?.chargeCents ?? 0), paidCents: 0 };
  if (!known) return { codes: [{ category: 'A4', code: '35' }], ...base };
  if (known.status === 'rejected') return { codes: [{ category: 'A7', code: '21' }], ...base };
  if (!known.decidedAt) return { codes: [{ category: 'P1', code: '20' }], ...base };
  const paidCents = Number(known.paidCents ?? 0);
  return {
    codes: [{ category: paidCents > 0 ? 'F1' : 'F2', code: '65' }], ...base, paidCents, finalizedOn: hospitalDay(known.decidedAt),
    ...(known.traceNumber ? { remittanceOn: hospitalDay(known.decidedAt), remittanceTrace: known.traceNumber } : {}),
  };
}
