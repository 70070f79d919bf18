import { contract } from '../../../api/client';
import { get } from '../../http/page';

/** Proof of timely filing, to print or send along with an appeal. */
export const filingProofPages = [
  get('/claims/:claimId/filing-proof.pdf', async (visit) => {
    const { fileName, content } = await visit.api.call(contract.printFilingProof, { params: { claimId: visit.param('claimId') } });
    visit.ctx.type = 'application/pdf';
    visit.ctx.set('content-disposition', `inline; filename="${fileName}"`);
    visit.ctx.body = Buffer.from(content, 'base64');
  }),
];
