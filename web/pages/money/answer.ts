import { contract } from '../../../api/client';
import { CLAIM_STATUS_LABELS } from '../../../domain/claims/status';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { type FlashCode } from '../../http/flash';
import { get, post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';
import { amountsOf, amountsView } from './amounts';
import { answerRow } from './remittances';
import { splitOf, splitView } from './split';

type Detail = Reply<typeof contract.readAnswer>;

/** One answer of a payer, and everything a person can make of it: match, split, correct, set aside, take back. */
export const answerPages = [
  get('/remittances/answers/:answerId', (visit) => showAnswer(visit)),
  post('/remittances/answers/:answerId/match', (visit) => work(visit, 'answer-matched', (at) => visit.api.call(contract.matchAnswer, { ...at, body: { ...versionOf(visit), claimId: visit.posted.get('claimId') ?? '', ...linesOf(visit) } }))),
  post('/remittances/answers/:answerId/unmatch', (visit) => work(visit, 'answer-unmatched', (at) => visit.api.call(contract.unmatchAnswer, { ...at, body: { ...versionOf(visit), reason: reasonOf(visit) } }))),
  post('/remittances/answers/:answerId/set-aside', (visit) => work(visit, 'answer-set-aside', (at) => visit.api.call(contract.setAnswerAside, { ...at, body: { ...versionOf(visit), reason: reasonOf(visit) } }))),
  post('/remittances/answers/:answerId/split', (visit) => work(visit, 'answer-split', async (at) => {
    const { lines } = await visit.api.call(contract.readAnswer, at);
    return visit.api.call(contract.splitAnswer, { ...at, body: { ...versionOf(visit), parts: splitOf(visit.posted, lines.length) } });
  })),
  post('/remittances/answers/:answerId/amounts', (visit) => work(visit, 'answer-corrected', (at) => visit.api.call(contract.correctAnswer, { ...at, body: { ...versionOf(visit), ...amountsOf(visit.posted), reason: reasonOf(visit) } }))),
];

const versionOf = (visit: Visit): { version: number } => ({ version: Number(visit.posted.get('version')) });
const reasonOf = (visit: Visit): string => visit.posted.get('reason')?.trim() ?? '';

/** The lines a person chose: `line.<position>` holds our number, or nothing for none of ours. */
function linesOf({ posted }: Visit): { lines?: (number | null)[] } {
  const names = [...posted.keys()].filter((name) => name.startsWith('line.'));
  return names.length === 0 ? {} : { lines: names.map((_, index) => Number(posted.get(`line.${index + 1}`)) || null) };
}

async function showAnswer(visit: Visit, refused: RefusedForm | null = null): Promise<void> {
  const params = { answerId: visit.param('answerId') };
  const detail = await visit.api.call(contract.readAnswer, { params });
  const waits = detail.answer.state === 'unmatched' || detail.answer.state === 'unbalanced';
  visit.render('money/answer', {
    ...detail, ...refused, answer: { ...answerRow(detail.answer) }, parts: detail.parts.map(answerRow), waits, mayMatch: detail.mayWork && waits && detail.remittanceDifferenceCents === 0,
    mayTakeBack: detail.mayWork && !waits && !detail.answer.undone, takeBack: takeBackWords(detail), typedReason: visit.posted.get('reason') ?? '',
    ...(detail.mayWork && waits ? { ...(await matching(visit, detail)), split: splitView(detail, visit.posted), amounts: amountsView(detail, visit.posted) } : {}),
  }, { status: refused?.status ?? 200 });
}

/** Claims to choose from, and the chosen one line by line before anything is posted. */
async function matching(visit: Visit, detail: Detail): Promise<object> {
  const params = { answerId: detail.answer.id };
  const q = visit.query.get('q')?.trim() ?? '';
  const claimId = visit.posted.get('claimId') ?? visit.query.get('claim');
  const { items } = await visit.api.call(contract.findClaimsForAnswer, { params, query: q ? { q } : {} });
  const preview = claimId ? await visit.api.call(contract.previewMatch, { params: { ...params, claimId } }) : null;
  const chosen = (position: number, rule: number | null) => Number(visit.posted.get(`line.${position}`) ?? rule ?? 0) || null;
  return {
    q, candidates: items.map((item) => ({ ...item, statusWords: CLAIM_STATUS_LABELS[item.status], agreesWords: item.agrees.join(', ') })),
    preview: preview && {
      ...preview, statusWords: CLAIM_STATUS_LABELS[preview.claim.status],
      pairs: detail.lines.map((line, index) => ({ ...line, options: [{ value: '', label: 'None of ours', chosen: chosen(line.position, preview.pairs[index] ?? null) === null }, ...preview.lines.map((own) => ({ value: String(own.number), label: `${own.number}. ${own.code}`, own, chosen: own.number === chosen(line.position, preview.pairs[index] ?? null) }))] })),
    },
  };
}

function takeBackWords({ answer, parts }: Detail): string {
  if (parts.length > 0) return 'Put the parts together again';
  if (answer.state === 'ignored') return 'Put it back into the queue';
  return answer.claim ? `Take it off claim ${answer.claim.number}` : 'Take it back';
}

async function work(visit: Visit, flash: FlashCode, perform: (at: { params: { answerId: string } }) => Promise<unknown>): Promise<void> {
  const params = { answerId: visit.param('answerId') };
  try {
    await perform({ params });
    visit.redirect(`/remittances/answers/${params.answerId}`, flash);
  } catch (error) {
    await showAnswer(visit, refusalOf(error));
  }
}
