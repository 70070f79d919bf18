import type { Draft } from '../core/draft';
import { writeCents, writeDate, writeQuantity, writeTime } from '../core/text';
import { draftPeriod } from '../parts/dates';
import { draftAmount } from '../parts/money';
import { draftContact, draftDemographics, draftName, draftReference } from '../parts/party';
import { draftProcedure } from '../parts/procedure';
import { draftStatuses } from '../parts/status';
import type {
  ClaimAnswer, ClaimInquiry, ClaimStatusInquiry, ClaimStatusResponse, LineAnswer, LineInquiry, StatusPayer, StatusProvider, StatusReceiver, StatusSubscriber, StatusTrace,
} from './model';

type Claim = ClaimInquiry | ClaimAnswer;

/** The segments of a 276 between ST and SE. */
export function draft276(inquiry: ClaimStatusInquiry): Draft[] {
  return draftExchange(inquiry, '13', undefined);
}

/** The segments of a 277 between ST and SE. */
export function draft277(response: ClaimStatusResponse): Draft[] {
  return draftExchange(response, '08', 'DG');
}

function draftExchange(exchange: ClaimStatusInquiry | ClaimStatusResponse, purpose: string, type: string | undefined): Draft[] {
  const levels = new Levels();
  return [
    ['BHT', '0010', purpose, exchange.reference, writeDate(exchange.createdOn), writeTime(exchange.createdAt), type],
    ...(exchange.payers as StatusPayer<Claim>[]).flatMap((payer) => levels.payer(payer)),
  ];
}

/** Numbers the HL segments while the levels are written. */
class Levels {
  private count = 0;

  payer({ name, id, contact, receivers }: StatusPayer<Claim>): Draft[] {
    const hl = (this.count += 1);
    return [
      ['HL', String(hl), undefined, '20', child(receivers)],
      draftName('PR', { kind: 'organization', name }, id),
      ...(contact ? [draftContact('IC', contact)] : []),
      ...receivers.flatMap((receiver) => this.receiver(receiver, hl)),
    ];
  }

  private receiver({ name, id, answer, providers }: StatusReceiver<Claim>, parent: number): Draft[] {
    const hl = (this.count += 1);
    return [
      ['HL', String(hl), String(parent), '21', child(providers)],
      draftName('41', name, { qualifier: '46', value: id }),
      ...draftTrace('2', answer),
      ...providers.flatMap((provider) => this.provider(provider, hl)),
    ];
  }

  private provider({ names, answer, subscribers }: StatusProvider<Claim>, parent: number): Draft[] {
    const hl = (this.count += 1);
    return [
      ['HL', String(hl), String(parent), '19', child(subscribers)],
      ...names.map(({ name, id }) => draftName('1P', name, id)),
      ...draftTrace('1', answer),
      ...subscribers.flatMap((subscriber) => this.subscriber(subscriber, hl)),
    ];
  }

  private subscriber({ name, memberId, birthDate, gender, claims, dependents }: StatusSubscriber<Claim>, parent: number): Draft[] {
    const hl = (this.count += 1);
    return [
      ['HL', String(hl), String(parent), '22', child(dependents)],
      ...draftDemographics({ birthDate, gender }),
      draftName('IL', name, memberId),
      ...claims.flatMap(draftClaim),
      ...dependents.flatMap((dependent): Draft[] => [
        ['HL', String((this.count += 1)), String(hl), '23'],
        ...draftDemographics(dependent),
        draftName('QC', dependent.name),
        ...dependent.claims.flatMap(draftClaim),
      ]),
    ];
  }
}

function child(below: readonly unknown[]): string {
  return below.length > 0 ? '1' : '0';
}

function draftTrace(type: string, answer: StatusTrace | undefined): Draft[] {
  return answer ? [['TRN', type, answer.trace], ...draftStatuses(answer.statuses)] : [];
}

function draftClaim(claim: Claim): Draft[] {
  const answered = 'statuses' in claim;
  return [
    ['TRN', answered ? '2' : '1', claim.trace],
    ...(answered ? draftStatuses(claim.statuses) : []),
    ...draftReference('1K', claim.payerControlNumber),
    ...draftReference('BLT', claim.billType),
    ...(answered ? [] : [...draftReference('LU', claim.applicationLocation), ...draftReference('6P', claim.groupNumber)]),
    ...draftReference('EJ', claim.patientControlNumber),
    ...draftReference('XZ', claim.prescription),
    ...(answered ? draftReference('VV', claim.voucher) : []),
    ...draftReference('D9', claim.clearinghouseNumber),
    ...(answered ? [] : draftAmount('T3', claim.chargeCents)),
    ...draftPeriod('472', claim.service),
    ...claim.lines.flatMap(draftLine),
  ];
}

function draftLine(line: LineInquiry | LineAnswer): Draft[] {
  const answered = 'statuses' in line ? line : undefined;
  return [
    [
      'SVC', draftProcedure(line.procedure), writeCents(line.chargeCents), writeCents(answered?.paidCents), line.revenueCode, undefined, undefined,
      writeQuantity(line.units),
    ],
    ...draftStatuses(answered?.statuses ?? []),
    ...draftReference('FJ', line.lineControlNumber),
    ...draftPeriod('472', line.service),
  ];
}
