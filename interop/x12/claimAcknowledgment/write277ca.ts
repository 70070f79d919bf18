import type { Draft } from '../core/draft';
import { writeCents, writeDate, writeQuantity, writeTime } from '../core/text';
import { draftDay, draftPeriod } from '../parts/dates';
import { draftAmount, draftQuantities } from '../parts/money';
import { draftName, draftReference, draftReferences } from '../parts/party';
import { draftProcedure } from '../parts/procedure';
import { draftStatuses } from '../parts/status';
import type { AcknowledgedClaim, AcknowledgedLine, AcknowledgedPatient, AcknowledgedProvider, ClaimAcknowledgment, Tally } from './model';

/** The segments of a 277CA between ST and SE. */
export function draft277ca(acknowledgment: ClaimAcknowledgment): Draft[] {
  const { source, receipt, receiver, batch, providers } = acknowledgment;
  const hl = { count: 2 };
  return [
    ['BHT', '0085', '08', acknowledgment.reference, writeDate(acknowledgment.createdOn), writeTime(acknowledgment.createdAt), 'TH'],
    ['HL', '1', undefined, '20', '1'],
    draftName(source.entity, { kind: 'organization', name: source.name }, source.id),
    ['TRN', '1', receipt.trace],
    ...draftDay('050', receipt.receivedOn),
    ...draftDay('009', receipt.processedOn),
    ['HL', '2', '1', '21', providers.length > 0 ? '1' : '0'],
    draftName('41', receiver.name, { qualifier: '46', value: receiver.id }),
    ['TRN', '2', batch.trace],
    ...draftStatuses(batch.statuses),
    ...draftTally(batch, '90', 'AA'),
    ...providers.flatMap((provider) => draftProvider(provider, hl)),
  ];
}

function draftTally({ acceptedCount, rejectedCount, acceptedCents, rejectedCents }: Tally, accepted: string, rejected: string): Draft[] {
  const counts = [{ qualifier: accepted, quantity: acceptedCount }, { qualifier: rejected, quantity: rejectedCount }];
  return [
    ...draftQuantities(counts.flatMap(({ qualifier, quantity }) => (quantity === undefined ? [] : [{ qualifier, quantity }]))),
    ...draftAmount('YU', acceptedCents),
    ...draftAmount('YY', rejectedCents),
  ];
}

/** `hl` counts the HL segments of the transaction set. */
function draftProvider({ name, id, summary, patients }: AcknowledgedProvider, hl: { count: number }): Draft[] {
  const number = (hl.count += 1);
  return [
    ['HL', String(number), '2', '19', patients.length > 0 ? '1' : '0'],
    draftName('85', name, id),
    ['TRN', '1', summary.trace],
    ...draftStatuses(summary.statuses),
    ...draftReferences(summary.references),
    ...draftTally(summary, 'QA', 'QC'),
    ...patients.flatMap((patient) => draftPatient(patient, (hl.count += 1), number)),
  ];
}

function draftPatient({ name, id, claims }: AcknowledgedPatient, hl: number, parent: number): Draft[] {
  return [['HL', String(hl), String(parent), 'PT'], draftName('QC', name, id), ...claims.flatMap(draftClaim)];
}

function draftClaim(claim: AcknowledgedClaim): Draft[] {
  return [
    ['TRN', '2', claim.patientControlNumber],
    ...draftStatuses(claim.statuses),
    ...draftReference('1K', claim.payerControlNumber),
    ...draftReference('D9', claim.clearinghouseNumber),
    ...draftReference('BLT', claim.billType),
    ...draftPeriod('472', claim.service),
    ...claim.lines.flatMap(draftLine),
  ];
}

function draftLine(line: AcknowledgedLine): Draft[] {
  return [
    ['SVC', draftProcedure(line.procedure), writeCents(line.chargeCents), undefined, line.revenueCode, undefined, undefined, writeQuantity(line.units)],
    ...draftStatuses(line.statuses),
    ...draftReference('FJ', line.lineControlNumber),
    ...draftReference('XZ', line.prescription),
    ...draftPeriod('472', line.service),
  ];
}
