import type { Segment } from '../core/segment';
import { given, present, readCents, readDate, readQuantity, unlessEmpty } from '../core/text';
import type { ClaimFilingIndicator, ClaimStatus } from '../dictionary/codes';
import type { Loop } from '../grammar/loop';
import { readInpatient, readOutpatient } from '../parts/adjudication';
import type { Period } from '../parts/model';
import { readAdjustments, readAmounts, readQuantities } from '../parts/money';
import { readContact, readIdentifier, readName, readReferences } from '../parts/party';
import { needProcedure, readProcedure } from '../parts/procedure';
import type { ClaimPayment, RemittanceParty, ServicePayment } from './model';

/** Loop 2100 with its service lines. */
export function readClaimPayment(loop: Loop, claimGroup: number): ClaimPayment {
  const clp = loop.head;
  return present({
    claimGroup,
    patientControlNumber: clp.at(1),
    status: clp.at(2) as ClaimStatus,
    chargeCents: readCents(clp.at(3)),
    paidCents: readCents(clp.at(4)),
    patientResponsibilityCents: given(clp.optional(5), readCents),
    filingIndicator: clp.at(6) as ClaimFilingIndicator,
    payerControlNumber: clp.at(7),
    facilityCode: clp.optional(8),
    frequency: clp.optional(9),
    drg: clp.optional(11),
    drgWeight: given(clp.optional(12), readQuantity),
    dischargeFraction: given(clp.optional(13), readQuantity),
    adjustments: readAdjustments(loop),
    patient: readParty(loop, 'QC') ?? {},
    insured: readParty(loop, 'IL'),
    correctedInsured: readParty(loop, '74'),
    serviceProvider: readParty(loop, '82'),
    crossoverCarrier: readParty(loop, 'TT'),
    correctedPayer: readParty(loop, 'PR'),
    otherSubscriber: readParty(loop, 'GB'),
    inpatient: readInpatient(loop),
    outpatient: readOutpatient(loop),
    references: unlessEmpty(readReferences(loop)),
    statement: readSpan(loop, '232', '233'),
    coverageExpiredOn: readDay(loop, '036'),
    receivedOn: readDay(loop, '050'),
    contacts: unlessEmpty(loop.all('PER').map(readContact)),
    amounts: unlessEmpty(readAmounts(loop)),
    quantities: unlessEmpty(readQuantities(loop)),
    lines: loop.children('2110').map(readServicePayment),
  });
}

function readServicePayment(loop: Loop): ServicePayment {
  const svc = loop.head;
  return present({
    procedure: needProcedure(svc, 1),
    chargeCents: readCents(svc.at(2)),
    paidCents: readCents(svc.at(3)),
    revenueCode: svc.optional(4),
    paidUnits: given(svc.optional(5), readQuantity),
    submittedProcedure: readProcedure(svc, 6),
    submittedUnits: given(svc.optional(7), readQuantity),
    service: readServiceDates(loop),
    adjustments: readAdjustments(loop),
    lineControlNumber: loop.find('REF', '6R')?.at(2),
    references: unlessEmpty(readReferences(loop, { except: ['6R'] })),
    amounts: unlessEmpty(readAmounts(loop)),
    quantities: unlessEmpty(readQuantities(loop)),
    remarks: loop.all('LQ').map((lq) => ({ list: lq.at(1) as 'HE' | 'RX', code: lq.at(2) })),
  });
}

function readParty(loop: Loop, role: string): RemittanceParty | undefined {
  const nm1: Segment | undefined = loop.find('NM1', role);
  return nm1 && present({ name: readName(nm1), id: readIdentifier(nm1) });
}

function readDay(loop: Loop, qualifier: string): string | undefined {
  return given(loop.find('DTM', qualifier)?.at(2), readDate);
}

function readSpan(loop: Loop, first: string, last: string): Partial<Period> | undefined {
  const span = present({ from: readDay(loop, first), through: readDay(loop, last) });
  return span.from || span.through ? span : undefined;
}

/** One date (472) or a beginning (150) and an end (151). */
function readServiceDates(loop: Loop): Partial<Period> | undefined {
  const day = readDay(loop, '472');
  return day ? { from: day, through: day } : readSpan(loop, '150', '151');
}
