import type { Draft } from '../core/draft';
import { writeCents, writeDate, writeQuantity, writeTime } from '../core/text';
import { draftAmounts } from '../parts/money';
import { draftAddress, draftContact, draftDemographics, draftName } from '../parts/party';
import { draftProcedure } from '../parts/procedure';
import type {
  AnsweredMember, Benefit, BenefitInquiry, EligibilityInquiry, EligibilityReceiver, EligibilityResponse, EligibilitySource, InquiredMember, RelatedEntity,
} from './model';
import {
  draftDelivery, draftDescribedReferences, draftQualifiedPeriods, draftRejections, draftRelatedProvider, draftRelationship, draftTraces,
} from './parts';

type Member = InquiredMember | AnsweredMember;
type Source = EligibilitySource<Member>;

/** The segments of a 270 between ST and SE. */
export function draft270(inquiry: EligibilityInquiry): Draft[] {
  return draftExchange(inquiry, inquiry.sources, inquiry.realTime && 'RT');
}

/** The segments of a 271 between ST and SE. */
export function draft271(response: EligibilityResponse): Draft[] {
  return draftExchange(response, response.sources, undefined);
}

function draftExchange(exchange: EligibilityInquiry | EligibilityResponse, sources: readonly Source[], type: string | undefined): Draft[] {
  const levels = new Levels();
  return [
    ['BHT', '0022', exchange.purpose, exchange.reference, writeDate(exchange.createdOn), writeTime(exchange.createdAt), type],
    ...sources.flatMap((source) => levels.source(source)),
  ];
}

/** Numbers the HL segments while the levels are written. */
class Levels {
  private count = 0;

  source(source: Source): Draft[] {
    const hl = (this.count += 1);
    return [
      ['HL', String(hl), undefined, '20', child(source.receivers)],
      ...draftRejections(source.levelRejections),
      draftName(source.entity, source.name, source.id),
      ...(source.contacts ?? []).map((contact) => draftContact('IC', contact)),
      ...draftRejections(source.rejections),
      ...source.receivers.flatMap((receiver) => this.receiver(receiver, hl)),
    ];
  }

  private receiver(receiver: EligibilityReceiver<Member>, parent: number): Draft[] {
    const hl = (this.count += 1);
    return [
      ['HL', String(hl), String(parent), '21', child(receiver.subscribers)],
      draftName(receiver.entity, receiver.name, receiver.id),
      ...draftDescribedReferences(receiver.references),
      ...draftAddress(receiver.address),
      ...draftRejections(receiver.rejections),
      ...draftRelatedProvider(receiver.provider),
      ...receiver.subscribers.flatMap((subscriber) => this.subscriber(subscriber, hl)),
    ];
  }

  private subscriber(subscriber: Member & { dependents: Member[] }, parent: number): Draft[] {
    const hl = (this.count += 1);
    return [
      ['HL', String(hl), String(parent), '22', child(subscriber.dependents)],
      ...draftMember(subscriber, 'IL'),
      ...subscriber.dependents.flatMap((dependent): Draft[] => [
        ['HL', String((this.count += 1)), String(hl), '23', '0'],
        ...draftMember(dependent, '03'),
      ]),
    ];
  }
}

function child(below: readonly unknown[]): string {
  return below.length > 0 ? '1' : '0';
}

function draftMember(member: Member, role: string): Draft[] {
  return [
    ...draftTraces(member.traces),
    draftName(role, member.name ?? { kind: 'person' }, member.memberId),
    ...draftDescribedReferences(member.references),
    ...draftAddress(member.address),
    ...('benefits' in member ? draftRejections(member.rejections) : []),
    ...draftRelatedProvider(member.provider),
    ...draftDemographics(member),
    ...draftRelationship(member.relationship),
    ...draftQualifiedPeriods(member.dates),
    ...('benefits' in member ? member.benefits.flatMap(draftBenefit) : member.inquiries.flatMap(draftInquiry)),
  ];
}

function draftInquiry(inquiry: BenefitInquiry): Draft[] {
  const { serviceTypes, procedure, coverageLevel, diagnosisPointers, amounts, reference, date } = inquiry;
  return [
    ['EQ', serviceTypes && { repeat: serviceTypes }, draftProcedure(procedure), coverageLevel, undefined, diagnosisPointers?.map(String)],
    ...draftAmounts(amounts),
    ...draftDescribedReferences(reference && [reference]),
    ...draftQualifiedPeriods(date && [date]),
  ];
}

function draftBenefit(benefit: Benefit): Draft[] {
  const { kind, coverageLevel, serviceTypes, insuranceType, planDescription, timePeriod, cents, rate, quantityQualifier, quantity } = benefit;
  return [
    [
      'EB', kind, coverageLevel, serviceTypes && { repeat: serviceTypes }, insuranceType, planDescription, timePeriod, writeCents(cents), writeQuantity(rate),
      quantityQualifier, writeQuantity(quantity), benefit.authorizationRequired, benefit.inNetwork, draftProcedure(benefit.procedure),
      benefit.diagnosisPointers?.map(String),
    ],
    ...(benefit.delivery ?? []).map(draftDelivery),
    ...draftDescribedReferences(benefit.references),
    ...draftQualifiedPeriods(benefit.dates),
    ...draftRejections(benefit.rejections),
    ...(benefit.messages ?? []).map((message): Draft => ['MSG', message]),
    ...draftEntities(benefit.entities),
  ];
}

/** Related entities stand between LS and LE. */
function draftEntities(entities: readonly RelatedEntity[] | undefined): Draft[] {
  if (!entities) return [];
  return [['LS', '2120'], ...entities.flatMap(draftEntity), ['LE', '2120']];
}

function draftEntity(entity: RelatedEntity): Draft[] {
  return [
    [...draftName(entity.entity, entity.name, entity.id), ...(entity.id ? [] : [undefined, undefined]), entity.relationship],
    ...draftAddress(entity.address),
    ...(entity.contacts ?? []).map((contact) => draftContact('IC', contact)),
    ...draftRelatedProvider(entity.provider),
  ];
}
