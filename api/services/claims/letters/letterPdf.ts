import { printable } from '../../../../domain/documents/printable';
import { openPdf } from '../../../presenters/letters/pdf';
import { type Hospital } from '../snapshot';

export interface Letter {
  readonly from: Hospital | null;
  readonly to: string;
  readonly date: string;
  readonly subject: string;
  readonly text: string;
  readonly signedBy: string;
}

const MARGIN = 64;

/** A business letter as a PDF: sender, addressee, date, subject, text, signature line. The same letter gives the same bytes but for the time of making. */
export async function letterPdf({ from, to, date, subject, text, signedBy }: Letter): Promise<Buffer> {
  const { document, finish } = await openPdf({ title: 'Letter of appeal', author: from?.name ?? 'Careway', margin: MARGIN });
  document.font('Helvetica-Bold').fontSize(12).text(printable(from?.name ?? ''));
  document.font('Helvetica').fontSize(9).text(printable(senderLines(from)));
  document.moveDown(2).fontSize(11).text(printable(`${to}\nAppeals department`));
  document.moveDown(1.5).text(date);
  document.moveDown(1).font('Helvetica-Bold').text(printable(subject));
  document.font('Helvetica').fontSize(11).moveDown(1);
  for (const paragraph of text.replace(/\r\n/g, '\n').split(/\n{2,}/)) document.text(printable(paragraph), { lineGap: 2 }).moveDown(0.8);
  document.moveDown(1).text('Sincerely,').moveDown(3).text(printable(signedBy)).text(printable(from?.name ?? ''));
  return finish();
}

function senderLines(from: Hospital | null): string {
  if (!from) return '';
  const { address } = from;
  return [address && `${address.line}, ${address.city}, ${address.state} ${address.postalCode}`, from.phone && `Telephone ${from.phone}`, [from.npi && `NPI ${from.npi}`, from.taxId && `Tax ID ${from.taxId}`].filter(Boolean).join(', ')].filter(Boolean).join('\n');
}
