import { ApiProblem, contract } from '../../../api/client';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';

/** The letter of appeal: put together, finished by a person, kept and opened as a PDF. */
export const letterPages = [
  get('/claims/:claimId/appeal-letter', (visit) => showLetter(visit)),
  post('/claims/:claimId/appeal-letter', writeLetter),
  get('/claims/:claimId/documents/:documentId', async (visit) => {
    const document = await visit.api.call(contract.readClaimDocument, { params: { claimId: visit.param('claimId'), documentId: visit.param('documentId') } });
    visit.ctx.type = 'application/pdf';
    visit.ctx.set('content-disposition', `inline; filename="appeal-${document.createdAt.slice(0, 10)}.pdf"`);
    visit.ctx.body = Buffer.from(document.content, 'base64');
  }),
];

async function showLetter(visit: Visit, refused: { title: string; text: string } | null = null): Promise<void> {
  const params = { claimId: visit.param('claimId') };
  const [{ claim, appealBy }, draft] = await Promise.all([visit.api.call(contract.readClaim, { params }), visit.api.call(contract.draftAppealLetter, { params })]);
  visit.render('claims/letter', { claim, appealBy, subject: draft.subject, text: refused?.text ?? draft.text, refused }, { status: refused ? 400 : 200 });
}

async function writeLetter(visit: Visit): Promise<void> {
  const claimId = visit.param('claimId');
  const text = visit.posted.get('text') ?? '';
  try {
    await visit.api.call(contract.writeAppealLetter, { params: { claimId }, body: { text } });
    visit.redirect(`/claims/${claimId}`, 'letter-written');
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 400) throw error;
    await showLetter(visit, { title: error.problem.title, text });
  }
}
