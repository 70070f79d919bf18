/** Random transactions that the guides allow: names and codes are nonsense, structure and balances are right. */
import fc from 'fast-check';
import type {
  Address, Adjustment, ClaimPayment, Contact, Drug, Identifier, InstitutionalClaim, InstitutionalLine, LineAdjudication, OtherPayer, PartyName, Procedure,
  ProfessionalClaim, ProfessionalLine, Provider, Reference, Remittance, ServicePayment, Subscriber,
} from '../../../../interop/x12';
import { remittance } from './remittances';

/** Printable ASCII without the default delimiters. */
const CHARACTERS = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).filter((one) => !'*:^~'.includes(one));

/** Text of 1 (or `min`) to `max` characters without blanks at its ends. */
export const text = (max: number, min = 1) => fc.string({ unit: fc.constantFrom(...CHARACTERS), minLength: min, maxLength: max })
  .filter((one) => one.trim() === one && one.length >= min);

export const code = (length: number, max = length) => fc.string({ unit: fc.constantFrom(...'ABCDEFGHJKMNPQRSTUVWXYZ0123456789'), minLength: length, maxLength: max });
export const digits = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
export const day = fc.date({ min: new Date('1920-01-01T00:00:00Z'), max: new Date('2079-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
export const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
export const period = fc.tuple(day, day).map(([a, b]) => (a <= b ? { from: a, through: b } : { from: b, through: a }));
export const cents = fc.integer({ min: 0, max: 99_999_999_99 });
const signedCents = fc.integer({ min: -9_999_999, max: 9_999_999 });
export const quantity = fc.integer({ min: 1, max: 999_999 }).map((value) => value / 1000);
export const maybe = <T extends object>(record: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: (keyof T)[]) => fc.record(record, { requiredKeys }) as unknown as fc.Arbitrary<T>;
export const some = <T>(one: fc.Arbitrary<T>, max = 3) => fc.array(one, { minLength: 1, maxLength: max });
export const oneOf = <const T extends readonly unknown[]>(...values: T): fc.Arbitrary<T[number]> => fc.constantFrom(...(values as unknown as T[number][]));

export const person = maybe<Extract<PartyName, { kind: 'person' }>>(
  { kind: fc.constant('person' as const), last: text(60), first: text(35), middle: text(25), suffix: text(10) }, ['kind', 'last'],
);
const organization = text(60).map((name): PartyName => ({ kind: 'organization', name }));
export const party = fc.oneof(person, organization) as fc.Arbitrary<PartyName>;
export const identifier = (...qualifiers: string[]) => fc.record({ qualifier: fc.constantFrom(...qualifiers), value: text(30, 2) }) as fc.Arbitrary<Identifier>;
const references = (...qualifiers: string[]) => fc.uniqueArray(fc.record({ qualifier: fc.constantFrom(...qualifiers), value: text(50) }), { selector: ({ qualifier }) => qualifier, minLength: 1, maxLength: 3 }) as fc.Arbitrary<Reference[]>;
const ssn = fc.record({ qualifier: fc.constant('SY'), value: digits(9) });
export const address = maybe<Address>({ lines: some(text(55), 2), city: text(30, 2), state: oneOf('MA', 'NY', 'TX'), postalCode: digits(9) }, ['lines', 'city', 'state', 'postalCode']);
export const contact = maybe<Contact>({ name: text(60), numbers: some(fc.record({ qualifier: oneOf('TE', 'EM', 'FX'), value: text(80) }), 2) }, ['numbers']);
const plainProcedure = (qualifier: string) => fc.record<Procedure>({ qualifier: fc.constant(qualifier), code: code(5), modifiers: fc.array(code(2), { maxLength: 4 }) });
export const procedure = (qualifier: string) => maybe<Procedure>({ qualifier: fc.constant(qualifier), code: code(5), modifiers: fc.array(code(2), { maxLength: 4 }), description: text(80) }, ['qualifier', 'code', 'modifiers']);
const adjustment = maybe<Adjustment>({ group: oneOf('CO', 'PR', 'OA', 'PI'), reason: code(1, 3), cents: signedCents, quantity }, ['group', 'reason', 'cents']);
const provider = maybe<Provider>({ name: person, npi: digits(10), references: some(maybe({ qualifier: fc.constant('G2'), value: text(50), payerId: text(20, 2) }, ['qualifier', 'value']), 2) }, ['name']) as fc.Arbitrary<Provider>;
const facility = maybe({ name: text(60), npi: digits(10), address }, ['name', 'address']);

const subscriber = maybe<Subscriber>({
  responsibility: oneOf('P', 'S', 'T'), groupNumber: text(50), groupName: text(60), filingIndicator: oneOf('CI', 'MA', 'MC', 'BL', '12'), name: party,
  memberId: identifier('MI', 'II'), address, birthDate: day, gender: oneOf('F', 'M', 'U'), references: some(ssn, 1),
}, ['responsibility', 'name', 'memberId', 'birthDate', 'gender']);

const totalOf = (adjustments: readonly Adjustment[]) => adjustments.reduce((sum, one) => sum + one.cents, 0);

/** What another payer decided on a line of this charge. */
const adjudication = (chargeCents: number, payerId: string, institutional: boolean): fc.Arbitrary<LineAdjudication> => maybe<Omit<LineAdjudication, 'paidCents' | 'payerId'>>({
  procedure: procedure('HC'), ...(institutional && { revenueCode: digits(4) }), paidUnits: quantity, bundledLine: fc.integer({ min: 1, max: 99 }), adjustments: fc.array(adjustment, { maxLength: 4 }),
  adjudicatedOn: day, remainingPatientCents: cents,
}, ['procedure', 'paidUnits', 'adjustments', 'adjudicatedOn', ...(institutional ? ['revenueCode' as const] : [])]).map((one) => ({ payerId, ...one, paidCents: chargeCents - totalOf(one.adjustments) }));

const drug = maybe<Drug>({ qualifier: fc.constant('N4'), code: digits(11), quantity, unit: oneOf('ML', 'UN', 'ME'), prescription: fc.record({ qualifier: oneOf('XZ', 'VY'), value: text(50) }) }, ['qualifier', 'code', 'quantity', 'unit']);

const numbered = <T extends { number: number }>(lines: T[]): T[] => lines.map((line, index) => ({ ...line, number: index + 1, lineControlNumber: `L${index + 1}` }));

const professionalLine = (payerId: string | null, diagnoses: number) => fc.integer({ min: 0, max: 9_999_999 }).chain((chargeCents) => maybe<ProfessionalLine>({
  number: fc.constant(1), procedure: procedure('HC'), chargeCents: fc.constant(chargeCents), unit: oneOf('UN', 'MJ'), units: quantity, placeOfService: oneOf('11', '22', '23'),
  diagnosisPointers: some(fc.integer({ min: 1, max: diagnoses }), 4), emergency: fc.constant(true as const), epsdt: fc.constant(true as const), familyPlanning: fc.constant(true as const),
  copayExempt: fc.constant(true as const), service: period, priorAuthorizations: some(maybe({ value: text(50), payerId: text(20, 2) }, ['value'])), referrals: some(maybe({ value: text(50) }, ['value'])),
  references: references('X4', 'EW', 'F4'), amounts: some(fc.record({ qualifier: fc.constant('T'), cents }), 1), notes: some(fc.record({ code: oneOf('ADD', 'DCP'), text: text(80) }), 1), drug,
  rendering: provider, supervising: provider, ordering: provider, referring: provider, primaryCare: provider, serviceFacility: facility,
  adjudications: payerId === null ? fc.constant([]) : adjudication(chargeCents, payerId, false).map((one) => [one]),
}, ['number', 'procedure', 'chargeCents', 'unit', 'units', 'diagnosisPointers', 'service', 'adjudications']));

const institutionalLine = (payerId: string | null) => fc.integer({ min: 0, max: 9_999_999 }).chain((chargeCents) => maybe<InstitutionalLine>({
  number: fc.constant(1), revenueCode: digits(4), procedure: procedure('HC'), chargeCents: fc.constant(chargeCents), unit: oneOf('UN', 'DA'), units: quantity, nonCoveredCents: cents, service: period,
  notes: some(fc.record({ code: fc.constant('TPO'), text: text(80) }), 1), drug, operating: provider, otherOperating: provider, rendering: provider, referring: provider,
  adjudications: payerId === null ? fc.constant([]) : adjudication(chargeCents, payerId, true).map((one) => [one]),
}, ['number', 'revenueCode', 'chargeCents', 'unit', 'units', 'adjudications']));

/** Another payer whose decision balances with the lines. */
const otherPayer = (payerId: string): fc.Arbitrary<OtherPayer> => maybe<OtherPayer>({
  responsibility: oneOf('P', 'S'), relationship: oneOf('18', '01', '19'), groupNumber: text(50), groupName: text(60), filingIndicator: oneOf('CI', 'MA'), adjustments: fc.array(adjustment, { maxLength: 5 }),
  paidCents: fc.constant(0), nonCoveredCents: cents, remainingPatientCents: cents, benefitsAssigned: oneOf('Y', 'N', 'W'), releaseOfInformation: oneOf('Y', 'I'),
  outpatient: fc.record({ reimbursementRate: fc.constant(0.8), payableCents: cents, remarks: fc.array(code(2, 5), { maxLength: 5 }) }),
  subscriber: maybe({ name: party, memberId: identifier('MI'), address, references: some(ssn, 1) }, ['name', 'memberId']),
  payer: maybe({
    name: text(60), id: fc.constant({ qualifier: 'PI', value: payerId }), address, adjudicatedOn: day, priorAuthorization: text(50), referral: text(50), adjustmentIndicator: fc.constant('Y'), payerControlNumber: text(50),
    references: references('2U', 'FY'),
  }, ['name', 'id']),
}, ['responsibility', 'relationship', 'adjustments', 'paidCents', 'benefitsAssigned', 'releaseOfInformation', 'subscriber', 'payer']) as fc.Arbitrary<OtherPayer>;

const claimFacts = {
  billingProvider: maybe({
    name: organization, npi: digits(10), taxonomy: code(10), address, taxId: fc.record({ qualifier: fc.constant('EI'), value: digits(9) }), contacts: some(contact, 2),
  }, ['name', 'npi', 'address', 'taxId']),
  payToAddress: address,
  subscriber,
  payer: maybe({ name: text(60), id: identifier('PI', 'XV'), address, references: references('2U', 'FY', 'NF'), providerReferences: references('G2') }, ['name', 'id']),
  patient: maybe({ relationship: oneOf('01', '19', 'G8'), name: person, address, birthDate: day, gender: oneOf('F', 'M', 'U') }, ['relationship', 'name', 'address', 'birthDate', 'gender']),
  patientControlNumber: text(38), acceptsAssignment: oneOf('A', 'B', 'C'), benefitsAssigned: oneOf('Y', 'N', 'W'), releaseOfInformation: oneOf('Y', 'I'), delayReason: oneOf('1', '11', '15'),
  attachments: some(maybe({ reportType: oneOf('OZ', 'B4'), transmission: oneOf('EL', 'FX'), controlNumber: text(50, 2) }, ['reportType', 'transmission']), 2),
  priorAuthorization: text(50), referral: text(50), originalPayerControlNumber: text(50), medicalRecordNumber: text(50), clearinghouseNumber: text(50), icd: oneOf(9, 10), conditions: some(code(2), 14),
};
const CLAIM_KEYS = ['billingProvider', 'subscriber', 'payer', 'patientControlNumber', 'acceptsAssignment', 'benefitsAssigned', 'releaseOfInformation', 'originalPayerControlNumber', 'icd', 'otherPayers', 'lines', 'chargeCents'] as const;

/** Total charge from the lines, and the other payer's payment from what its adjustments leave. */
function balanced<T extends ProfessionalClaim | InstitutionalClaim>(claim: T): T {
  const lines = numbered(claim.lines as ProfessionalLine[]);
  const chargeCents = lines.reduce((sum, line) => sum + line.chargeCents, 0);
  const onLines = lines.flatMap((line) => line.adjudications).reduce((sum, one) => sum + totalOf(one.adjustments), 0);
  return { ...claim, lines, chargeCents, otherPayers: claim.otherPayers.map((other) => ({ ...other, paidCents: chargeCents - onLines - totalOf(other.adjustments) })) };
}

const withOther = fc.boolean().map((has) => (has ? 'OTHER1' : null));

export const professionalClaim: fc.Arbitrary<ProfessionalClaim> = fc.tuple(withOther, fc.integer({ min: 1, max: 12 })).chain(([payerId, diagnoses]) => maybe<ProfessionalClaim>({
  ...claimFacts, chargeCents: fc.constant(0), placeOfService: oneOf('11', '21', '22', '23'), frequency: oneOf('1', '7', '8'), signatureOnFile: fc.boolean(), patientSignatureSource: fc.constant('P' as const),
  relatedCauses: maybe({ causes: some(oneOf('AA', 'EM', 'OA'), 2), state: fc.constant('MA') }, ['causes']), specialProgram: oneOf('02', '09'),
  patientCondition: maybe({ deathDate: day, weightPounds: fc.integer({ min: 1, max: 900 }), pregnant: fc.constant(true as const) }, ['weightPounds']),
  dates: maybe({ onset: day, accident: day, admission: day, discharge: day, lastSeen: day }, ['onset']), patientPaidCents: cents,
  diagnoses: fc.array(code(3, 7), { minLength: diagnoses, maxLength: diagnoses }), anesthesiaProcedures: some(code(5), 2), references: references('X4', 'EW', 'P4'),
  notes: some(fc.record({ code: oneOf('ADD', 'TPO'), text: text(80) }), 1), rendering: provider, referring: provider, primaryCare: provider, supervising: provider, serviceFacility: facility,
  otherPayers: payerId === null ? fc.constant([]) : otherPayer(payerId).map((one) => [one]), lines: some(professionalLine(payerId, diagnoses), 4),
}, [...CLAIM_KEYS, 'placeOfService', 'frequency', 'signatureOnFile', 'diagnoses']).map(balanced)) as fc.Arbitrary<ProfessionalClaim>;

const diagnosis = maybe<{ code: string; presentOnAdmission?: 'N' | 'U' | 'W' | 'Y' }>({ code: code(3, 7), presentOnAdmission: oneOf('N', 'U', 'W', 'Y') }, ['code']);
const dated = fc.record({ code: code(2, 7), date: day });

export const institutionalClaim: fc.Arbitrary<InstitutionalClaim> = withOther.chain((payerId) => maybe<InstitutionalClaim>({
  ...claimFacts, chargeCents: fc.constant(0), facilityCode: digits(2), frequency: oneOf('1', '2', '7', '8'), statement: period, admittedAt: fc.oneof(day, fc.tuple(day, clock).map((parts) => parts.join('T'))), dischargeTime: clock,
  admissionType: digits(1), admissionSource: digits(1), patientStatus: digits(2), patientDueCents: cents, principalDiagnosis: diagnosis, admittingDiagnosis: code(3, 7), reasonsForVisit: some(code(3, 7), 3),
  externalCauses: some(diagnosis, 12), drg: digits(3), otherDiagnoses: some(diagnosis, 24), principalProcedure: dated, otherProcedures: some(dated, 24), occurrenceSpans: some(fc.tuple(code(2), period).map(([one, span]) => ({ code: one, ...span })), 14),
  occurrences: some(dated, 24), values: some(fc.record({ code: code(2), hundredths: cents }), 24), treatmentCodes: some(code(3), 3), references: references('LU', 'P4', 'G4'),
  notes: some(fc.record({ code: oneOf('ALG', 'DGN'), text: text(80) }), 3), attending: provider, operating: provider, otherOperating: provider, rendering: provider, referring: provider, serviceFacility: facility,
  otherPayers: payerId === null ? fc.constant([]) : otherPayer(payerId).map((one) => [one]), lines: some(institutionalLine(payerId), 4),
}, [...CLAIM_KEYS, 'facilityCode', 'frequency', 'statement', 'patientStatus', 'principalDiagnosis']).map(balanced)) as fc.Arbitrary<InstitutionalClaim>;

const servicePayment: fc.Arbitrary<ServicePayment> = maybe<ServicePayment>({
  procedure: plainProcedure('HC'), chargeCents: signedCents, paidCents: fc.constant(0), revenueCode: digits(4), paidUnits: quantity, submittedProcedure: procedure('HC'), submittedUnits: quantity, service: period,
  adjustments: fc.array(adjustment, { maxLength: 9 }), lineControlNumber: text(50), references: references('G1', 'BB', '0K'), amounts: some(fc.record({ qualifier: fc.constant('B6'), cents }), 2),
  quantities: some(fc.record({ qualifier: fc.constant('ZK'), quantity }), 1), remarks: fc.array(fc.record({ list: oneOf('HE', 'RX'), code: code(2, 5) }), { maxLength: 3 }),
}, ['procedure', 'chargeCents', 'paidCents', 'adjustments', 'remarks']).map((line) => ({ ...line, paidCents: line.chargeCents - totalOf(line.adjustments) }));

const remittanceParty = maybe({ name: party, id: identifier('MI') }, ['id']);

export const claimPayment: fc.Arbitrary<ClaimPayment> = maybe<ClaimPayment>({
  claimGroup: fc.constant(1), patientControlNumber: text(38), status: oneOf('1', '2', '4', '22', '19'), chargeCents: signedCents, paidCents: fc.constant(0), patientResponsibilityCents: cents, filingIndicator: oneOf('12', 'MA', 'HM'),
  payerControlNumber: text(50), facilityCode: digits(2), frequency: oneOf('1', '7'), drg: digits(3), drgWeight: quantity, dischargeFraction: fc.constant(0.5), adjustments: fc.array(adjustment, { maxLength: 9 }),
  patient: maybe({ name: person, id: identifier('MI', 'HN') }, ['name']), insured: remittanceParty, otherSubscriber: remittanceParty, serviceProvider: maybe({ name: party, id: identifier('XX') }, ['id']),
  inpatient: fc.record({ drgCents: cents, remarks: fc.array(code(2, 5), { maxLength: 5 }) }), outpatient: fc.record({ payableCents: cents, remarks: fc.array(code(2, 5), { maxLength: 5 }) }), references: references('EA', '1L', 'F8', 'G1'),
  statement: period, coverageExpiredOn: day, receivedOn: day, contacts: some(contact, 2), amounts: some(fc.record({ qualifier: oneOf('AU', 'I'), cents }), 2), quantities: some(fc.record({ qualifier: oneOf('CA', 'LE'), quantity }), 2),
  lines: fc.array(servicePayment, { maxLength: 4 }),
}, ['claimGroup', 'patientControlNumber', 'status', 'chargeCents', 'paidCents', 'filingIndicator', 'payerControlNumber', 'adjustments', 'patient', 'lines']).map((claim) => {
  const chargeCents = claim.lines.length > 0 ? claim.lines.reduce((sum, line) => sum + line.chargeCents, 0) : claim.chargeCents;
  return { ...claim, chargeCents, paidCents: chargeCents - totalOf(claim.adjustments) - claim.lines.reduce((sum, line) => sum + totalOf(line.adjustments), 0) };
});

const providerAdjustment = maybe<Remittance['providerAdjustments'][number]>({
  providerId: text(50), fiscalPeriodEnd: day, reason: oneOf('WO', 'FB', '72', 'L6', 'CS'), reference: text(50), cents: signedCents,
}, ['providerId', 'fiscalPeriodEnd', 'reason', 'cents']);

/** Debit when more is taken back than paid. */
export const anyRemittance: fc.Arbitrary<Remittance> = fc.tuple(fc.array(claimPayment, { maxLength: 5 }), fc.array(providerAdjustment, { maxLength: 9 })).map(([claims, adjustments]) => {
  const made = remittance(claims.map((claim, index) => ({ ...claim, claimGroup: 1 + Math.floor(index / 2) })), adjustments);
  const { amountCents } = made.payment;
  return { ...made, payment: { ...made.payment, amountCents: Math.abs(amountCents), direction: amountCents < 0 ? 'D' as const : 'C' as const } };
});
