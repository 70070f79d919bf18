import { contract } from '../../../api/client';
import { get } from '../../http/page';
import { Refusal } from '../../http/refusal';
import { type Visit } from '../../http/visit';
import { summaryPdf } from './summaryPdf';

/** The signed discharge summary, on a page and as PDF, for staff and for the patient whose it is. */
export const summaryPages = [
  get('/summaries/:encounterId', async (visit) => {
    const summary = await read(visit);
    const own = visit.person.patientId === summary.patient.id;
    visit.render('discharge/summary', { ...summary, own, back: own ? '/my-care' : `/patients/${summary.patient.id}/notes` });
  }),
  get('/summaries/:encounterId/pdf', async (visit) => {
    const pdf = await summaryPdf(await read(visit), visit.deps.config.timeZone);
    visit.ctx.set('content-disposition', 'inline; filename="discharge-summary.pdf"');
    visit.ctx.type = 'application/pdf';
    visit.ctx.body = pdf;
  }),
];

async function read(visit: Visit) {
  const encounterId = visit.param('encounterId');
  if (!/^[0-9a-f-]{36}$/.test(encounterId)) throw new Refusal(404, 'There is no such summary.');
  return visit.api.call(contract.readDischargeSummary, { params: { encounterId } });
}
