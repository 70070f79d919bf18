import type { InstitutionalClaim, InstitutionalClaims, InstitutionalLine, ProfessionalClaim, ProfessionalClaims, ProfessionalLine } from '../../../../interop/x12';
import { billingProvider, child, payer, person, primaryPayer, subscriber } from './parties';

const header = {
  controlNumber: '0001', purpose: '00', reference: 'BATCH-20260302-1', createdOn: '2026-03-02', createdAt: '09:30', use: 'CH',
  submitter: { name: { kind: 'organization', name: 'CAREWAY GENERAL HOSPITAL' }, id: 'CAREWAY', contacts: [{ name: 'EDI DESK', numbers: [{ qualifier: 'TE', value: '4135550101' }] }] },
  receiver: { name: 'CLEARHOUSE', id: 'CLEARHOUSE' },
} as const satisfies Partial<ProfessionalClaims>;

export const professionalLine: ProfessionalLine = {
  number: 1, procedure: { qualifier: 'HC', code: '99213', modifiers: [] }, chargeCents: 15000, unit: 'UN', units: 1, diagnosisPointers: [1],
  service: { from: '2026-02-10', through: '2026-02-10' }, lineControlNumber: 'CLM1001L1', adjudications: [],
};

/** One office visit, subscriber is the patient. */
export const visit: ProfessionalClaim = {
  billingProvider, subscriber, payer, patientControlNumber: 'CLM1001', chargeCents: 15000, placeOfService: '22', frequency: '1', signatureOnFile: true,
  acceptsAssignment: 'A', benefitsAssigned: 'Y', releaseOfInformation: 'Y', icd: 10, diagnoses: ['J069'],
  rendering: { name: person('Nguyen', 'Mai'), npi: '1033172105', taxonomy: '207Q00000X' }, otherPayers: [], lines: [professionalLine],
};

/** Several lines with modifiers, drug, authorizations, dates; the patient is a child. */
export const busyVisit: ProfessionalClaim = {
  ...visit, patient: child, patientControlNumber: 'CLM1002', chargeCents: 52525, delayReason: '3', priorAuthorization: 'PA-778', referral: 'RF-12',
  subscriber: { ...subscriber, address: undefined, birthDate: undefined, gender: undefined },
  medicalRecordNumber: 'MRN0042', clearinghouseNumber: 'VAN123', notes: [{ code: 'ADD', text: 'Seen with parent; see notes.' }], patientPaidCents: 2000,
  relatedCauses: { causes: ['AA'], state: 'MA' }, dates: { accident: '2026-02-09', onset: '2026-02-09' }, diagnoses: ['S52501A', 'V892XXA', 'E119'],
  attachments: [{ reportType: 'OZ', transmission: 'EL', controlNumber: 'ATT-1' }], conditions: ['AA'],
  references: [{ qualifier: 'X4', value: '22D0123456' }], referring: { name: person('Stone', 'Ida'), npi: '1679576722' },
  supervising: { name: person('Reed', 'Otto'), npi: '1245319599' },
  serviceFacility: { name: 'CAREWAY WEST CLINIC', npi: '1962504035', address: { lines: ['9 West Rd'], city: 'HOLYOKE', state: 'MA', postalCode: '010400002' } },
  lines: [
    { ...professionalLine, lineControlNumber: 'CLM1002L1', procedure: { qualifier: 'HC', code: '99214', modifiers: ['25'] }, diagnosisPointers: [1, 2], chargeCents: 20000 },
    {
      ...professionalLine, number: 2, lineControlNumber: 'CLM1002L2', chargeCents: 30000.0, diagnosisPointers: [1], emergency: true,
      procedure: { qualifier: 'HC', code: '25600', modifiers: ['59', 'LT', '76', 'GC'] }, rendering: { name: person('Okafor', 'Sam'), npi: '1508808874' },
      priorAuthorizations: [{ value: 'PA-779' }], notes: [{ code: 'ADD', text: 'Closed treatment' }],
    },
    {
      ...professionalLine, number: 3, lineControlNumber: 'CLM1002L3', chargeCents: 2525, units: 2.5, diagnosisPointers: [3, 1],
      procedure: { qualifier: 'HC', code: 'J3490', modifiers: [] }, service: { from: '2026-02-10', through: '2026-02-12' },
      drug: { qualifier: 'N4', code: '00409490234', quantity: 2.5, unit: 'ML', prescription: { qualifier: 'XZ', value: 'RX55' } },
      ordering: { name: person('Nguyen', 'Mai'), npi: '1033172105' },
    },
  ],
};

/** Secondary claim: the primary paid 80 of 150, contract 40, patient 30; all of it on the line. */
export const secondaryVisit: ProfessionalClaim = {
  ...visit, patientControlNumber: 'CLM1003', subscriber: { ...subscriber, responsibility: 'S' }, otherPayers: [primaryPayer],
  lines: [{
    ...professionalLine, lineControlNumber: 'CLM1003L1',
    adjudications: [{
      payerId: '00590', paidCents: 8000, procedure: { qualifier: 'HC', code: '99213', modifiers: [] }, paidUnits: 1, adjudicatedOn: '2026-02-20', remainingPatientCents: 3000,
      adjustments: [{ group: 'CO', reason: '45', cents: 4000 }, { group: 'PR', reason: '1', cents: 1000 }, { group: 'PR', reason: '2', cents: 2000 }],
    }],
  }],
};

export const replacementVisit: ProfessionalClaim = { ...visit, patientControlNumber: 'CLM1004', frequency: '7', originalPayerControlNumber: '2026041000123' };
export const voidVisit: ProfessionalClaim = { ...visit, patientControlNumber: 'CLM1005', frequency: '8', originalPayerControlNumber: '2026041000124' };

export const professional = (...claims: ProfessionalClaim[]): ProfessionalClaims => ({ set: '837P', ...header, submitter: { ...header.submitter, contacts: [...header.submitter.contacts.map((one) => ({ ...one, numbers: [...one.numbers] }))] }, claims });

const institutionalLine: InstitutionalLine = { number: 1, revenueCode: '0120', chargeCents: 450000, unit: 'DA', units: 3, lineControlNumber: 'INP1L1', adjudications: [] };

/** Inpatient stay paid by DRG, with everything an UB-04 can say. */
export const stay: InstitutionalClaim = {
  billingProvider, subscriber, payer, patientControlNumber: 'INP1', chargeCents: 1266666, facilityCode: '11', frequency: '1', acceptsAssignment: 'A',
  benefitsAssigned: 'Y', releaseOfInformation: 'Y', statement: { from: '2026-01-12', through: '2026-01-15' }, admittedAt: '2026-01-12T14:05',
  dischargeTime: '11:30', admissionType: '3', admissionSource: '1', patientStatus: '01', patientDueCents: 50000, icd: 10,
  principalDiagnosis: { code: 'M1711', presentOnAdmission: 'Y' }, admittingDiagnosis: 'M1711',
  externalCauses: [{ code: 'W010XXA', presentOnAdmission: 'Y' }], drg: '470',
  otherDiagnoses: [{ code: 'I10', presentOnAdmission: 'Y' }, { code: 'E119', presentOnAdmission: 'Y' }, { code: 'Z96651' }, { code: 'D62', presentOnAdmission: 'N' }],
  principalProcedure: { code: '0SRC0J9', date: '2026-01-12' }, otherProcedures: [{ code: '30233N1', date: '2026-01-13' }],
  occurrenceSpans: [{ code: '74', from: '2026-01-13', through: '2026-01-14' }], occurrences: [{ code: '11', date: '2025-12-01' }],
  values: [{ code: '01', hundredths: 150000 }, { code: '80', hundredths: 300 }], conditions: ['09', 'C5'], treatmentCodes: ['A10'],
  priorAuthorization: 'AUTH-5521', medicalRecordNumber: 'MRN0042',
  attending: { name: person('Baker', 'Ruth', 'E'), npi: '1245319599', taxonomy: '207X00000X' }, operating: { name: person('Ito', 'Ken'), npi: '1508808874' },
  otherPayers: [],
  lines: [
    institutionalLine,
    { ...institutionalLine, number: 2, revenueCode: '0360', chargeCents: 600000, unit: 'UN', units: 1, lineControlNumber: 'INP1L2', nonCoveredCents: 10000, service: { from: '2026-01-12', through: '2026-01-12' } },
    { ...institutionalLine, number: 3, revenueCode: '0278', chargeCents: 216666, unit: 'UN', units: 1, lineControlNumber: 'INP1L3', procedure: { qualifier: 'HC', code: 'C1776', modifiers: [] } },
  ],
};

/** The same with a note, which pyx12 accepts and linuxforhealth 0.57 cannot read in an 837I. */
export const notedStay: InstitutionalClaim = { ...stay, patientControlNumber: 'INP5', notes: [{ code: 'ADD', text: 'Elective knee replacement' }] };

/** Outpatient hospital visit: procedures with modifiers on the lines, reasons for visit. */
export const outpatient: InstitutionalClaim = {
  ...stay, patientControlNumber: 'OUT1', chargeCents: 81000, facilityCode: '13', admittedAt: undefined, dischargeTime: undefined, admissionType: '1',
  statement: { from: '2026-02-03', through: '2026-02-03' }, patientDueCents: undefined, principalDiagnosis: { code: 'R079' }, admittingDiagnosis: undefined,
  reasonsForVisit: ['R079', 'R0602'], externalCauses: undefined, drg: undefined, otherDiagnoses: undefined, principalProcedure: undefined,
  otherProcedures: undefined, occurrenceSpans: undefined, values: undefined, conditions: undefined, treatmentCodes: undefined, operating: undefined,
  priorAuthorization: undefined,
  lines: [
    { ...institutionalLine, revenueCode: '0450', unit: 'UN', units: 1, chargeCents: 65000, lineControlNumber: 'OUT1L1', procedure: { qualifier: 'HC', code: '99284', modifiers: ['25'] }, service: { from: '2026-02-03', through: '2026-02-03' } },
    { ...institutionalLine, number: 2, revenueCode: '0730', unit: 'UN', units: 1, chargeCents: 16000, lineControlNumber: 'OUT1L2', procedure: { qualifier: 'HC', code: '93005', modifiers: [] }, service: { from: '2026-02-03', through: '2026-02-03' } },
  ],
};

/** Secondary stay: the primary settled at claim level. */
export const secondaryStay: InstitutionalClaim = {
  ...stay, patientControlNumber: 'INP2', subscriber: { ...subscriber, responsibility: 'S' },
  otherPayers: [{
    ...primaryPayer, filingIndicator: 'MA', paidCents: 1000000, remainingPatientCents: 160000,
    adjustments: [{ group: 'CO', reason: '45', cents: 106666 }, { group: 'PR', reason: '1', cents: 160000, quantity: 1 }],
    inpatient: { drgCents: 1160000, remarks: ['MA01'] },
  }],
  lines: stay.lines.map((line, index) => ({ ...line, lineControlNumber: `INP2L${index + 1}` })),
};

/** Outpatient claim whose primary decided line by line, one line denied. */
export const secondaryOutpatient: InstitutionalClaim = {
  ...outpatient, patientControlNumber: 'OUT2', subscriber: { ...subscriber, responsibility: 'S' },
  otherPayers: [{ ...primaryPayer, paidCents: 40000, remainingPatientCents: 5000, outpatient: { reimbursementRate: 0.8, payableCents: 45000, remarks: ['MA18'] } }],
  lines: outpatient.lines.map((line, index) => ({
    ...line,
    adjudications: [{
      payerId: '00590', paidCents: index === 0 ? 40000 : 0, procedure: line.procedure, revenueCode: line.revenueCode, paidUnits: 1, adjudicatedOn: '2026-02-20',
      adjustments: index === 0
        ? [{ group: 'CO' as const, reason: '45', cents: 20000 }, { group: 'PR' as const, reason: '3', cents: 5000 }]
        : [{ group: 'CO' as const, reason: '97', cents: 16000 }],
    }],
  })),
};

export const replacementStay: InstitutionalClaim = { ...stay, patientControlNumber: 'INP3', frequency: '7', originalPayerControlNumber: 'ICN778899' };
export const voidStay: InstitutionalClaim = { ...stay, patientControlNumber: 'INP4', frequency: '8', originalPayerControlNumber: 'ICN778900' };

export const institutional = (...claims: InstitutionalClaim[]): InstitutionalClaims => ({ ...professional(), set: '837I', claims });
