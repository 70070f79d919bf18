import { formatDecimal } from '../../../domain/money';
import type { Draft } from '../core/draft';
import type { Segment } from '../core/segment';
import { present, readCents, readQuantity, writeCents, writeQuantity } from '../core/text';
import type { AdjustmentGroup } from '../dictionary/codes';
import type { Loop } from '../grammar/loop';
import type { Adjustment, QualifiedAmount, QualifiedQuantity } from './model';

/** A CAS holds one group code and up to six triplets of reason, amount, quantity. */
const TRIPLETS = [2, 5, 8, 11, 14, 17];

/** All adjustments of a loop, in order. */
export function readAdjustments(loop: Loop): Adjustment[] {
  const adjustments: Adjustment[] = [];
  for (const cas of loop.all('CAS')) {
    for (const at of TRIPLETS) if (cas.at(at) !== '') adjustments.push(readTriplet(cas, at));
  }
  return adjustments;
}

function readTriplet(cas: Segment, at: number): Adjustment {
  return present({
    group: cas.at(1) as AdjustmentGroup, reason: cas.at(at), cents: readCents(cas.at(at + 1)),
    quantity: cas.at(at + 2) === '' ? undefined : readQuantity(cas.at(at + 2)),
  });
}

/** Neighbours of one group share a CAS, up to six of them. */
export function draftAdjustments(adjustments: readonly Adjustment[]): Draft[] {
  const runs: Adjustment[][] = [];
  for (const adjustment of adjustments) {
    const run = runs.at(-1);
    if (run && run.length < TRIPLETS.length && run[0]?.group === adjustment.group) run.push(adjustment);
    else runs.push([adjustment]);
  }
  return runs.map((run) => [
    'CAS', run[0]?.group, ...run.flatMap(({ reason, cents, quantity }) => [reason, writeCents(cents), writeQuantity(quantity)]),
  ]);
}

export function readAmounts(loop: Loop, except: readonly string[] = []): QualifiedAmount[] {
  return loop.all('AMT').filter((amt) => !except.includes(amt.at(1))).map((amt) => ({ qualifier: amt.at(1), cents: readCents(amt.at(2)) }));
}

/** The amount with this qualifier, in cents. */
export function readAmount(loop: Loop, qualifier: string): number | undefined {
  const amt = loop.find('AMT', qualifier);
  return amt && readCents(amt.at(2));
}

export function draftAmounts(amounts: readonly QualifiedAmount[] | undefined): Draft[] {
  return (amounts ?? []).map(({ qualifier, cents }) => ['AMT', qualifier, writeCents(cents)]);
}

export function draftAmount(qualifier: string, cents: number | undefined): Draft[] {
  return cents === undefined ? [] : [['AMT', qualifier, writeCents(cents)]];
}

export function readQuantities(loop: Loop): QualifiedQuantity[] {
  return loop.all('QTY').map((qty) => ({ qualifier: qty.at(1), quantity: readQuantity(qty.at(2)) }));
}

export function draftQuantities(quantities: readonly QualifiedQuantity[] | undefined): Draft[] {
  return (quantities ?? []).map(({ qualifier, quantity }) => ['QTY', qualifier, writeQuantity(quantity)]);
}

/** Sum of adjustments, in cents. */
export function totalOf(adjustments: readonly Adjustment[]): number {
  return adjustments.reduce((sum, { cents }) => sum + cents, 0);
}

/** What a balance says to people. */
export function compareAmounts(expected: number, stated: number): string {
  return `${formatDecimal(expected)} expected, ${formatDecimal(stated)} stated`;
}
