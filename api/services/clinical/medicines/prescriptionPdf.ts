import { printable } from '../../../../domain/documents/printable';
import { rhythmWords } from '../../../../domain/medicines/prescription';
import { type Medicine } from '../lists/medicines';
import { openPdf } from '../../../presenters/letters/pdf';
import { hospitalDay } from '../../staff/hospitalZone';

const INK = '#14202b';
const PALE = '#51606d';
const MARGIN = 54;
/** A medicine stands whole on its page as long as it fits on one. */
const BLOCK = 96;

export interface Prescription {
  readonly hospital: string;
  /** "YYYY-MM-DD" */
  readonly on: string;
  readonly patient: { readonly name: string; readonly birthDate: string; readonly gender: string; readonly mrn: string; readonly allergies: readonly string[] };
  readonly medicines: readonly Pick<Medicine, 'display' | 'dose' | 'route' | 'schedule' | 'everyHours' | 'dosesPlanned' | 'maxPerDay' | 'instructions' | 'supplyQuantity' | 'refills' | 'orderedBy' | 'authoredAt' | 'verifiedAt' | 'verifiedBy'>[];
}

/** The medicines to take home on pages of US letter size. Each page says whose it is and how many there are, so that pages cannot be mixed up. */
export async function prescriptionPdf({ hospital, on, patient, medicines }: Prescription): Promise<Buffer> {
  const { document: pdf, finish } = await openPdf({ title: 'Prescription', margin: MARGIN, more: { bufferPages: true } });
  pdf.font('Helvetica-Bold').fontSize(18).fillColor(INK).text('Prescription');
  pdf.font('Helvetica').fontSize(10).fillColor(PALE).text(printable(`${hospital} · ${on}`)).moveDown();
  pdf.fillColor(INK).fontSize(12).text(printable(patient.name)).fontSize(10).fillColor(PALE).text(`Born ${patient.birthDate} · ${patient.gender} · MRN ${printable(patient.mrn)}`);
  pdf.fillColor(INK).text(patient.allergies.length === 0 ? 'No allergies on record.' : printable(`Allergies: ${patient.allergies.join(', ')}`)).moveDown();
  medicines.forEach((medicine, index) => writeMedicine(pdf, medicine, index + 1));
  pdf.moveDown().fontSize(9).fillColor(PALE).text('A copy for the patient and the pharmacy. It is not sent over an e-prescribing network.');
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(page);
    pdf.page.margins.bottom = 0; // the line stands below what text may reach
    pdf.fontSize(9).fillColor(PALE).text(`Page ${page + 1} of ${count} · MRN ${printable(patient.mrn)} · ${printable(patient.name)}`, MARGIN, pdf.page.height - 36, { width: pdf.page.width - 2 * MARGIN, height: 11, ellipsis: true });
  }
  return finish();
}

function writeMedicine(pdf: PDFKit.PDFDocument, medicine: Prescription['medicines'][number], number: number): void {
  if (pdf.y + BLOCK > pdf.page.height - MARGIN) pdf.addPage();
  pdf.font('Helvetica-Bold').fontSize(12).fillColor(INK).text(printable(`${number}. ${medicine.display}`));
  const how = [medicine.dose, medicine.route, rhythmWords(medicine)].filter(Boolean).join(', ');
  pdf.font('Helvetica').fontSize(11).text(printable(how));
  if (medicine.instructions) pdf.text(printable(medicine.instructions));
  pdf.text(`Dispense ${medicine.supplyQuantity ?? 'as needed'}; refills: ${medicine.refills ?? 0}.`);
  pdf.fontSize(10).fillColor(PALE).text(printable(`Prescribed by ${medicine.orderedBy ?? 'unknown'} on ${hospitalDay(new Date(medicine.authoredAt))}. ${medicine.verifiedAt ? `Verified by ${medicine.verifiedBy ?? 'a pharmacist'}.` : 'Not verified by a pharmacist yet.'}`)).moveDown(0.8);
}
