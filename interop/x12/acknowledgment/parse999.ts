import type { Segment } from '../core/segment';
import { given, present, unlessEmpty } from '../core/text';
import type { Acknowledgment } from '../dictionary/codes';
import type { Loop } from '../grammar/loop';
import type { TransactionReader } from '../transactionSet';
import type { ElementError, ElementPosition, ErrorContext, ImplementationAcknowledgment, SegmentError, TransactionResponse } from './model';

/** Read a 999. */
export function read999(): TransactionReader {
  return { header: readAcknowledgment };
}

function readAcknowledgment(root: Loop): Omit<ImplementationAcknowledgment, 'set' | 'controlNumber'> {
  const ak1 = root.need('AK1');
  const ak9 = root.need('AK9');
  return present({
    group: present({ functionalId: ak1.at(1), controlNumber: Number(ak1.at(2)), version: ak1.optional(3) }),
    transactions: root.children('2000').map(readTransaction),
    status: ak9.at(1) as Acknowledgment,
    included: Number(ak9.at(2)),
    received: Number(ak9.at(3)),
    accepted: Number(ak9.at(4)),
    errors: readErrors(ak9, [5, 6, 7, 8, 9]),
  });
}

function readTransaction(loop: Loop): TransactionResponse {
  const ik5 = loop.need('IK5');
  return present({
    code: loop.head.at(1), controlNumber: loop.head.at(2), version: loop.head.optional(3), segments: loop.children('2100').map(readSegment),
    status: ik5.at(1) as TransactionResponse['status'], errors: readErrors(ik5, [2, 3, 4, 5, 6]),
  });
}

function readErrors(segment: Segment, positions: readonly number[]): string[] | undefined {
  return unlessEmpty(positions.map((at) => segment.at(at)).filter((code) => code !== ''));
}

function readSegment(loop: Loop): SegmentError {
  const ik3 = loop.head;
  return present({
    segmentId: ik3.at(1), position: Number(ik3.at(2)), loop: ik3.optional(3), code: ik3.at(4), contexts: readContexts(loop),
    elements: loop.children('2110').map(readElement),
  });
}

function readElement(loop: Loop): ElementError {
  const ik4 = loop.head;
  return present({ ...readPosition(ik4, 1), dataElement: ik4.optional(2), code: ik4.at(3), badValue: ik4.optional(4), contexts: readContexts(loop) });
}

function readPosition(segment: Segment, at: number): ElementPosition {
  const [element = '', component = '', repetition = ''] = segment.components(at);
  return present({ element: Number(element), component: given(component, Number), repetition: given(repetition, Number) });
}

function readContexts(loop: Loop): ErrorContext[] | undefined {
  return unlessEmpty(loop.all('CTX').map((ctx) => present({
    name: ctx.component(1, 1), reference: ctx.component(1, 2) || undefined, segmentId: ctx.optional(2), position: given(ctx.optional(3), Number),
    loop: ctx.optional(4), place: ctx.at(5) === '' ? undefined : readPosition(ctx, 5), dataElement: ctx.component(6, 1) || undefined,
  })));
}
