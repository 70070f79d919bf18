import { type Act, selectOne } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { stillThere } from '../../../http/stillThere';
import { type EncounterRow } from '../../encounters/encounterRow';
import { listMedicines } from '../lists/medicines';
import { lockPatient } from '../patients/patientRow';
import { presentPatientHeader } from '../patients/readPatient';
import { prescriptionPdf } from './prescriptionPdf';
import { hospitalDay } from '../../staff/hospitalZone';

/**
 * The prescriptions to take home as a document: who prescribed what for whom, with dose, quantity and refills in words. It is a
 * copy for the patient and the pharmacy; it is not sent over an e-prescribing network (NCPDP SCRIPT).
 */
export async function prescriptionDocument(act: Act, encounter: EncounterRow): Promise<{ fileName: string; contentType: 'application/pdf'; base64: string }> {
  const medicines = (await listMedicines(act, encounter.id, { limit: 200 })).items.filter(({ category, status }) => category === 'discharge' && status === 'active');
  if (medicines.length === 0) throw unprocessable('nothing-prescribed', 'Nothing is prescribed to take home.');
  const row = stillThere(await lockPatient({ ...act, transaction: null }, encounter.patientId), 'patient');
  const { name, birthDate, gender, mrn, allergies } = await presentPatientHeader(act, row);
  const hospital = await selectOne<{ name: string }>(act, 'SELECT name FROM organizations WHERE is_own = 1 LIMIT 1', []);
  const pdf = await prescriptionPdf({ hospital: hospital?.name ?? 'Careway', on: hospitalDay(act.now), patient: { name, birthDate, gender, mrn, allergies: allergies.map(({ display }) => display) }, medicines });
  return { fileName: 'prescription.pdf', contentType: 'application/pdf', base64: pdf.toString('base64') };
}
