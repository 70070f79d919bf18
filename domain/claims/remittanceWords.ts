import { formatDollars } from '../money';
import { adjustmentWords, RARC } from './carc';
import { type SettledClaim, type SettledLine } from './settlement';

const STATUS_WORDS: Readonly<Record<string, string>> = {
  '1': 'Processed as primary', '2': 'Processed as secondary', '3': 'Processed as tertiary', '4': 'Denied: member not known', '19': 'Processed as primary and passed on',
  '20': 'Processed as secondary and passed on', '22': 'Earlier answer undone', '23': 'Not this payer’s claim, passed on', '25': 'Predetermination only',
};

/** CLP02 in words. */
export function claimStatusWords(statusCode: string): string {
  return STATUS_WORDS[statusCode] ?? `Status ${statusCode}`;
}

/** A payer's answer line by line, in sentences a biller understands; claim-level adjustments first. */
export function remittanceSentences(settled: SettledClaim, remarks: readonly string[]): string[] {
  const whole = settled.adjustments.map((one) => `${formatDollars(one.cents)} ${adjustmentWords(one)}`);
  return [...whole, ...settled.lines.map(lineSentence), ...remarks.map(remarkSentence)];
}

function lineSentence(line: SettledLine, index: number): string {
  const what = line.procedure ?? (line.revenueCode === null ? 'service' : `revenue code ${line.revenueCode}`);
  const reasons = line.adjustments.map((one) => `${formatDollars(one.cents)} ${adjustmentWords(one)}`);
  const said = [...reasons, ...line.remarks.map(remarkSentence)];
  return `Line ${line.lineControlNumber ?? index + 1} (${what}): ${formatDollars(line.paidCents)} of ${formatDollars(line.chargeCents)} paid${said.length > 0 ? `; ${said.join('; ')}` : ''}.`;
}

function remarkSentence(code: string): string {
  return `Remark ${code}${RARC[code] ? `: ${RARC[code]}` : ''}`;
}
