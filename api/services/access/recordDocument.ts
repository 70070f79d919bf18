import { type PatientRecord } from '../../../interop/fhir/record';
import { type Act, selectOne } from '../../http/act';
import { hospitalZone } from '../staff/hospitalZone';
import { recordPdf } from './recordPdf';

/** The whole record on paper, made afresh and kept nowhere. */
export async function recordDocument(act: Act, record: PatientRecord): Promise<{ fileName: string; contentType: 'application/pdf'; base64: string }> {
  const hospital = await selectOne<{ name: string }>(act, 'SELECT name FROM organizations WHERE is_own = 1 LIMIT 1');
  const pdf = await recordPdf({ hospital: hospital?.name ?? 'Careway', record, at: act.now, zone: hospitalZone() });
  return { fileName: 'health-record.pdf', contentType: 'application/pdf', base64: pdf.toString('base64') };
}
