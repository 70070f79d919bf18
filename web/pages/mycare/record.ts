import { contract } from '../../../api/client';
import { refusalOf } from '../../forms/refused';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { ownId } from './ownId';

/** The patient's whole record: as a file for themselves, or asked for on paper; and for the registrar who gives it. */
export const recordPages = [
  get('/my-care/record', (visit) => showRecord(visit)),
  post('/my-care/record', async (visit) => {
    try {
      await visit.api.call(contract.askForRecord, { params: { patientId: ownId(visit) }, body: { form: visit.posted.get('form') === 'paper' ? 'paper' : 'file' } });
      visit.redirect('/my-care/record', 'record-asked');
    } catch (error) {
      await showRecord(visit, refusalOf(error));
    }
  }),
  get('/my-care/record.json', (visit) => sendRecord(visit, ownId(visit))),
  get('/my-care/record.pdf', (visit) => printRecord(visit, ownId(visit))),
  get('/patients/:patientId/record.pdf', (visit) => printRecord(visit, visit.param('patientId'))),
  get('/patients/:patientId/record.json', (visit) => sendRecord(visit, visit.param('patientId'))),
];

async function showRecord(visit: Visit, refused: { refused: string; status: number } | null = null): Promise<void> {
  const { items } = await visit.api.call(contract.listAccessRequests, { params: { patientId: ownId(visit) } });
  visit.render('mycare/record', { ...refused, requests: items.map((request) => ({ ...request, isOpen: request.status === 'asked' })), mayAsk: !items.some(({ status }) => status === 'asked') }, { status: refused?.status ?? 200 });
}

/** Made for this download and kept nowhere. */
async function sendRecord(visit: Visit, patientId: string): Promise<void> {
  const bundle = await visit.api.call(contract.exportRecord, { params: { patientId } });
  visit.ctx.type = 'application/fhir+json';
  visit.ctx.set({ 'content-disposition': 'attachment; filename="health-record.json"', 'cache-control': 'no-store' });
  visit.ctx.body = JSON.stringify(bundle, null, 1);
}

/** The same to read; it goes to a printer or a drawer, never into a cache. */
async function printRecord(visit: Visit, patientId: string): Promise<void> {
  const { fileName, contentType, base64 } = await visit.api.call(contract.printRecord, { params: { patientId } });
  visit.ctx.type = contentType;
  visit.ctx.set({ 'content-disposition': `attachment; filename="${fileName}"`, 'cache-control': 'no-store' });
  visit.ctx.body = Buffer.from(base64, 'base64');
}
