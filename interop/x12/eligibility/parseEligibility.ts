import type { Segment } from '../core/segment';
import { given, present, readCents, readDate, readQuantity, readTime, unlessEmpty } from '../core/text';
import type { Loop } from '../grammar/loop';
import { readAmounts } from '../parts/money';
import { readAddress, readContact, readDemographics, readIdentifier, readName, readReference } from '../parts/party';
import { readProcedure } from '../parts/procedure';
import type { TransactionReader } from '../transactionSet';
import type { AnsweredMember, Benefit, BenefitInquiry, EligibilityInquiry, EligibilityReceiver, EligibilityResponse, EligibilitySource, InquiredMember, RelatedEntity } from './model';
import {
  readDelivery, readDescribedReferences, readEligibilityParty, readQualifiedPeriods, readRejections, readRelatedProvider, readRelationship, readTraces,
} from './parts';

type ReadMember<Member> = (level: Loop, name: Loop) => Member;

/** Read a 270. */
export function read270(): TransactionReader {
  return {
    header(root) {
      const bht = root.need('BHT');
      return present({ purpose: bht.at(2) as EligibilityInquiry['purpose'], realTime: bht.at(6) === 'RT' ? true : undefined, ...readExchange(root, readInquired) });
    },
  };
}

/** Read a 271. */
export function read271(): TransactionReader {
  return {
    header(root) {
      return present({ purpose: root.need('BHT').at(2) as EligibilityResponse['purpose'], ...readExchange(root, readAnswered) });
    },
  };
}

function readExchange<Member extends object>(root: Loop, readMember: ReadMember<Member>) {
  const bht = root.need('BHT');
  return {
    reference: bht.optional(3), createdOn: readDate(bht.at(4)), createdAt: readTime(bht.at(5)),
    sources: root.children('2000A').map((loop) => readSource(loop, readMember)),
  };
}

function readSource<Member extends object>(loop: Loop, readMember: ReadMember<Member>): EligibilitySource<Member> {
  const party = loop.needChild('2100A');
  return present({
    ...readEligibilityParty(party.head), levelRejections: readRejections(loop), rejections: readRejections(party),
    contacts: unlessEmpty(party.all('PER').map(readContact)), receivers: loop.children('2000B').map((receiver) => readReceiver(receiver, readMember)),
  });
}

function readReceiver<Member extends object>(loop: Loop, readMember: ReadMember<Member>): EligibilityReceiver<Member> {
  const party = loop.needChild('2100B');
  return present({
    ...readEligibilityParty(party.head), references: readDescribedReferences(party), address: readAddress(party), rejections: readRejections(party),
    provider: readRelatedProvider(party),
    subscribers: loop.children('2000C').map((subscriber) => ({
      ...readMember(subscriber, subscriber.needChild('2100C')),
      dependents: subscriber.children('2000D').map((dependent) => readMember(dependent, dependent.needChild('2100D'))),
    })),
  });
}

function readMemberFacts(level: Loop, name: Loop) {
  return {
    traces: readTraces(level), name: readName(name.head), memberId: readIdentifier(name.head), references: readDescribedReferences(name),
    address: readAddress(name), provider: readRelatedProvider(name), ...readDemographics(name), relationship: readRelationship(name),
    dates: readQualifiedPeriods(name),
  };
}

function readInquired(level: Loop, name: Loop): InquiredMember {
  return present({ ...readMemberFacts(level, name), inquiries: name.loops.map(readInquiry) });
}

function readAnswered(level: Loop, name: Loop): AnsweredMember {
  return present({ ...readMemberFacts(level, name), rejections: readRejections(name), benefits: name.loops.map(readBenefit) });
}

function readInquiry(loop: Loop): BenefitInquiry {
  const eq = loop.head;
  return present({
    serviceTypes: unlessEmpty(eq.repetitions(1)), procedure: readProcedure(eq, 2), coverageLevel: eq.optional(3), diagnosisPointers: readPointers(eq, 5),
    amounts: unlessEmpty(readAmounts(loop)), reference: given(loop.find('REF'), readReference), date: readQualifiedPeriods(loop)?.[0],
  });
}

function readPointers(segment: Segment, element: number): number[] | undefined {
  return unlessEmpty(segment.components(element).filter((pointer) => pointer !== '').map(Number));
}

function readBenefit(loop: Loop): Benefit {
  const eb = loop.head;
  return present({
    kind: eb.at(1), coverageLevel: eb.optional(2), serviceTypes: unlessEmpty(eb.repetitions(3)), insuranceType: eb.optional(4), planDescription: eb.optional(5),
    timePeriod: eb.optional(6), cents: given(eb.optional(7), readCents), rate: given(eb.optional(8), readQuantity), quantityQualifier: eb.optional(9),
    quantity: given(eb.optional(10), readQuantity), authorizationRequired: eb.optional(11) as Benefit['authorizationRequired'],
    inNetwork: eb.optional(12) as Benefit['inNetwork'], procedure: readProcedure(eb, 13), diagnosisPointers: readPointers(eb, 14),
    delivery: unlessEmpty(loop.all('HSD').map(readDelivery)), references: readDescribedReferences(loop), dates: readQualifiedPeriods(loop),
    rejections: readRejections(loop), messages: unlessEmpty(loop.all('MSG').map((msg) => msg.at(1))),
    entities: unlessEmpty(loop.loops.filter(({ head }) => head.id === 'NM1').map(readEntity)),
  });
}

function readEntity(loop: Loop): RelatedEntity {
  return present({
    entity: loop.head.at(1), name: readName(loop.head), id: readIdentifier(loop.head), relationship: loop.head.optional(10), address: readAddress(loop),
    contacts: unlessEmpty(loop.all('PER').map(readContact)), provider: readRelatedProvider(loop),
  });
}
