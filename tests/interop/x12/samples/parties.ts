import type { Address, BillingProvider, ClaimPayer, OtherPayer, Patient, PartyName, Subscriber } from '../../../../interop/x12';
import type { Addressing } from '../../../../interop/x12';

/** Invented people and places. */
export const person = (last: string, first: string, middle?: string): PartyName => ({ kind: 'person', last, first, ...(middle && { middle }) });

export const street = (line: string): Address => ({ lines: [line], city: 'SPRINGFIELD', state: 'MA', postalCode: '011010001' });

export const addressing: Addressing = {
  sender: { qualifier: 'ZZ', id: 'CAREWAY' }, receiver: { qualifier: 'ZZ', id: 'CLEARHOUSE' }, date: '2026-03-02', time: '09:30',
  interchangeControlNumber: 905, groupControlNumber: 77, usage: 'T',
};

export const billingProvider: BillingProvider = {
  name: { kind: 'organization', name: 'CAREWAY GENERAL HOSPITAL' }, npi: '1234567893', taxonomy: '282N00000X',
  address: { lines: ['100 Hospital Way', 'Suite 5'], city: 'SPRINGFIELD', state: 'MA', postalCode: '011010001' },
  taxId: { qualifier: 'EI', value: '042345678' }, contacts: [{ name: 'BILLING OFFICE', numbers: [{ qualifier: 'TE', value: '4135550100' }, { qualifier: 'EX', value: '12' }] }],
};

export const subscriber: Subscriber = {
  responsibility: 'P', groupNumber: 'G1000', groupName: 'ACME TOOLS', filingIndicator: 'CI', name: person('Morales', 'Ana', 'L'),
  memberId: { qualifier: 'MI', value: 'W123456789' }, address: street('12 Elm St'), birthDate: '1980-05-17', gender: 'F',
};

export const payer: ClaimPayer = { name: 'EXAMPLE HEALTH PLAN', id: { qualifier: 'PI', value: '60054' } };

export const child: Patient = {
  relationship: '19', name: person('Morales', 'Leo'), address: street('12 Elm St'), birthDate: '2015-11-30', gender: 'M',
};

export const primaryPayer: OtherPayer = {
  responsibility: 'P', relationship: '18', groupNumber: 'AA11', filingIndicator: 'BL', adjustments: [], paidCents: 8000, remainingPatientCents: 3000,
  benefitsAssigned: 'Y', releaseOfInformation: 'Y', subscriber: { name: person('Morales', 'Ana'), memberId: { qualifier: 'MI', value: 'BC9988' } },
  payer: { name: 'BLUE EXAMPLE', id: { qualifier: 'PI', value: '00590' }, adjudicatedOn: '2026-02-20', payerControlNumber: 'ICN0001' },
};
