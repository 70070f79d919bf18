/** Random requests for authorisation and answers that the guide allows. */
import fc from 'fast-check';
import type { AuthorizationRequest, AuthorizationResponse, Rejection, ReviewDecision, ReviewDiagnosis, ReviewedEvent, ReviewedService, ReviewEvent, ReviewKind, ReviewMember, ReviewProvider, ReviewRequester, ReviewService, ServiceDelivery } from '../../../../interop/x12';
import { address, clock, code, contact, day, digits, identifier, maybe, oneOf, party, period, person, procedure, quantity, some, text, cents } from './arbitraries';

const references = (...qualifiers: string[]) => some(maybe<{ qualifier: string; value: string; description: string }>({ qualifier: fc.constantFrom(...qualifiers), value: text(50), description: text(80) }, ['qualifier', 'value']), 2);
const plain = (...qualifiers: string[]) => fc.uniqueArray(fc.record({ qualifier: fc.constantFrom(...qualifiers), value: text(50) }), { selector: ({ qualifier }) => qualifier, minLength: 1, maxLength: 2 });
const traces = (...types: ('1' | '2')[]) => some(maybe<{ type: '1' | '2'; number: string; origin: string; supplement: string }>({ type: fc.constantFrom(...types), number: text(50), origin: code(10), supplement: text(50) }, ['type', 'number', 'origin']), 2);
const provider = fc.record({ code: oneOf('AT', 'PE', 'RF'), id: fc.record({ qualifier: fc.constant('PXC'), value: code(10) }) });
const rejections = some(fc.record<Rejection>({ valid: fc.boolean(), reason: oneOf('42', '72', '75', '33', 'T4'), followUp: oneOf('C', 'N', 'P', 'R', 'Y') }), 2);
const dates = (...qualifiers: string[]) => fc.tuple(fc.constantFrom(...qualifiers), period).map(([qualifier, days]) => [{ qualifier, ...days }]);

const kind = maybe<ReviewKind>({
  category: oneOf('AR', 'HS', 'SC'), certification: oneOf('I', 'R', 'S', '3'), serviceType: oneOf('2', '48', '86'), facility: fc.record({ code: digits(2), qualifier: oneOf('A', 'B') }), level: oneOf('U', '03', 'E'),
}, ['category']);
const delivery = maybe<ServiceDelivery>({ quantityQualifier: oneOf('DY', 'VS'), quantity }, ['quantityQualifier', 'quantity']);
const diagnosis = maybe<ReviewDiagnosis>({ qualifier: oneOf('ABK', 'ABF', 'ABJ', 'DR'), code: code(3, 7), date: day }, ['qualifier', 'code']);
const decision = maybe<ReviewDecision>({ action: oneOf('A1', 'A2', 'A3', 'A4', 'A6', 'C', 'CT', 'NA'), number: text(50), reason: code(2), secondOpinion: oneOf('N', 'Y') }, ['action']);

const requester = maybe<ReviewRequester>({ entity: oneOf('1P', 'FA'), name: party, id: identifier('XX', '24', '46'), references: references('1G', 'EI', 'ZH'), address, contact, provider }, ['entity', 'id']);
const member = maybe<ReviewMember>({ name: person, id: identifier('MI', 'II'), references: references('6P', 'SY', 'IG'), address, birthDate: day, gender: oneOf('F', 'M', 'U'), relationship: fc.constant({ code: '18' }) }, ['name', 'id']);
// The guide gives gender no place of its own: it goes with the date of birth.
const withBirthDate = <T extends { birthDate?: string; gender?: string }>({ gender, ...one }: T): T => (one.birthDate === undefined || gender === undefined ? (one as T) : ({ ...one, gender } as T));
const dependent = maybe<ReviewMember>({ name: person, references: references('EJ', 'SY'), birthDate: day, gender: oneOf('F', 'M', 'U'), relationship: fc.record({ code: oneOf('01', '19', '20') }) }, ['name']).map(withBirthDate);
const carer = maybe<ReviewProvider>({ entity: oneOf('71', '72', 'DK', 'FA', 'SJ'), name: party, id: identifier('XX', '24'), references: references('1G', 'EI'), address, contact, provider }, ['entity', 'name']);
const asked = { procedure: procedure('HC'), chargeCents: cents, unit: fc.constant('UN'), quantity };

const level = { references: plain('BB', 'NT'), delivery, message: text(264), providers: some(carer, 2) };
const event = maybe<ReviewEvent>({ ...level, traces: traces('1'), kind, dates: dates('435', '096', 'AAH'), diagnoses: some(diagnosis, 12) }, ['kind']);
const service = maybe<ReviewService>({ ...level, traces: traces('1'), kind, dates: dates('472'), professional: fc.record(asked), institutional: fc.record({ revenueCode: digits(4), ...asked }) }, []);
const reviewedEvent = maybe<ReviewedEvent>({ ...level, traces: traces('1', '2'), kind, dates: dates('435', '102', '036', '007'), diagnoses: some(diagnosis, 12), rejections, decision }, []);
const reviewedService = maybe<ReviewedService>({ ...level, traces: traces('1', '2'), kind, dates: dates('472', '036', '007'), professional: fc.record(asked), institutional: fc.record({ revenueCode: digits(4), ...asked }), rejections, decision }, []);

const reviewer = maybe<AuthorizationRequest['reviewer']>({ name: party, id: identifier('PI', 'XV', '46') }, ['id']);
const head = { controlNumber: fc.constant('0001'), reference: text(50), createdOn: day, createdAt: clock };

export const anyAuthorizationRequest: fc.Arbitrary<AuthorizationRequest> = maybe<AuthorizationRequest>({
  set: fc.constant('278' as const), ...head, purpose: oneOf('13', '01'), reviewer, requester, subscriber: member.map(withBirthDate), dependent, event, services: fc.array(service, { maxLength: 3 }),
}, ['set', 'controlNumber', 'reference', 'createdOn', 'createdAt', 'purpose', 'reviewer', 'requester', 'subscriber', 'event', 'services']);

const answeringReviewer = maybe<AuthorizationResponse['reviewer']>({ name: party, id: identifier('PI', 'XV'), contact, rejections }, ['id']);
const answeredRequester = fc.tuple(requester, fc.option(rejections, { nil: undefined })).map(([one, said]) => ({ ...one, ...(said && { rejections: said }) }));
const answeredMember = fc.tuple(member.map(withBirthDate), fc.option(rejections, { nil: undefined })).map(([one, said]) => ({ ...one, ...(said && { rejections: said }) }));

/** How far down an answer goes: to the reviewer, the requester, the member, or the event with its services. */
export const anyAuthorizationResponse: fc.Arbitrary<AuthorizationResponse> = fc.tuple(
  maybe<AuthorizationResponse>({ set: fc.constant('278R' as const), ...head, completeness: oneOf('18', '19', 'AT'), rejections, reviewer: answeringReviewer, services: fc.constant([]) }, ['set', 'controlNumber', 'reference', 'createdOn', 'createdAt', 'reviewer', 'services']),
  fc.integer({ min: 0, max: 4 }), answeredRequester, answeredMember, dependent, reviewedEvent, fc.array(reviewedService, { maxLength: 3 }),
).map(([answer, depth, asker, subscriber, child, answered, services]): AuthorizationResponse => ({
  ...answer, ...(depth > 0 && { requester: asker }), ...(depth > 1 && { subscriber }), ...(depth > 2 && { event: answered, services }), ...(depth > 3 && { dependent: child }),
}));
