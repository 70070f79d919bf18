import { contract } from '../../../api/client';
import { get } from '../../http/page';
import { type Visit } from '../../http/visit';

/** Statements and invoices to print or keep; a patient gets their own. */
export const paperPages = [
  get('/accounts/:accountId/statement.pdf', async (visit) => sendPdf(visit, await visit.api.call(contract.printStatement, { params: { accountId: visit.param('accountId') } }))),
  get('/invoices/:invoiceId/invoice.pdf', async (visit) => sendPdf(visit, await visit.api.call(contract.printInvoice, { params: { invoiceId: visit.param('invoiceId') } }))),
];

function sendPdf({ ctx }: Visit, { fileName, content }: { fileName: string; content: string }): void {
  ctx.type = 'application/pdf';
  ctx.set('content-disposition', `inline; filename="${fileName}"`);
  ctx.body = Buffer.from(content, 'base64');
}
