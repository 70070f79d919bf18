import type { Draft } from '../core/draft';
import { writeCents, writeDate, writeQuantity, writeTime } from '../core/text';
import { draftDelivery, draftDescribedReferences, draftQualifiedPeriods, draftRejections, draftRelatedProvider, draftRelationship, draftTraces } from '../eligibility/parts';
import { draftAddress, draftContact, draftDemographics, draftName } from '../parts/party';
import { draftProcedure } from '../parts/procedure';
import type {
  AuthorizationRequest, AuthorizationResponse, ReviewDecision, ReviewDiagnosis, ReviewedEvent, ReviewedService, ReviewKind, ReviewMember, ReviewProvider, ReviewRequester,
} from './model';

type Rejections = Pick<AuthorizationResponse, 'rejections'>;
type Member = ReviewMember & Rejections;

/** The segments of a 278 request between ST and SE. */
export function draft278(request: AuthorizationRequest): Draft[] {
  return draftReview(request, request.purpose, undefined);
}

/** The segments of a 278 response between ST and SE. */
export function draft278Response(response: AuthorizationResponse): Draft[] {
  return draftReview(response, '11', response.completeness);
}

/** The levels lie one in the other; each says whether another lies in it. */
function draftReview(review: AuthorizationRequest | AuthorizationResponse, purpose: string, completeness: string | undefined): Draft[] {
  const { reviewer, requester, subscriber, dependent, event, services } = review;
  const levels: { code: string; drafts: Draft[] }[] = [
    { code: '20', drafts: [...('rejections' in review ? draftRejections(review.rejections) : []), draftName('X3', reviewer.name, reviewer.id), ...draftReviewerFacts(reviewer)] },
    ...(requester ? [{ code: '21', drafts: draftRequester(requester) }] : []),
    ...(subscriber ? [{ code: '22', drafts: draftMember(subscriber, 'IL') }] : []),
    ...(dependent ? [{ code: '23', drafts: draftMember(dependent, 'QC') }] : []),
    ...(event ? [{ code: 'EV', drafts: draftEvent(event) }] : []),
  ];
  const inner = levels.length;
  return [
    ['BHT', '0007', purpose, review.reference, writeDate(review.createdOn), writeTime(review.createdAt), completeness],
    ...levels.flatMap(({ code, drafts }, index): Draft[] => [
      ['HL', String(index + 1), index === 0 ? undefined : String(index), code, index + 1 < inner || (event && services.length > 0) ? '1' : '0'],
      ...drafts,
    ]),
    // A service without an event has no place: the reader refuses its level.
    ...services.flatMap((service, index): Draft[] => [['HL', String(inner + index + 1), String(inner), 'SS', '0'], ...draftService(service)]),
  ];
}

function draftReviewerFacts(reviewer: AuthorizationResponse['reviewer']): Draft[] {
  return [...(reviewer.contact ? [draftContact('IC', reviewer.contact)] : []), ...draftRejections(reviewer.rejections)];
}

function draftRequester(requester: ReviewRequester & Rejections): Draft[] {
  return [
    draftName(requester.entity, requester.name, requester.id), ...draftDescribedReferences(requester.references), ...draftAddress(requester.address),
    ...(requester.contact ? [draftContact('IC', requester.contact)] : []), ...draftRejections(requester.rejections), ...draftRelatedProvider(requester.provider),
  ];
}

function draftMember(member: Member, role: string): Draft[] {
  return [
    draftName(role, member.name ?? { kind: 'person' }, member.id), ...draftDescribedReferences(member.references), ...draftAddress(member.address), ...draftRejections(member.rejections),
    ...draftDemographics(member), ...draftRelationship(member.relationship),
  ];
}

function draftEvent(event: ReviewedEvent): Draft[] {
  return [
    ...draftOpening(event), ...draftDiagnoses(event.diagnoses), ...(event.delivery ? [draftDelivery(event.delivery)] : []), ...draftMessage(event.message), ...(event.providers ?? []).flatMap(draftProvider),
  ];
}

function draftService(service: ReviewedService): Draft[] {
  const { professional: sv1, institutional: sv2, delivery, message, providers } = service;
  return [
    ...draftOpening(service),
    ...(sv1 ? [['SV1', draftProcedure(sv1.procedure), writeCents(sv1.chargeCents), sv1.unit, writeQuantity(sv1.quantity)] satisfies Draft] : []),
    ...(sv2 ? [['SV2', sv2.revenueCode, draftProcedure(sv2.procedure), writeCents(sv2.chargeCents), sv2.unit, writeQuantity(sv2.quantity)] satisfies Draft] : []),
    ...(delivery ? [draftDelivery(delivery)] : []), ...draftMessage(message), ...(providers ?? []).flatMap(draftProvider),
  ];
}

/** What the levels of event and service begin with. */
function draftOpening({ traces, rejections, kind, decision, references, dates }: ReviewedEvent | ReviewedService): Draft[] {
  return [
    ...draftTraces(traces), ...draftRejections(rejections), ...(kind ? [draftKind(kind)] : []), ...(decision ? [draftDecision(decision)] : []), ...draftDescribedReferences(references), ...draftQualifiedPeriods(dates),
  ];
}

function draftKind({ category, certification, serviceType, facility, level }: ReviewKind): Draft {
  return ['UM', category, certification, serviceType, facility && [facility.code, facility.qualifier], undefined, level];
}

function draftDecision({ action, number, reason, secondOpinion }: ReviewDecision): Draft {
  return ['HCR', action, number, reason, secondOpinion];
}

function draftDiagnoses(diagnoses: readonly ReviewDiagnosis[] | undefined): Draft[] {
  return diagnoses ? [['HI', ...diagnoses.map(({ qualifier, code, date }) => [qualifier, code, date && 'D8', writeDate(date)])]] : [];
}

function draftMessage(message: string | undefined): Draft[] {
  return message === undefined ? [] : [['MSG', message]];
}

function draftProvider(provider: ReviewProvider): Draft[] {
  return [
    draftName(provider.entity, provider.name, provider.id), ...draftDescribedReferences(provider.references), ...draftAddress(provider.address), ...(provider.contact ? [draftContact('IC', provider.contact)] : []),
    ...draftRejections(provider.rejections), ...draftRelatedProvider(provider.provider),
  ];
}
