import type { Report } from '../core/problem';
import type { Segment } from '../core/segment';
import { given, present, readCents, readDate, readQuantity, readTime, unlessEmpty } from '../core/text';
import { readDelivery, readDescribedReferences, readQualifiedPeriods, readRejections, readRelatedProvider, readRelationship, readTraces } from '../eligibility/parts';
import type { Loop } from '../grammar/loop';
import { readAddress, readContact, readDemographics, readIdentifier, readName } from '../parts/party';
import { readProcedure } from '../parts/procedure';
import type { TransactionReader } from '../transactionSet';
import type {
  AuthorizationRequest, AuthorizationResponse, ReviewDecision, ReviewDiagnosis, ReviewedEvent, ReviewedService, ReviewEvent, ReviewKind, ReviewMember, ReviewParty, ReviewProvider, ReviewRequester, ReviewService,
  ServiceAsked,
} from './model';

const HI_SIZE = 12;

/** Read a 278 request. The guide lets the patient event stand below the subscriber or the dependent; that it stands somewhere is checked here. */
export function read278(report: Report): TransactionReader {
  return {
    header(root) {
      const levels = levelsOf(root);
      const { patient = root } = levels;
      const event = levels.event ? readEvent(levels.event) : undefined;
      if (!event) report({ code: 'missingLoop', segment: patient.head, detail: 'HL*EV, patient event' });
      return present({
        purpose: root.need('BHT').at(2) as AuthorizationRequest['purpose'], ...readHead(root), reviewer: readParty(levels.reviewer),
        requester: given(levels.requester, readRequester), subscriber: given(levels.subscriber, readMember), dependent: given(levels.dependent, readMember), event, services: levels.services.map(readService),
      });
    },
  };
}

/** Read a 278 response. */
export function read278Response(): TransactionReader {
  return {
    header(root) {
      const levels = levelsOf(root);
      const { source, reviewer, requester, subscriber, dependent, event } = levels;
      return present({
        ...readHead(root), completeness: root.need('BHT').optional(6) as AuthorizationResponse['completeness'], rejections: readRejections(source),
        reviewer: present({ ...readParty(reviewer), contact: given(reviewer.find('PER'), readContact), rejections: readRejections(reviewer) }),
        requester: given(requester, (loop) => present({ ...readRequester(loop), rejections: readRejections(loop) })),
        subscriber: given(subscriber, (loop) => present({ ...readMember(loop), rejections: readRejections(loop) })),
        dependent: given(dependent, (loop) => present({ ...readMember(loop), rejections: readRejections(loop) })),
        event: given(event, (loop): ReviewedEvent => present({ ...readLevel(loop), kind: given(loop.find('UM'), readKind), diagnoses: readDiagnoses(loop), ...readReviewed(loop) })),
        services: levels.services.map((loop): ReviewedService => present({ ...readService(loop), ...readReviewed(loop) })),
      });
    },
  };
}

/** The loops of the levels that are there, from the outside in. */
function levelsOf(root: Loop) {
  const source = root.needChild('2000A');
  const requesterLevel = source.child('2000B');
  const subscriberLevel = requesterLevel?.child('2000C');
  const dependentLevel = subscriberLevel?.child('2000D');
  const event = dependentLevel?.child('2000E') ?? subscriberLevel?.child('2000E');
  return {
    source, reviewer: source.needChild('2010A'), requester: requesterLevel?.child('2010B'), subscriber: subscriberLevel?.child('2010C'), dependent: dependentLevel?.child('2010D'),
    patient: dependentLevel ?? subscriberLevel, event, services: event?.children('2000F') ?? [],
  };
}

function readHead(root: Loop) {
  const bht = root.need('BHT');
  return { reference: bht.at(3), createdOn: readDate(bht.at(4)), createdAt: readTime(bht.at(5)) };
}

function readParty({ head }: Loop): ReviewParty {
  return present({ name: readName(head), id: { qualifier: head.at(8), value: head.at(9) } });
}

function readRequester(loop: Loop): ReviewRequester {
  return present({
    ...readParty(loop), entity: loop.head.at(1), references: readDescribedReferences(loop), address: readAddress(loop), contact: given(loop.find('PER'), readContact), provider: readRelatedProvider(loop),
  });
}

function readMember(loop: Loop): ReviewMember {
  return present({
    name: readName(loop.head), id: readIdentifier(loop.head), references: readDescribedReferences(loop), address: readAddress(loop), ...readDemographics(loop), relationship: readRelationship(loop),
  });
}

function readLevel(loop: Loop) {
  return {
    traces: readTraces(loop), references: readDescribedReferences(loop), dates: readQualifiedPeriods(loop), delivery: given(loop.find('HSD'), readDelivery), message: loop.find('MSG')?.at(1),
    providers: unlessEmpty(loop.loops.filter(({ head }) => head.id === 'NM1').map(readProvider)),
  };
}

function readEvent(loop: Loop): ReviewEvent {
  return present({ ...readLevel(loop), kind: readKind(loop.need('UM')), diagnoses: readDiagnoses(loop) });
}

function readService(loop: Loop): ReviewService {
  return present({ ...readLevel(loop), kind: given(loop.find('UM'), readKind), professional: given(loop.find('SV1'), readProfessional), institutional: given(loop.find('SV2'), readInstitutional) });
}

function readKind(um: Segment): ReviewKind {
  const [code = '', qualifier = ''] = um.components(4);
  return present({
    category: um.at(1), certification: um.optional(2), serviceType: um.optional(3), facility: code === '' ? undefined : { code, qualifier }, level: um.optional(6),
  });
}

function readDiagnoses(loop: Loop): ReviewDiagnosis[] | undefined {
  const hi = loop.find('HI');
  if (!hi) return undefined;
  return Array.from({ length: HI_SIZE }, (_, index) => hi.components(index + 1))
    .filter(([qualifier = '']) => qualifier !== '')
    .map(([qualifier = '', code = '', , date]) => present({ qualifier, code, date: given(date, readDate) }));
}

function readProfessional(sv1: Segment): ServiceAsked {
  return present({ procedure: readProcedure(sv1, 1), chargeCents: given(sv1.optional(2), readCents), unit: sv1.optional(3), quantity: given(sv1.optional(4), readQuantity) });
}

function readInstitutional(sv2: Segment): ServiceAsked & { revenueCode?: string } {
  return present({ revenueCode: sv2.optional(1), procedure: readProcedure(sv2, 2), chargeCents: given(sv2.optional(3), readCents), unit: sv2.optional(4), quantity: given(sv2.optional(5), readQuantity) });
}

function readProvider(loop: Loop): ReviewProvider {
  return present({
    entity: loop.head.at(1), name: readName(loop.head), id: readIdentifier(loop.head), references: readDescribedReferences(loop), address: readAddress(loop), contact: given(loop.find('PER'), readContact),
    provider: readRelatedProvider(loop), rejections: readRejections(loop),
  });
}

function readReviewed(loop: Loop): { rejections?: ReviewedEvent['rejections']; decision?: ReviewDecision } {
  return { rejections: readRejections(loop), decision: given(loop.find('HCR'), readDecision) };
}

function readDecision(hcr: Segment): ReviewDecision {
  return present({ action: hcr.at(1), number: hcr.optional(2), reason: hcr.optional(3), secondOpinion: hcr.optional(4) as ReviewDecision['secondOpinion'] });
}
