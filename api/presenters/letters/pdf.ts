import { printable } from '../../../domain/documents/printable';

export interface OpenPdf {
  readonly document: PDFKit.PDFDocument;
  /** End the document and take its bytes. */
  finish(): Promise<Buffer>;
}

/** A document of the hospital: US Letter, standard fonts only, so that nothing is fetched or embedded. */
export async function openPdf(options: { title: string; author?: string; margin: number; at?: Date; more?: PDFKit.PDFDocumentOptions }): Promise<OpenPdf> {
  const { default: PDFDocument } = await import('pdfkit'); // read when the first page is printed: it takes a seventh of the time the API does
  const { title, author, margin, at, more } = options;
  const document = new PDFDocument({
    size: 'LETTER', margin, lang: 'en', displayTitle: true, ...more,
    info: { Title: printable(title), Producer: 'Careway', ...(author === undefined ? {} : { Author: printable(author) }), ...(at === undefined ? {} : { CreationDate: at, ModDate: at }) },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks))).on('error', reject);
  });
  return {
    document,
    finish: () => {
      document.end();
      return done;
    },
  };
}
