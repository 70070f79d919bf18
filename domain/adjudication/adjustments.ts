/** Lists of adjustments as a remittance carries them: in order, none zero, no reason twice in one group. */
import { cents, type Cents } from '../money';
import type { Adjustment, Group, ResultLine } from './types';

/** A single adjustment, or none when it comes to zero. */
export function onlyAdjustment(group: Group, reason: string, amount: Cents): readonly Adjustment[] {
  return amount === 0 ? [] : [{ group, reason, cents: amount }];
}

/** Merges equal reasons of one group, drops what comes to zero, and sorts by group, then reason. */
export function tidyAdjustments(adjustments: readonly Adjustment[]): readonly Adjustment[] {
  const merged: Adjustment[] = [];
  for (const adjustment of adjustments) {
    const index = merged.findIndex((other) => other.group === adjustment.group && other.reason === adjustment.reason);
    const twin = merged[index];
    if (twin) merged[index] = { ...twin, cents: cents(twin.cents + adjustment.cents) };
    else merged.push(adjustment);
  }
  return merged.filter((adjustment) => adjustment.cents !== 0).sort(inOrder);
}

function inOrder(a: Adjustment, b: Adjustment): number {
  if (a.group !== b.group) return a.group < b.group ? -1 : 1;
  return compareReasons(a.reason, b.reason);
}

/** Numbers by value (3 before 45 before 204), then the lettered reasons by the alphabet. */
export function compareReasons(a: string, b: string): number {
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b);
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1;
  return a < b ? -1 : Number(a > b);
}

function isNumber(reason: string): boolean {
  return /^\d+$/.test(reason);
}

/** Every PR adjustment: what the patient owes. */
export function patientShare(adjustments: readonly Adjustment[], lines: readonly ResultLine[] = []): Cents {
  let total = sumOfPatient(adjustments);
  for (const line of lines) total += sumOfPatient(line.adjustments);
  return cents(total);
}

function sumOfPatient(adjustments: readonly Adjustment[]): number {
  let total = 0;
  for (const adjustment of adjustments) if (adjustment.group === 'PR') total += adjustment.cents;
  return total;
}
