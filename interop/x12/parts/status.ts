import type { Draft } from '../core/draft';
import type { Segment } from '../core/segment';
import { given, present, readCents, readDate, writeCents, writeDate } from '../core/text';
import type { Loop } from '../grammar/loop';

/** One status: category (A1 received, A2 accepted, A3 returned, A7 rejected for a missing field, F1 paid …) and code. */
export interface StatusCode {
  category: string;
  code: string;
  /** Whom it is about: 85 billing provider, IL subscriber, PR payer … */
  entity?: string;
}

/** An STC: up to three statuses that explain each other. */
export interface Status {
  codes: StatusCode[];
  effectiveOn?: string;
  /** 277CA: WQ accept, U reject. */
  action?: string;
  chargeCents?: number;
  paidCents?: number;
  /** 277: when the payer decided, and the payment it went out with. */
  finalizedOn?: string;
  remittanceOn?: string;
  remittanceTrace?: string;
  message?: string;
}

const COMPOSITES = [1, 10, 11];

/** The STC segments of a loop. */
export function readStatuses(loop: Loop): Status[] {
  return loop.all('STC').map(readStatus);
}

function readStatus(stc: Segment): Status {
  return present({
    codes: COMPOSITES.filter((at) => stc.at(at) !== '').map((at) => readCode(stc, at)),
    effectiveOn: given(stc.optional(2), readDate), action: stc.optional(3), chargeCents: given(stc.optional(4), readCents),
    paidCents: given(stc.optional(5), readCents), finalizedOn: given(stc.optional(6), readDate), remittanceOn: given(stc.optional(8), readDate),
    remittanceTrace: stc.optional(9), message: stc.optional(12),
  });
}

function readCode(stc: Segment, at: number): StatusCode {
  const [category = '', code = '', entity] = stc.components(at);
  return present({ category, code, entity: entity || undefined });
}

export function draftStatuses(statuses: readonly Status[]): Draft[] {
  return statuses.map((status): Draft => {
    const [first, second, third, ...tooMany] = status.codes.map(({ category, code, entity }) => [category, code, entity]);
    return [
      'STC', first, writeDate(status.effectiveOn), status.action, writeCents(status.chargeCents), writeCents(status.paidCents),
      writeDate(status.finalizedOn), undefined, writeDate(status.remittanceOn), status.remittanceTrace, second, third, status.message, ...tooMany,
    ];
  });
}
