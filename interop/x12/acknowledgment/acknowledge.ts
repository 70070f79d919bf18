import { type ProblemKind, problemKind, type X12Problem } from '../core/problem';
import type { X12Event } from '../events';
import type { ElementError, ImplementationAcknowledgment, SegmentError, TransactionResponse } from './model';

/** IK304 and IK502: the segment, the set has errors of its parts. */
const HAS_ELEMENT_ERRORS = '8';
const HAS_SEGMENT_ERRORS = '5';

/** Loop identifiers have four characters in a 999: 2010AA is told as 2010. */
const LOOP_LENGTH = 4;

type GroupAcknowledgment = Omit<ImplementationAcknowledgment, 'controlNumber'>;

/**
 * Makes the 999 that answers each group of an interchange, out of the events of reading it. Syntax and guide errors reject
 * a transaction set; balancing and what lies between segments (SNIP 3, 4) is for a 277CA to say. The caller numbers the
 * transaction sets.
 */
export class Acknowledger {
  /** One for each group that has ended. */
  readonly acknowledgments: GroupAcknowledgment[] = [];
  private group: GroupAcknowledgment['group'] | null = null;
  private transactions: TransactionResponse[] = [];
  private groupErrors: string[] = [];

  take(event: X12Event): void {
    switch (event.kind) {
      case 'group':
        this.group = { functionalId: event.functionalId, controlNumber: event.group.controlNumber, version: event.group.version };
        this.transactions = [];
        this.groupErrors = [];
        return;
      case 'transaction':
        this.transactions.push({ code: event.transaction.code, controlNumber: event.transaction.controlNumber, version: event.transaction.version, segments: [], status: 'A' });
        return;
      case 'problem':
        return this.takeProblem(event.problem);
      case 'groupEnd':
        return this.closeGroup(event.stated ?? event.transactions);
      default:
        return;
    }
  }

  private takeProblem(problem: X12Problem): void {
    const kind = problemKind(problem.code);
    if (problem.severity === 'warning') return;
    if (kind.group && problem.transaction === undefined) this.groupErrors.push(kind.group);
    const response = problem.transaction === undefined ? undefined : this.transactions.at(-1);
    if (!response) return;
    if (kind.set) reject(response, kind.set);
    if (kind.segment || kind.element) noteSegment(response, problem, kind);
  }

  private closeGroup(included: number): void {
    if (!this.group) return;
    const errors = unique(this.groupErrors).slice(0, 5);
    const received = this.transactions.length;
    const accepted = errors.length > 0 ? 0 : this.transactions.filter(({ status }) => status === 'A').length;
    const status = accepted === received && errors.length === 0 ? 'A' : accepted === 0 ? 'R' : 'P';
    this.acknowledgments.push({ set: '999', group: this.group, transactions: this.transactions, status, included, received, accepted, ...(errors.length > 0 && { errors }) });
    this.group = null;
  }
}

function reject(response: TransactionResponse, error: string): void {
  response.status = 'R';
  response.errors = unique([...(response.errors ?? []), error]).slice(0, 5);
}

function noteSegment(response: TransactionResponse, problem: X12Problem, kind: ProblemKind): void {
  reject(response, HAS_SEGMENT_ERRORS);
  if (!/^[A-Z][A-Z0-9]{1,2}$/.test(problem.segmentId)) return;
  const segment = segmentOf(response, problem, kind.segment ?? HAS_ELEMENT_ERRORS);
  if (kind.element && problem.element !== undefined) segment.elements.push(elementOf(problem, kind.element));
}

/** The IK3 of this segment and code; its element errors gather under one. */
function segmentOf(response: TransactionResponse, problem: X12Problem, code: string): SegmentError {
  const position = problem.setSegment ?? 1;
  const known = response.segments.find((segment) => segment.position === position && segment.code === code && code === HAS_ELEMENT_ERRORS);
  if (known) return known;
  const segment: SegmentError = { segmentId: problem.segmentId, position, ...(problem.loop && { loop: problem.loop.slice(0, LOOP_LENGTH) }), code, elements: [] };
  response.segments.push(segment);
  return segment;
}

function elementOf({ element = 1, component, dataElement }: X12Problem, code: string): ElementError {
  return { element, ...(component !== undefined && { component }), ...(dataElement && /^\d+$/.test(dataElement) && { dataElement }), code };
}

function unique(codes: readonly string[]): string[] {
  return [...new Set(codes)];
}
