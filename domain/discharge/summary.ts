import { type SimpleField } from '../tasks/form';

/** The parts of a discharge summary, in the order they are read. */
export const SUMMARY_SECTIONS = [
  { name: 'diagnoses', label: 'Diagnoses' },
  { name: 'summary', label: 'Course of the stay', required: true },
  { name: 'procedures', label: 'Procedures' },
  { name: 'results', label: 'Results to know' },
  { name: 'medicines', label: 'Medicines to take home' },
  { name: 'followUp', label: 'Follow-up' },
  { name: 'advice', label: 'What to watch for' },
] as const;
export type SummarySection = (typeof SUMMARY_SECTIONS)[number]['name'];

/** A part of a signed summary: its heading and its text. */
export interface SummaryPart {
  readonly label: string;
  readonly text: string;
}

/** The sections as fields of the form a physician edits and signs. */
export function summaryFields(): SimpleField[] {
  return SUMMARY_SECTIONS.map((section): SimpleField => ({ name: section.name, label: section.label, kind: 'longText', maxLength: section.name === 'summary' ? 8000 : 3000, ...('required' in section ? { required: true } : {}) }));
}

/** One text, as it is signed: each heading on a line of its own above its part; empty parts are left out. */
export function composeSummary(values: Readonly<Record<string, unknown>>): string {
  return SUMMARY_SECTIONS.flatMap(({ name, label }) => {
    const text = values[name];
    return typeof text === 'string' && text.trim() !== '' ? [`${label}\n${text.trim()}`] : [];
  }).join('\n\n');
}

/** The parts of a signed text. Lines before the first known heading, as in an older or amended text, are a part without a heading. */
export function partsOfSummary(text: string): SummaryPart[] {
  const headings = new Set<string>(SUMMARY_SECTIONS.map(({ label }) => label));
  const parts: { label: string; lines: string[] }[] = [{ label: '', lines: [] }];
  for (const line of text.split('\n')) {
    if (headings.has(line.trim())) parts.push({ label: line.trim(), lines: [] });
    else parts[parts.length - 1]?.lines.push(line);
  }
  return parts.map(({ label, lines }) => ({ label, text: lines.join('\n').trim() })).filter((part) => part.text !== '');
}
