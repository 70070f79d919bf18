import { DateTime } from 'luxon';
import { type z } from 'zod';
import { ApiProblem, contract } from '../../../api/client';
import { type FlashCode } from '../../http/flash';
import { get, post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';
import { type IconName } from '../../render/icons';
import { maySeeFiles } from '../exchange/maySeeFiles';
import { claimRow } from './desk';
import { editsOf } from './edits';

type Detail = Reply<typeof contract.readClaim>;
type Signals = Reply<typeof contract.readClaimSignals>;
type Review = z.input<typeof contract.reviewClaim.body>;

const REVIEW_WORDS: Readonly<Record<Signals['reviews'][number]['status'], string>> = { open: 'Waiting', released: 'Released', corrected: 'Lines taken off', voided: 'Voided', gone: 'Nothing stood out any more' };

/** One claim: its story in plain words, its lines, and the ways to move it. */
export const claimPages = [
  get('/claims/:claimId', (visit) => showClaim(visit)),
  get('/claims/:claimId/submissions/:submissionId', async (visit) => {
    const params = { claimId: visit.param('claimId'), submissionId: visit.param('submissionId') };
    const submission = await visit.api.call(contract.readSubmission, { params });
    visit.render('claims/submission', { ...submission, claimId: params.claimId, segments: submission.content.split(/~\s*/).filter(Boolean).map((segment) => `${segment}~`) });
  }),
  post('/claims/:claimId/retry', (visit) => act(visit, 'claim-retried', () => visit.api.call(contract.retryClaim, { params: claimOf(visit), body: { version: versionOf(visit), ...noteOf(visit) } }))),
  post('/claims/:claimId/review', reviewEdit),
  post('/claims/:claimId/edit', editClaim),
  post('/claims/:claimId/handover', (visit) => act(visit, 'claim-handed-over', () => {
    const comment = visit.posted.get('comment')?.trim();
    return visit.api.call(contract.handOverClaim, { params: claimOf(visit), body: { version: versionOf(visit), userId: visit.posted.get('userId') ?? '', ...(comment ? { comment } : {}) } });
  })),
  post('/claims/:claimId/escalation', (visit) => act(visit, 'claim-escalated', () => visit.api.call(contract.escalateClaim, { params: claimOf(visit), body: { version: versionOf(visit), reason: visit.posted.get('reason')?.trim() ?? '' } }))),
  post('/claims/:claimId/hold', (visit) => act(visit, 'claim-held', () => {
    const until = DateTime.fromISO(visit.posted.get('until') ?? '', { zone: visit.deps.config.timeZone });
    return visit.api.call(contract.holdClaim, { params: claimOf(visit), body: { version: versionOf(visit), until: visit.posted.get('action') === 'end' || !until.isValid ? null : until.toUTC().toISO(), reason: visit.posted.get('reason')?.trim() ?? '' } });
  })),
  post('/claims/:claimId/decision', (visit) => act(visit, 'claim-reviewed', () => visit.api.call(contract.reviewClaim, { params: claimOf(visit), body: reviewOf(visit) }))),
  post('/claims/:claimId/notes', (visit) => act(visit, 'note-added', () => visit.api.call(contract.commentClaim, { params: claimOf(visit), body: { text: visit.posted.get('text') ?? '' } }))),
];

const claimOf = (visit: Visit): { claimId: string } => ({ claimId: visit.param('claimId') });
const versionOf = (visit: Visit): number => Number(visit.posted.get('version'));
const noteOf = (visit: Visit): { note?: string } => {
  const note = visit.posted.get('note')?.trim();
  return note ? { note } : {};
};

/** What a person decided about a claim that stands out; the API says what is missing. */
function reviewOf(visit: Visit): Review {
  const { posted } = visit;
  const decision = (posted.get('decision') ?? '') as Review['decision'];
  const charges = posted.get('charges');
  return {
    version: versionOf(visit), decision, reason: posted.get('reason')?.trim() ?? '', ...(decision === 'correct' ? { lines: posted.getAll('lines').map(Number) } : {}),
    ...(charges ? { charges: charges as NonNullable<Review['charges']> } : {}),
  };
}

interface Refused { readonly title: string; readonly errors: readonly { readonly field: string; readonly message: string }[]; readonly status: number; readonly typed: URLSearchParams }

async function showClaim(visit: Visit, refused: Refused | null = null): Promise<void> {
  const params = claimOf(visit);
  const [detail, { estimate }, { signals, reviews }] = await Promise.all([visit.api.call(contract.readClaim, { params }), visit.api.call(contract.estimateClaim, { params }), visit.api.call(contract.readClaimSignals, { params })]);
  const { claim } = detail;
  const typed = (name: string, stored: string) => refused?.typed.get(name) ?? stored;
  visit.render('claims/claim', {
    ...detail, claim: claimRow(claim), refused,
    share: shares(claim), estimate, review: reviewView(detail, signals, reviews),
    colleagues: detail.mayWork && claim.task ? (await visit.api.call(contract.listColleagues, { params: { taskId: claim.task.id } })).items : [],
    maySeeFile: maySeeFiles(visit), mayAuthorize: detail.mayWork && detail.encounterId !== null, authorizationCodes: [...new Set(detail.lines.flatMap(({ procedureCode }) => procedureCode ?? []))].slice(0, 20).join(', '),
    mayAppeal: claim.stuck?.kind === 'denied',
    heldByOther: claim.task?.holder && claim.task.holder.id !== visit.person.id ? claim.task.holder : null,
    isClosed: claim.closedAt !== null,
    story: detail.story.map((entry) => ({ ...entry, ...markOf(entry), sentences: entry.reference?.type === 'remittance' ? detail.remittances.find(({ id }) => id === entry.reference?.id)?.lines : null })),
    edit: {
      diagnoses: typed('diagnoses', detail.diagnoses.map(({ code }) => code).join(', ')),
      authorizationNumber: typed('authorizationNumber', detail.authorizationNumber ?? ''),
      memberNumber: typed('memberNumber', detail.memberNumber ?? ''),
      drg: typed('drg', detail.drg ?? ''),
      lines: detail.lines.map((line) => ({ number: line.number, description: line.description, modifiers: typed(`modifiers.${line.number}`, line.modifiers.join(' ')) })),
      errors: Object.fromEntries((refused?.errors ?? []).map(({ field, message }) => [field.split(/[.[]/)[0] ?? field, message])),
    },
  }, { status: refused?.status ?? 200, parts: { claim: 'claims/state' } });
}

/** What stands out now, what was let pass before, and whether this claim waits for a decision. */
function reviewView(detail: Detail, signals: Signals['signals'], reviews: Signals['reviews']): object {
  const standing = signals.filter(({ state }) => state === 'standing');
  const isOpen = detail.claim.stuck?.kind === 'review' || reviews.some(({ status }) => status === 'open');
  const [earlier, decided] = [signals.filter(({ state }) => state !== 'standing'), reviews.filter(({ status }) => status !== 'open')];
  return {
    isOpen, standing, earlier, decided: decided.map((one) => ({ ...one, words: REVIEW_WORDS[one.status] })), hasPast: earlier.length + decided.length > 0,
    mayDecide: isOpen && detail.mayWork && detail.claim.task?.type === 'review-claim', mayTakeOff: detail.payerClaimNumber === null && detail.lines.length > 1,
    lines: detail.lines.map((line) => ({ ...line, named: standing.some(({ lines }) => lines.includes(line.number)) })),
  };
}

/** Charge = paid + adjustments + open, as widths of one bar; the patient's share is among the adjustments. */
function shares(claim: Detail['claim']): { label: string; cents: number; x: number; width: number; kind: string }[] {
  const whole = Math.max(1, claim.chargeCents);
  let x = 0;
  return [
    { label: 'Paid by the payer', cents: claim.paidCents, kind: 'paid' },
    { label: 'Patient’s share', cents: claim.patientCents, kind: 'patient-share' },
    { label: 'Adjusted otherwise', cents: claim.adjustmentCents - claim.patientCents, kind: 'adjusted' },
    { label: 'Open', cents: claim.openCents, kind: 'open' },
  ].map((part) => {
    const width = Math.max(0, Math.min(100 - x, (part.cents / whole) * 100));
    const placed = { ...part, x: Math.round(x * 100) / 100, width: Math.round(width * 100) / 100 };
    x += width;
    return placed;
  });
}

function markOf({ kind, actorKind }: Detail['story'][number]): { glyph: IconName; tone: string } {
  if (/reject|denied|fail|unbalanced|unmatched|silent|review-asked/.test(kind)) return { glyph: 'alert', tone: 'bad' };
  if (/paid|posted|accepted|acknowledged|closed|settled/.test(kind)) return { glyph: 'done', tone: 'good' };
  if (/note|comment/.test(kind)) return { glyph: 'note', tone: 'person' };
  if (actorKind === 'person') return { glyph: 'person', tone: 'person' };
  return { glyph: actorKind === 'payer' ? 'money' : 'arrow', tone: '' };
}

/** What the corrections would change, before anything is sent. */
async function reviewEdit(visit: Visit): Promise<void> {
  const params = claimOf(visit);
  const edits = editsOf(visit.posted);
  try {
    const [detail, preview] = await Promise.all([visit.api.call(contract.readClaim, { params }), visit.api.call(contract.previewClaimEdit, { params, body: { version: versionOf(visit), ...edits } })]);
    const lineOf = (number: number) => detail.lines.find((line) => line.number === number)?.description ?? '';
    visit.render('claims/review', {
      claim: detail.claim, preview, estimateLines: preview.after?.lines.map((line) => ({ ...line, description: lineOf(line.number), before: preview.before?.lines.find(({ number }) => number === line.number)?.payerCents ?? null })) ?? [],
      note: visit.posted.get('note') ?? '', kept: [...visit.posted].filter(([name]) => !['_csrf', 'action', 'note'].includes(name)).map(([name, value]) => ({ name, value })),
    });
  } catch (error) {
    await showRefused(visit, error);
  }
}

/** Save the corrections, or save and send on in one step. */
async function editClaim(visit: Visit): Promise<void> {
  const params = claimOf(visit);
  const edits = editsOf(visit.posted);
  if (visit.posted.get('action') === 'save') return act(visit, 'claim-edited', () => visit.api.call(contract.editClaim, { params, body: { version: versionOf(visit), ...edits } }));
  return act(visit, 'claim-retried', () => visit.api.call(contract.editAndRetryClaim, { params, body: { version: versionOf(visit), ...edits, ...noteOf(visit) } }));
}

/** Do it; what is refused comes back on the claim's page with what was typed. */
export async function act(visit: Visit, flash: FlashCode, perform: () => Promise<unknown>): Promise<void> {
  try {
    await perform();
    visit.redirect(`/claims/${visit.param('claimId')}`, flash);
  } catch (error) {
    await showRefused(visit, error);
  }
}

async function showRefused(visit: Visit, error: unknown): Promise<void> {
  if (!(error instanceof ApiProblem) || ![400, 409, 422].includes(error.status)) throw error;
  const { title, detail, errors } = error.problem;
  await showClaim(visit, { title: [title, detail].filter(Boolean).join(' '), errors: errors ?? [], status: error.status, typed: visit.posted });
}
