import { type z } from 'zod';
import { formatDollars } from '../../../domain/money';
import { printable } from '../../../domain/documents/printable';
import { type filingProof } from '../../contract/claims';
import { openPdf } from '../../presenters/letters/pdf';
import { hospitalZone } from '../staff/hospitalZone';
import { DateTime } from 'luxon';

/** What was sent for a claim, when, and what the payer said to it. */
export type FilingProof = z.input<typeof filingProof>;

/** What the printed proof says besides the submissions: who billed what for whom. */
export interface Proof extends FilingProof {
  readonly hospital: string;
  readonly npi: string | null;
  readonly payer: string;
  readonly payerClaimNumber: string | null;
  readonly memberNumber: string | null;
  readonly patient: string;
  readonly chargeCents: number;
  readonly printedOn: string;
}

const KINDS: Readonly<Record<string, string>> = { original: 'Original claim', replacement: 'Replacement (frequency 7)', void: 'Void (frequency 8)', appeal: 'Appeal' };
const STATUSES: Readonly<Record<string, string>> = { sent: 'no acknowledgement on record', accepted: 'taken in by the payer', rejected: 'not taken in by the payer' };

/** Proof of timely filing as a page of US letter size. */
export async function proofPdf(proof: Proof): Promise<Buffer> {
  const { document: pdf, finish } = await openPdf({ title: `Proof of timely filing, claim ${proof.claimNumber}`, author: proof.hospital, margin: 56 });
  pdf.font('Helvetica-Bold').fontSize(16).text('Proof of timely filing').moveDown(0.3);
  pdf.font('Helvetica').fontSize(10).text(printable(`${proof.hospital}${proof.npi ? `, NPI ${proof.npi}` : ''}. Printed on ${proof.printedOn}.`)).moveDown();
  const facts: readonly (readonly [string, string | null])[] = [
    ['Payer', proof.payer], ['Claim', proof.claimNumber], ['Payer’s claim number', proof.payerClaimNumber], ['Patient', proof.patient], ['Member number', proof.memberNumber],
    ['Last day of service', proof.serviceThrough], ['Charge', formatDollars(proof.chargeCents)], ['Filing limit', proof.timelyFilingOn ?? 'none by this plan'],
  ];
  for (const [label, value] of facts) if (value) pdf.font('Helvetica-Bold').text(printable(`${label}: `), { continued: true }).font('Helvetica').text(printable(value));
  pdf.moveDown().font('Helvetica-Bold').fontSize(12).text(verdict(proof)).moveDown(0.5);
  for (const one of proof.submissions) {
    pdf.font('Helvetica-Bold').fontSize(10).text(`${one.attempt}. ${KINDS[one.kind] ?? one.kind}, sent ${moment(one.submittedAt)}`);
    pdf.font('Helvetica').text(`837 under interchange control number ${numbered(one.controlNumber)}.`);
    pdf.text(one.arrivedAt ? `999: the file arrived and could be read, ${moment(one.arrivedAt)}${under(one.arrivalControlNumber)}.` : '999: none on record.');
    pdf.text(`277CA: ${STATUSES[one.status] ?? one.status}${one.acknowledgedAt ? `, ${moment(one.acknowledgedAt)}` : ''}${under(one.acknowledgmentControlNumber)}.`);
    for (const answer of one.answers) pdf.text(printable(`Payer’s answer: ${answer}`));
    if (one.sha256) pdf.fontSize(8).fillColor('#444').text(`SHA-256 of the file sent: ${one.sha256}`).fillColor('black').fontSize(10);
    pdf.moveDown(0.6);
  }
  return finish();
}

function verdict({ timelyFilingOn, sentInTime, acceptedInTime }: Proof): string {
  if (timelyFilingOn === null) return 'This plan has no filing limit.';
  if (acceptedInTime) return 'The claim was sent within the filing limit, and the payer took it in.';
  return sentInTime ? 'The claim was first sent within the filing limit.' : 'No submission within the filing limit is on record.';
}

function numbered(controlNumber: number): string {
  return String(controlNumber).padStart(9, '0');
}

function under(controlNumber: number | null): string {
  return controlNumber === null ? '' : `, interchange ${numbered(controlNumber)}`;
}

function moment(iso: string): string {
  return DateTime.fromISO(iso, { zone: hospitalZone() }).toFormat('yyyy-MM-dd HH:mm ZZZZ');
}
