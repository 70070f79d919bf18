import type { Acknowledgment } from '../dictionary/codes';

/** 999: how a functional group was received, by syntax and guide. Says nothing of whether claims were accepted; a 277CA does. */
export interface ImplementationAcknowledgment {
  set: '999';
  controlNumber: string;
  /** The group answered (AK1): its GS01, GS06 and GS08. */
  group: { functionalId: string; controlNumber: number; version?: string };
  transactions: TransactionResponse[];
  /** AK901 */
  status: Acknowledgment;
  /** Transaction sets the group said to hold, sets received, sets accepted. */
  included: number;
  received: number;
  accepted: number;
  /** AK905 to AK909 */
  errors?: string[];
}

/** AK2 to IK5 */
export interface TransactionResponse {
  /** ST01, ST02 and ST03 of the set answered. */
  code: string;
  controlNumber: string;
  version?: string;
  segments: SegmentError[];
  status: 'A' | 'E' | 'M' | 'R' | 'W' | 'X';
  /** IK502 to IK506 */
  errors?: string[];
}

/** IK3 */
export interface SegmentError {
  segmentId: string;
  /** ST is 1. */
  position: number;
  loop?: string;
  /** IK304 */
  code: string;
  contexts?: ErrorContext[];
  elements: ElementError[];
}

/** IK4 */
export interface ElementError extends ElementPosition {
  /** Number in the X12 dictionary. */
  dataElement?: string;
  /** IK403 */
  code: string;
  /** What stood there; may be patient data. */
  badValue?: string;
  contexts?: ErrorContext[];
}

export interface ElementPosition {
  element: number;
  component?: number;
  repetition?: number;
}

/** CTX: which unit of business, or what situation, the error belongs to. */
export interface ErrorContext {
  name: string;
  reference?: string;
  segmentId?: string;
  position?: number;
  loop?: string;
  place?: ElementPosition;
  dataElement?: string;
}
