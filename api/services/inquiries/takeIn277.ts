import { adviceOfCategory, categoryWords } from '../../../domain/claims/claimStanding';
import { formatDollars } from '../../../domain/money';
import { type ClaimAnswer, type ClaimStatusResponse, type Status } from '../../../interop/x12';
import { type Act } from '../../http/act';
import { recordClaimEvent } from '../claims/events';
import { keepAnswer } from './inquiryRow';
import { type AnswerTally, inquiryNumbered } from './takeIn271';

/** What a 277 said of one claim. */
export interface StatusAnswer {
  readonly category: string;
  readonly words: readonly string[];
  readonly payerClaimNumber: string | null;
}

/** A 277: each claim's answer belongs to the question it carries the number of, and into the claim's story. It moves no money and no status. */
export async function takeIn277(act: Act, { payers }: ClaimStatusResponse, controlNumber: number): Promise<AnswerTally> {
  const tally = { answered: 0, unknown: 0 };
  for (const payer of payers) {
    for (const claim of claimsOf(payer)) {
      const inquiry = await inquiryNumbered(act, '276', claim.trace, payer.id.value);
      const said = read(claim);
      if (!inquiry?.claimId || !said) {
        tally.unknown += 1;
        continue;
      }
      await keepAnswer(act, inquiry, { status: 'answered', outcome: said.category, controlNumber, answer: said });
      await recordClaimEvent(act, {
        claimId: inquiry.claimId, kind: 'status-answered', actorKind: 'payer', detail: { text: [...said.words, adviceOfCategory(said.category)].join('\n'), inquiryId: inquiry.id }, dedupId: `inquiry/${inquiry.id}/answered/${controlNumber}`,
      });
      tally.answered += 1;
    }
  }
  return tally;
}

/** Claims of subscribers and dependents; a question that failed above them counts for each question it names. */
function claimsOf({ receivers }: ClaimStatusResponse['payers'][number]): ClaimAnswer[] {
  return receivers.flatMap(({ answer, providers }) => [
    ...(answer ? [{ ...answer, lines: [] }] : []),
    ...providers.flatMap((provider) => [
      ...(provider.answer ? [{ ...provider.answer, lines: [] }] : []),
      ...provider.subscribers.flatMap(({ claims, dependents }) => [...claims, ...dependents.flatMap((dependent) => dependent.claims)]),
    ]),
  ]);
}

/** The last status is the newest. */
function read({ statuses, payerControlNumber }: ClaimAnswer): StatusAnswer | null {
  const category = statuses.at(-1)?.codes[0]?.category;
  if (category === undefined) return null;
  return { category, words: statuses.map(wordsOf), payerClaimNumber: payerControlNumber ?? null };
}

function wordsOf({ codes, paidCents, finalizedOn, remittanceOn, remittanceTrace, message }: Status): string {
  return [
    codes.map(({ category, code }) => `${categoryWords(category)} (${code})`).join('; '), ...(finalizedOn ? [`decided on ${finalizedOn}`] : []), ...(finalizedOn && paidCents !== undefined ? [`paid ${formatDollars(paidCents)}`] : []),
    ...(remittanceTrace ? [`with payment ${remittanceTrace}${remittanceOn ? ` of ${remittanceOn}` : ''}`] : []), ...(message ? [message] : []),
  ].join(', ');
}
