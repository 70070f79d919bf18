import type { Draft } from '../core/draft';
import type { ElementError, ElementPosition, ErrorContext, ImplementationAcknowledgment, SegmentError, TransactionResponse } from './model';

/** The segments of a 999 between ST and SE. */
export function draft999(acknowledgment: ImplementationAcknowledgment): Draft[] {
  const { group, status, included, received, accepted, errors } = acknowledgment;
  return [
    ['AK1', group.functionalId, String(group.controlNumber), group.version],
    ...acknowledgment.transactions.flatMap(draftTransaction),
    ['AK9', status, String(included), String(received), String(accepted), ...(errors ?? [])],
  ];
}

function draftTransaction(response: TransactionResponse): Draft[] {
  return [
    ['AK2', response.code, response.controlNumber, response.version],
    ...response.segments.flatMap(draftSegment),
    ['IK5', response.status, ...(response.errors ?? [])],
  ];
}

function draftSegment(segment: SegmentError): Draft[] {
  return [
    ['IK3', segment.segmentId, String(segment.position), segment.loop, segment.code],
    ...draftContexts(segment.contexts),
    ...segment.elements.flatMap(draftElement),
  ];
}

function draftElement(element: ElementError): Draft[] {
  return [['IK4', place(element), element.dataElement, element.code, element.badValue], ...draftContexts(element.contexts)];
}

function draftContexts(contexts: readonly ErrorContext[] | undefined): Draft[] {
  return (contexts ?? []).map((context): Draft => [
    'CTX', [context.name, context.reference], context.segmentId, numeral(context.position), context.loop, context.place && place(context.place),
    context.dataElement === undefined ? undefined : [context.dataElement],
  ]);
}

function place({ element, component, repetition }: ElementPosition): (string | undefined)[] {
  return [String(element), numeral(component), numeral(repetition)];
}

function numeral(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
