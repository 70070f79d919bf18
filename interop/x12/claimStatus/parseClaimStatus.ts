import { given, present, readCents, readDate, readQuantity, readTime } from '../core/text';
import type { Loop } from '../grammar/loop';
import { findPeriod } from '../parts/dates';
import { readAmount } from '../parts/money';
import { needName, readContact, readDemographics, readName } from '../parts/party';
import { needProcedure } from '../parts/procedure';
import { readStatuses } from '../parts/status';
import type { TransactionReader } from '../transactionSet';
import type {
  ClaimAnswer, ClaimInquiry, LineInquiry, StatusDependent, StatusPayer, StatusProvider, StatusReceiver, StatusSubscriber, StatusTrace,
} from './model';

type ReadClaim<Claim> = (loop: Loop) => Claim;

/** Read a 276. */
export function read276(): TransactionReader {
  return { header: (root) => readExchange(root, readInquiry) };
}

/** Read a 277. */
export function read277(): TransactionReader {
  return { header: (root) => readExchange(root, readAnswer) };
}

function readExchange<Claim>(root: Loop, readClaim: ReadClaim<Claim>) {
  const bht = root.need('BHT');
  return {
    reference: bht.at(3), createdOn: readDate(bht.at(4)), createdAt: readTime(bht.at(5)),
    payers: root.children('2000A').map((loop) => readPayer(loop, readClaim)),
  };
}

function readPayer<Claim>(loop: Loop, readClaim: ReadClaim<Claim>): StatusPayer<Claim> {
  const party = loop.needChild('2100A');
  return present({
    name: party.head.at(3), id: { qualifier: party.head.at(8), value: party.head.at(9) }, contact: given(party.find('PER'), readContact),
    receivers: loop.children('2000B').map((receiver) => readReceiver(receiver, readClaim)),
  });
}

function readReceiver<Claim>(loop: Loop, readClaim: ReadClaim<Claim>): StatusReceiver<Claim> {
  const { head } = loop.needChild('2100B');
  return present({
    name: readName(head), id: head.at(9), answer: given(loop.child('2200B'), readTrace),
    providers: loop.children('2000C').map((provider) => readProvider(provider, readClaim)),
  });
}

function readProvider<Claim>(loop: Loop, readClaim: ReadClaim<Claim>): StatusProvider<Claim> {
  return present({
    names: loop.children('2100C').map(({ head }) => present({ name: readName(head), id: { qualifier: head.at(8), value: head.at(9) } })),
    answer: given(loop.child('2200C'), readTrace),
    subscribers: loop.children('2000D').map((subscriber) => readSubscriber(subscriber, readClaim)),
  });
}

function readTrace(loop: Loop): StatusTrace {
  return { trace: loop.head.at(2), statuses: readStatuses(loop) };
}

function readSubscriber<Claim>(loop: Loop, readClaim: ReadClaim<Claim>): StatusSubscriber<Claim> {
  const { head } = loop.needChild('2100D');
  return present({
    name: needName(head), memberId: { qualifier: head.at(8), value: head.at(9) }, ...readDemographics(loop),
    claims: loop.children('2200D').map(readClaim), dependents: loop.children('2000E').map((dependent) => readDependent(dependent, readClaim)),
  });
}

function readDependent<Claim>(loop: Loop, readClaim: ReadClaim<Claim>): StatusDependent<Claim> {
  return present({ name: needName(loop.needChild('2100E').head), ...readDemographics(loop), claims: loop.children('2200E').map(readClaim) });
}

function readReferences(loop: Loop) {
  return {
    trace: loop.head.at(2),
    payerControlNumber: loop.find('REF', '1K')?.at(2),
    billType: loop.find('REF', 'BLT')?.at(2),
    patientControlNumber: loop.find('REF', 'EJ')?.at(2),
    prescription: loop.find('REF', 'XZ')?.at(2),
    clearinghouseNumber: loop.find('REF', 'D9')?.at(2),
    service: findPeriod(loop, '472'),
  };
}

function linesOf(loop: Loop): Loop[] {
  return loop.loops.filter(({ head }) => head.id === 'SVC');
}

function readInquiry(loop: Loop): ClaimInquiry {
  return present({
    ...readReferences(loop), applicationLocation: loop.find('REF', 'LU')?.at(2), groupNumber: loop.find('REF', '6P')?.at(2),
    chargeCents: readAmount(loop, 'T3'), lines: linesOf(loop).map((line) => present(readLine(line))),
  });
}

function readAnswer(loop: Loop): ClaimAnswer {
  return present({
    ...readReferences(loop), statuses: readStatuses(loop), voucher: loop.find('REF', 'VV')?.at(2),
    lines: linesOf(loop).map((line) => present({ ...readLine(line), paidCents: given(line.head.optional(3), readCents), statuses: readStatuses(line) })),
  });
}

function readLine(loop: Loop): LineInquiry {
  const svc = loop.head;
  return {
    procedure: needProcedure(svc, 1), chargeCents: readCents(svc.at(2)), revenueCode: svc.optional(4), units: given(svc.optional(7), readQuantity),
    lineControlNumber: loop.find('REF', 'FJ')?.at(2), service: findPeriod(loop, '472') ?? { from: '', through: '' },
  };
}
