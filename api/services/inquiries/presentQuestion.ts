import { type z } from 'zod';
import { type EligibilityAnswer } from '../../../domain/claims/eligibility';
import { type inquiriesContract } from '../../contract/inquiries';
import { type Act, selectOne } from '../../http/act';
import { lockAuthorization } from '../authorizations/authorizationRow';
import { presentAuthorization } from '../authorizations/presentAuthorization';
import { type InquiryRow, requestOf } from './inquiryRow';
import { presentEligibility, presentInquiry, presentStatusInquiry } from './present';

type Question = z.input<typeof inquiriesContract.readInquiry.reply>;

/** One question with everything that is known of it, and the file it went out in. Patient data: audited by the caller. */
export async function presentQuestion(act: Act, row: InquiryRow): Promise<Question> {
  const claim = row.claimId === null ? null : await selectOne<{ id: string; number: string; encounterId: string | null }>(act, 'SELECT id, number, encounter_id AS encounterId FROM claims WHERE id = ?', [row.claimId]);
  const journey = await selectOne<{ id: string }>(act, 'SELECT id FROM journeys WHERE id = ?', [row.encounterId ?? claim?.encounterId ?? '']);
  return {
    ...(await said(act, row)), kind: row.kind, patientId: row.patientId, encounterId: journey?.id ?? null, claim: claim && { id: claim.id, number: claim.number }, content: await requestOf(act, row.id),
  };
}

type Said = Pick<Question, Exclude<keyof Question, 'kind' | 'patientId' | 'encounterId' | 'claim' | 'content'>>;

/** What the payer made of it, by the kind of question. */
async function said(act: Act, row: InquiryRow): Promise<Said> {
  switch (row.kind) {
    case '270': {
      const { coverageId: _coverage, encounterId: _encounter, answer, ...asked } = presentEligibility(act, row);
      return { ...asked, answer: answer ? eligibilityWords(answer) : [] };
    }
    case '276': {
      const { claimId: _claim, category: _category, ...asked } = presentStatusInquiry(act, row);
      return asked;
    }
    case '278': {
      const authorization = row.authorizationId === null ? null : await lockAuthorization(act, row.authorizationId);
      const decided = authorization && (await presentAuthorization(act, authorization));
      const { rejections, advice, ...asked } = presentInquiry(act, row, []);
      return { ...asked, rejections: decided?.rejections ?? rejections, advice: decided?.advice ?? advice, answer: decided && asked.answeredAt !== null && decided.rejections.length === 0 ? authorizationWords(decided) : [] };
    }
  }
}

function eligibilityWords({ outcome, plan, from, through, authorizationRequired, authorizationFor, messages }: Pick<EligibilityAnswer, 'outcome' | 'plan' | 'from' | 'through' | 'authorizationRequired' | 'authorizationFor' | 'messages'>): string[] {
  const span = from === null ? '' : ` from ${from}${through === null ? '' : ` to ${through}`}`;
  return [
    `The coverage is ${outcome === 'active' ? 'active' : 'not active'}${span}.`,
    ...(plan === null ? [] : [`Plan: ${plan}.`]),
    ...(authorizationRequired ? [`An authorisation is needed${authorizationFor.length > 0 ? ` for ${authorizationFor.join(', ')}` : ''}.`] : []),
    ...messages,
  ];
}

function authorizationWords({ label, number, expiresOn, approvedProcedures, reason }: Awaited<ReturnType<typeof presentAuthorization>>): string[] {
  return [
    `${label}${number === null ? '' : `, number ${number}${expiresOn === null ? '' : `, valid until ${expiresOn}`}`}.`,
    ...(approvedProcedures && approvedProcedures.length > 0 ? [`For ${approvedProcedures.join(', ')}.`] : []),
    ...(reason === null ? [] : [reason]),
  ];
}
