import { CLAIM_STATUSES, type Adjustment, type EarlierResult, type HistoryEntry, type ResultLine } from '../types';
import { readAdjustment, readClaim } from './claim';
import {
  isGiven, readChoice, readCodes, readList, readObject, readSignedCents, readWhole, type Json,
} from './readers';
import type { Cents } from '../../money';

const ENTRY_KEYS: ReadonlySet<string> = new Set<keyof HistoryEntry>(['claim', 'result']);

/**
 * An earlier claim with its result. The claim is read as strictly as a new one. Of the result, what a reversal uses must have the
 * right form; other keys (explanations, accumulators of the time, another system's notes) pass unread, and amounts may be
 * left out until the claim is the one to be reversed.
 */
export function readHistoryEntry(value: unknown, path: string): HistoryEntry {
  const entry = readObject(value, path, ENTRY_KEYS);
  return { claim: readClaim(entry.claim, `${path}.claim`), result: readEarlierResult(entry.result, `${path}.result`) };
}

function readEarlierResult(value: unknown, path: string): EarlierResult {
  const result = readObject(value, path);
  return {
    status: isGiven(result.status) ? readChoice(result, 'status', path, CLAIM_STATUSES) : null,
    chargeCents: readSignedOrNull(result, 'chargeCents', path),
    paidCents: readSignedOrNull(result, 'paidCents', path),
    patientResponsibilityCents: readSignedOrNull(result, 'patientResponsibilityCents', path),
    adjustments: readAdjustments(result, path),
    remarks: readCodes(result, 'remarks', path),
    lines: isGiven(result.lines) ? readList(result, 'lines', path, readResultLine) : null,
  };
}

function readResultLine(value: unknown, path: string): ResultLine {
  const line = readObject(value, path);
  return {
    number: readWhole(line, 'number', path, 1),
    chargeCents: readSignedCents(line, 'chargeCents', path),
    allowedCents: readSignedOrNull(line, 'allowedCents', path),
    paidCents: readSignedOrNull(line, 'paidCents', path),
    adjustments: readAdjustments(line, path),
    remarks: readCodes(line, 'remarks', path),
  };
}

function readAdjustments(object: Json, path: string): readonly Adjustment[] {
  return readList(object, 'adjustments', path, (item, itemPath) => readAdjustment(item, itemPath));
}

function readSignedOrNull(object: Json, key: string, path: string): Cents | null {
  return isGiven(object[key]) ? readSignedCents(object, key, path) : null;
}
