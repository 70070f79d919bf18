import type { Report } from '../core/problem';
import type { Segment } from '../core/segment';
import type { Loop } from '../grammar/loop';
import { compareAmounts, totalOf } from '../parts/money';
import { ICD_QUALIFIERS } from './healthCodes';
import type { LineAdjudication } from './lineModel';
import type { InstitutionalClaim, ProfessionalClaim } from './model';

type Claim = ProfessionalClaim | InstitutionalClaim;
type Line = Claim['lines'][number];

/** Replacement and void: the payer must be told which claim (CLM05-3). */
const NEEDS_ORIGINAL = ['7', '8'];

/** What the guides demand between the segments of a claim; `diagnoses`: how many a line of an 837P can point to. */
export function checkClaim(loop: Loop, claim: Claim, diagnoses: number, report: Report): void {
  const lines = loop.children('2400');
  checkTotal(loop, claim, report);
  checkOriginal(loop, claim, report);
  checkCodes(loop, report);
  checkNumbers(lines, claim.lines, report);
  for (const [index, line] of claim.lines.entries()) {
    if ('diagnosisPointers' in line) checkPointers(lines[index] as Loop, line.diagnosisPointers, diagnoses, report);
  }
  checkOtherPayers(loop, claim, report);
}

function checkTotal(loop: Loop, claim: Claim, report: Report): void {
  const total = claim.lines.reduce((sum, line) => sum + line.chargeCents, 0);
  if (total !== claim.chargeCents) report({ code: 'claimTotal', segment: loop.head, element: 2, loop: '2300', detail: compareAmounts(total, claim.chargeCents) });
}

function checkOriginal(loop: Loop, claim: Claim, report: Report): void {
  if (NEEDS_ORIGINAL.includes(claim.frequency) && !claim.originalPayerControlNumber) {
    report({ code: 'missingOriginalReference', segment: loop.head, element: 5, component: 3, loop: '2300' });
  }
}

function checkCodes(loop: Loop, report: Report): void {
  const revisions = new Set<string>();
  for (const hi of loop.all('HI')) {
    for (let element = 1; element < hi.elements.length; element += 1) {
      const [qualifier = '', code = ''] = hi.components(element);
      const revision = ([9, 10] as const).find((one) => (Object.values(ICD_QUALIFIERS[one]) as string[]).includes(qualifier));
      if (revision === undefined) continue;
      if (code.includes('.')) report({ code: 'codeWithPoint', segment: hi, element, component: 2, loop: '2300' });
      if (revisions.size > 0 && !revisions.has(String(revision))) report({ code: 'mixedCodeVersions', segment: hi, element, component: 1, loop: '2300' });
      revisions.add(String(revision));
    }
  }
}

function checkNumbers(loops: readonly Loop[], lines: readonly Line[], report: Report): void {
  const numbers = new Set<number>();
  const controlNumbers = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const loop = loops[index] as Loop;
    if (numbers.has(line.number)) report({ code: 'duplicateLine', segment: loop.head, element: 1, loop: '2400' });
    numbers.add(line.number);
    if (line.lineControlNumber === undefined) continue;
    if (controlNumbers.has(line.lineControlNumber)) report({ code: 'duplicateLine', segment: loop.need('REF', '6R'), element: 2, loop: '2400' });
    controlNumbers.add(line.lineControlNumber);
  }
}

function checkPointers(loop: Loop, pointers: readonly number[], diagnoses: number, report: Report): void {
  for (const [index, pointer] of pointers.entries()) {
    if (pointer > diagnoses) report({ code: 'diagnosisPointer', segment: loop.need('SV1'), element: 7, component: index + 1, loop: '2400' });
  }
}

/** Coordination of benefits: what another payer decided must balance for each line and for the claim. */
function checkOtherPayers(loop: Loop, claim: Claim, report: Report): void {
  const known = new Set(claim.otherPayers.map(({ payer }) => payer.id.value));
  for (const [index, line] of claim.lines.entries()) {
    const loops = (loop.children('2400')[index] as Loop).children('2430');
    for (const [at, { payerId }] of line.adjudications.entries()) {
      const svd = (loops[at] as Loop).head;
      if (!known.has(payerId)) report({ code: 'unknownOtherPayer', segment: svd, element: 1, loop: '2430' });
    }
    checkLineBalance(loops[0]?.head, line, report);
  }
  for (const [index, other] of claim.otherPayers.entries()) {
    const adjudications = claim.lines.flatMap((line) => line.adjudications).filter(({ payerId }) => payerId === other.payer.id.value);
    if (other.paidCents === undefined || (other.adjustments.length === 0 && adjudications.length === 0)) continue;
    const expected = claim.chargeCents - totalOf(other.adjustments) - adjudications.reduce((sum, { adjustments }) => sum + totalOf(adjustments), 0);
    const amt = loop.children('2320')[index]?.find('AMT', 'D') ?? loop.head;
    if (expected !== other.paidCents) report({ code: 'otherPayerUnbalanced', segment: amt, element: 2, loop: '2320', detail: compareAmounts(expected, other.paidCents) });
  }
}

function checkLineBalance(svd: Segment | undefined, line: Line, report: Report): void {
  if (!svd) return;
  const byPayer = new Map<string, LineAdjudication[]>();
  for (const adjudication of line.adjudications) byPayer.set(adjudication.payerId, [...(byPayer.get(adjudication.payerId) ?? []), adjudication]);
  for (const adjudications of byPayer.values()) {
    const paid = adjudications.reduce((sum, { paidCents }) => sum + paidCents, 0);
    const expected = line.chargeCents - adjudications.reduce((sum, { adjustments }) => sum + totalOf(adjustments), 0);
    if (paid !== expected) report({ code: 'otherPayerUnbalanced', segment: svd, element: 2, loop: '2430', detail: compareAmounts(expected, paid) });
  }
}
