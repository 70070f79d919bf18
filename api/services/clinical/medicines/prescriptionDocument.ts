import PDFDocument from 'pdfkit';
import { rhythmWords } from '../../../../domain/medicines/prescription';
import { type Act, selectOne } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { lockPatient } from '../patients/patientRow';
import { presentPatientHeader } from '../patients/readPatient';
import { listMedicines, type Medicine } from '../lists/medicines';

const INK = '#14202b';
const PALE = '#51606d';

/**
 * The prescriptions to take home as a document: who prescribed what for whom, with dose, quantity and refills in words. It is a
 * copy for the patient and the pharmacy; it is not sent over an e-prescribing network (NCPDP SCRIPT).
 */
export async function prescriptionDocument(act: Act, encounter: EncounterRow): Promise<{ fileName: string; contentType: 'application/pdf'; base64: string }> {
  const medicines = (await listMedicines(act, encounter.id, { limit: 200 })).items.filter(({ category, status }) => category === 'discharge' && status === 'active');
  if (medicines.length === 0) throw unprocessable('nothing-prescribed', 'Nothing is prescribed to take home.');
  const row = await lockPatient({ ...act, transaction: null }, encounter.patientId);
  if (!row) throw new Error('The patient vanished while the prescription was written.');
  const patient = await presentPatientHeader(act, row);
  const hospital = await selectOne<{ name: string }>(act, "SELECT name FROM organizations WHERE is_own = 1 LIMIT 1", []);
  const pdf = new PDFDocument({ size: 'LETTER', margin: 54, info: { Title: 'Prescription', Producer: 'Careway', CreationDate: act.now }, lang: 'en', tagged: true });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => void pdf.on('end', () => resolve()));
  pdf.font('Helvetica-Bold').fontSize(18).fillColor(INK).text('Prescription');
  pdf.font('Helvetica').fontSize(10).fillColor(PALE).text(`${hospital?.name ?? 'Careway'} · ${act.now.toISOString().slice(0, 10)}`).moveDown();
  pdf.fillColor(INK).fontSize(12).text(patient.name).fontSize(10).fillColor(PALE).text(`Born ${patient.birthDate} · ${patient.gender} · MRN ${patient.mrn}`);
  const allergies = patient.allergies.map(({ display }) => display).join(', ');
  pdf.fillColor(INK).text(allergies === '' ? 'No allergies on record.' : `Allergies: ${allergies}`).moveDown();
  medicines.forEach((medicine, index) => writeMedicine(pdf, medicine, index + 1));
  pdf.moveDown().fontSize(9).fillColor(PALE).text('A copy for the patient and the pharmacy. It is not sent over an e-prescribing network.');
  pdf.end();
  await ended;
  return { fileName: 'prescription.pdf', contentType: 'application/pdf', base64: Buffer.concat(chunks).toString('base64') };
}

function writeMedicine(pdf: PDFKit.PDFDocument, medicine: Medicine, number: number): void {
  pdf.font('Helvetica-Bold').fontSize(12).fillColor(INK).text(`${number}. ${medicine.display}`);
  const how = [medicine.dose, medicine.route, rhythmWords(medicine)].filter(Boolean).join(', ');
  pdf.font('Helvetica').fontSize(11).text(how);
  if (medicine.instructions) pdf.text(medicine.instructions);
  pdf.text(`Dispense ${medicine.supplyQuantity ?? 'as needed'}; refills: ${medicine.refills ?? 0}.`);
  pdf.fontSize(10).fillColor(PALE).text(`Prescribed by ${medicine.orderedBy ?? 'unknown'} on ${medicine.authoredAt.slice(0, 10)}. ${medicine.verifiedAt ? `Verified by ${medicine.verifiedBy ?? 'a pharmacist'}.` : 'Not verified by a pharmacist yet.'}`).moveDown(0.8);
}
