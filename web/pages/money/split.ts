import { type contract } from '../../../api/client';
import { type Reply } from '../../http/visit';
import { amountFields, amountsOf, type CodedAmount } from './amounts';

type Detail = Reply<typeof contract.readAnswer>;
type Part = { claimNumber: string | null } & ({ lines: number[] } | { chargeCents: number; paidCents: number; adjustments: CodedAmount[] });

/** How many parts the form has room for; one left empty is none. More are made by splitting a part again. */
const PARTS = [1, 2, 3] as const;

/** The split form: by service lines when the answer has them, else by amounts. */
export function splitView({ answer, lines }: Detail, posted: URLSearchParams): object {
  const part = (number: number) => ({ number, claimNumber: posted.get(`part.${number}.claim`) ?? (number === 1 ? answer.claimNumber : '') });
  if (lines.length > 1) {
    return {
      parts: PARTS.map(part),
      lines: lines.map((line) => ({ ...line, options: PARTS.map((number) => ({ value: number, chosen: String(number) === (posted.get(`part.line.${line.position}`) ?? '1') })) })),
    };
  }
  return { parts: [1, 2].map((number) => ({ ...part(number), amounts: amountFields(`part.${number}.`, { charge: null, paid: null, adjustments: [] }, posted) })) };
}

/** What the split form says. */
export function splitOf(posted: URLSearchParams, lineCount: number): Part[] {
  const claimNumber = (number: number) => posted.get(`part.${number}.claim`)?.trim() || null;
  if (lineCount <= 1) return [1, 2].map((number) => ({ claimNumber: claimNumber(number), ...amountsOf(posted, `part.${number}.`) }));
  const positions = Array.from({ length: lineCount }, (_, index) => index + 1);
  const parts = PARTS.map((number) => ({ claimNumber: claimNumber(number), lines: positions.filter((position) => Number(posted.get(`part.line.${position}`)) === number) }));
  return parts.filter(({ lines }) => lines.length > 0);
}
