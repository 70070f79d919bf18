import { given, present, readCents, readDate, readQuantity, readTime, unlessEmpty } from '../core/text';
import type { Loop } from '../grammar/loop';
import { findDay, findPeriod } from '../parts/dates';
import { readAmount } from '../parts/money';
import { needName, readIdentifier, readReferences } from '../parts/party';
import { needProcedure } from '../parts/procedure';
import { readStatuses } from '../parts/status';
import type { TransactionReader } from '../transactionSet';
import type { AcknowledgedClaim, AcknowledgedLine, AcknowledgedPatient, AcknowledgedProvider, ClaimAcknowledgment, Tally } from './model';

/** Read a 277CA. */
export function read277ca(): TransactionReader {
  return { header: readAcknowledgment };
}

function readAcknowledgment(root: Loop): Omit<ClaimAcknowledgment, 'set' | 'controlNumber'> {
  const bht = root.need('BHT');
  const sourceLevel = root.needChild('2000A');
  const source = sourceLevel.needChild('2100A').head;
  const receipt = sourceLevel.needChild('2200A');
  const receiverLevel = sourceLevel.needChild('2000B');
  const receiver = receiverLevel.needChild('2100B').head;
  const batch = receiverLevel.needChild('2200B');
  return {
    reference: bht.at(3),
    createdOn: readDate(bht.at(4)),
    createdAt: readTime(bht.at(5)),
    source: { entity: source.at(1) as 'PR' | 'AY', name: source.at(3), id: { qualifier: source.at(8), value: source.at(9) } },
    receipt: { trace: receipt.head.at(2), receivedOn: findDay(receipt, '050') ?? '', processedOn: findDay(receipt, '009') ?? '' },
    receiver: { name: needName(receiver), id: receiver.at(9) },
    batch: { trace: batch.head.at(2), statuses: readStatuses(batch), ...readTally(batch, '90', 'AA') },
    providers: receiverLevel.children('2000C').map(readProvider),
  };
}

function readTally(loop: Loop, accepted: string, rejected: string): Tally {
  return present({
    acceptedCount: given(loop.find('QTY', accepted)?.at(2), readQuantity), rejectedCount: given(loop.find('QTY', rejected)?.at(2), readQuantity),
    acceptedCents: readAmount(loop, 'YU'), rejectedCents: readAmount(loop, 'YY'),
  });
}

function readProvider(loop: Loop): AcknowledgedProvider {
  const { head } = loop.needChild('2100C');
  const summary = loop.needChild('2200C');
  return present({
    name: needName(head), id: { qualifier: head.at(8), value: head.at(9) },
    summary: present({
      trace: summary.head.at(2), statuses: readStatuses(summary), references: unlessEmpty(readReferences(summary)), ...readTally(summary, 'QA', 'QC'),
    }),
    patients: loop.children('2000D').map(readPatient),
  });
}

function readPatient(loop: Loop): AcknowledgedPatient {
  const { head } = loop.needChild('2100D');
  return present({ name: needName(head), id: readIdentifier(head), claims: loop.children('2200D').map(readClaim) });
}

function readClaim(loop: Loop): AcknowledgedClaim {
  return present({
    patientControlNumber: loop.head.at(2), statuses: readStatuses(loop), payerControlNumber: loop.find('REF', '1K')?.at(2),
    clearinghouseNumber: loop.find('REF', 'D9')?.at(2), billType: loop.find('REF', 'BLT')?.at(2), service: findPeriod(loop, '472') ?? { from: '', through: '' },
    lines: loop.children('2220D').map(readLine),
  });
}

function readLine(loop: Loop): AcknowledgedLine {
  const svc = loop.head;
  return present({
    procedure: needProcedure(svc, 1), chargeCents: readCents(svc.at(2)), revenueCode: svc.optional(4), units: given(svc.optional(7), readQuantity),
    statuses: readStatuses(loop), lineControlNumber: loop.find('REF', 'FJ')?.at(2), prescription: loop.find('REF', 'XZ')?.at(2),
    service: findPeriod(loop, '472'),
  });
}
