import PDFDocument from 'pdfkit';
import { prescriptionPdf } from '../../api/services/clinical/medicines/prescriptionPdf';
import { breachPdf } from '../../web/pages/breaches/breachPdf';
import { summaryPdf } from '../../web/pages/discharge/summaryPdf';
import { type PdfPage, readPdf } from '../support/pdfText';

const LONG_NAME = `Dr. ${'Maximiliana-Philippa '.repeat(6)}Wolfeschlegelsteinhausenbergerdorff-${'Szczebrzeszyńska'.repeat(4)}`;
const patient = { name: LONG_NAME, birthDate: '1946-08-18', gender: 'female', mrn: 'M12345678' };

/** Text that leaves its page to the right or below. */
function overflow(pages: readonly PdfPage[]): string[] {
  const ruler = new PDFDocument();
  return pages.flatMap(({ width, height, runs }) => runs.filter(({ text, x, y, size, font }) => x + ruler.font(font).fontSize(size).widthOfString(text) > width - 30 || y > height - 20).map(({ text }) => text));
}

const medicine = (number: number) => ({
  display: `Medicine ${number} ${'with a name as long as those of combination products are '.repeat(3)}325 MG / 37.5 MG Oral Tablet`, dose: '1 tablet', route: 'oral', schedule: 'scheduled' as const, everyHours: 8, dosesPlanned: null, maxPerDay: null,
  instructions: 'Mit viel Wasser – with food; ≥ 2 h after milk. Łukasz knows. 薬', supplyQuantity: 30, refills: 2, orderedBy: 'Elena Petrova', authoredAt: '2026-11-20T10:00:00.000Z', verifiedAt: number % 2 ? '2026-11-20T11:00:00.000Z' : null, verifiedBy: 'Fatima Zahrani',
});

describe('the prescription on paper', () => {
  test('of many medicines with long names runs over pages; none is cut off, lost or torn in two, and each page says whose it is', async () => {
    const pages = readPdf(await prescriptionPdf({ hospital: 'Careway General Hospital', on: '2026-11-20', patient: { ...patient, allergies: Array.from({ length: 40 }, (_, n) => `Substance ${n}`) }, medicines: Array.from({ length: 30 }, (_, n) => medicine(n + 1)) }));
    expect(pages.length).toBeGreaterThan(3);
    expect(overflow(pages)).toEqual([]);
    const text = pages.map(({ lines }) => lines.join(' ')).join(' ');
    for (let number = 1; number <= 30; number += 1) {
      const page = pages.find(({ lines }) => lines.some((line) => line.startsWith(`${number}. Medicine ${number} `)))?.lines ?? [];
      const at = page.findIndex((line) => line.startsWith(`${number}. Medicine ${number} `));
      expect(page.slice(at, at + 9).some((line) => line.startsWith('Prescribed by Elena Petrova on 2026-11-20.'))).toBe(true);
    }
    expect(text.match(/Dispense 30; refills: 2\./g)).toHaveLength(30);
    expect(text.match(/Not verified by a pharmacist yet\./g)).toHaveLength(15);
    expect(text).toContain('1 tablet, oral, every 8 h');
    expect(text).toContain('with food; >= 2 h after milk. Lukasz knows. ?');
    expect(text).toContain('Substance 39');
    pages.forEach(({ lines }, index) => expect(lines.at(-1)).toMatch(new RegExp(`^Page ${index + 1} of ${pages.length} · MRN M12345678 · Dr\\. Maximiliana`)));
  });

  test('of one medicine is one page', async () => {
    const [page, ...more] = readPdf(await prescriptionPdf({ hospital: 'Careway General Hospital', on: '2026-11-20', patient: { ...patient, name: 'Ida Aldermoor', allergies: [] }, medicines: [medicine(1)] }));
    expect(more).toEqual([]);
    expect(page?.lines.slice(0, 3)).toEqual(['Prescription', 'Careway General Hospital · 2026-11-20', 'Ida Aldermoor']);
    expect(page?.lines).toContain('No allergies on record.');
    expect(page?.lines.at(-1)).toBe('Page 1 of 1 · MRN M12345678 · Ida Aldermoor');
  });
});

describe('the discharge summary on paper', () => {
  const summary = (parts: readonly { label: string; text: string }[], name = LONG_NAME) => summaryPdf({
    patient: { ...patient, name, allergies: [{ display: 'Penicillin' }] }, admittedAt: '2026-11-18T09:00:00.000Z', dischargedAt: '2026-11-20T14:00:00.000Z', parts,
    versions: [{ author: 'Elena Petrova', signedAt: '2026-11-20T13:00:00.000Z', isAmendment: true }, { author: 'Elena Petrova', signedAt: '2026-11-20T12:00:00.000Z', isAmendment: false }],
  } as unknown as Parameters<typeof summaryPdf>[0], 'America/New_York');

  test('keeps every part, over as many pages as it takes, and no heading alone at the foot of one', async () => {
    const parts = Array.from({ length: 12 }, (_, n) => ({ label: `Part ${n}`, text: Array.from({ length: 12 }, (_line, line) => `Line ${n}.${line} of what was found, thought and done, SpO₂ ≥ 94 %.`).join('\n') }));
    const pages = readPdf(await summary(parts));
    expect(pages.length).toBeGreaterThan(2);
    expect(overflow(pages)).toEqual([]);
    const lines = pages.flatMap((page) => page.lines);
    for (const { label, text } of parts) {
      expect(lines).toContain(label);
      for (const line of text.split('\n')) expect(lines).toContain(line.replace('₂', '2').replace('≥', '>='));
    }
    for (const page of pages) expect(page.lines.at(-2)).not.toMatch(/^Part /);
    expect(lines.join(' ')).toMatch(/Signed by Elena Petrova, Fri, Nov 20, 2026, 08:00 \(amended; first signed Fri, Nov 20, 2026, 07:00\)/);
    expect(lines.join(' ')).toContain('Allergies: Penicillin');
  });

  test('of a few words is one page', async () => {
    const pages = readPdf(await summary([{ label: 'Course', text: 'Recovered well.' }], 'Ida Aldermoor'));
    expect(pages).toHaveLength(1);
    expect(pages[0]?.lines.at(-1)).toBe('Page 1 of 1 · MRN M12345678 · Ida Aldermoor');
  });
});

test('the report of a breach names everybody affected over as many pages as it takes, with the deadlines', async () => {
  const person = { id: 'x', name: LONG_NAME };
  const reached = (number: number) => ({ patient: { name: `Family${number}, Given`, mrn: `M${number}` }, reads: 2, firstAt: '2026-11-20T10:00:00.000Z', lastAt: '2026-11-20T11:00:00.000Z', what: ['looked at the record', 'saw the record in a list'], by: [LONG_NAME], state: 'MA', isReachable: true });
  const pages = readPdf(await breachPdf({
    number: 'BR-000007', discoveredOn: '2026-11-20', from: '2026-11-19T00:00:00.000Z', to: '2026-11-20T12:00:00.000Z', finding: 'breach', actor: person, patient: null, story: 'Opened out of curiosity. '.repeat(60), assessment: 'Read, not copied.', decidedBy: person,
    decidedAt: '2026-11-21T10:00:00.000Z', isWhole: true, needsSubstituteNotice: true, affected: { people: 80, byState: { MA: 80 }, unreachable: 12 }, actors: [{ name: LONG_NAME, reads: 160 }],
    duties: [{ notice: 'individuals', dueOn: '2027-01-19', why: 'Each by first-class mail.', sentOn: null }], patients: Array.from({ length: 80 }, (_, n) => reached(n)),
  } as unknown as Parameters<typeof breachPdf>[0], 'America/New_York', '2026-11-22T10:00:00.000Z'));
  expect(pages.length).toBeGreaterThan(2);
  expect(overflow(pages)).toEqual([]);
  const lines = pages.flatMap((page) => page.lines);
  for (let number = 0; number < 80; number += 1) expect(lines).toContain(`Family${number}, Given, MRN M${number}, MA`);
  expect(lines.join(' ')).toContain('Everybody affected, in writing: by Jan 19, 2027, not sent yet.');
  expect(lines.join(' ')).toContain('12 cannot be written to');
  expect(pages.at(-1)?.lines.at(-1)).toBe(`Page ${pages.length} of ${pages.length} · BR-000007`);
});
