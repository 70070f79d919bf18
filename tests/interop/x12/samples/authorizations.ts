import type { AuthorizationRequest, AuthorizationResponse } from '../../../../interop/x12';
import { person, street } from './parties';

const hospital = { kind: 'organization', name: 'CAREWAY GENERAL HOSPITAL' } as const;
const npi = { qualifier: 'XX', value: '1234567893' };
const reviewer = { name: { kind: 'organization', name: 'EXAMPLE HEALTH PLAN' } as const, id: { qualifier: 'PI', value: '60054' } };
const requester = { entity: '1P', name: hospital, id: npi };
const trace = { number: 'AUTH-1', origin: '9CAREWAY01' };
const hip = { qualifier: 'HC', code: '27130', modifiers: ['LT'] };

/** A planned hip replacement of a subscriber. */
export const authorizationRequest: AuthorizationRequest = {
  set: '278', controlNumber: '0001', purpose: '13', reference: 'AUTH-1', createdOn: '2026-03-02', createdAt: '10:00', reviewer,
  requester: {
    ...requester, references: [{ qualifier: 'EI', value: '042345678' }], address: street('100 Hospital Way'), contact: { name: 'BILLING OFFICE', numbers: [{ qualifier: 'TE', value: '4135550100' }] },
    provider: { code: 'PE', id: { qualifier: 'PXC', value: '282N00000X' } },
  },
  subscriber: { name: person('Morales', 'Ana', 'L'), id: { qualifier: 'MI', value: 'W123456789' }, references: [{ qualifier: '6P', value: 'G1000' }], address: street('12 Elm St'), birthDate: '1980-05-17', gender: 'F' },
  event: {
    traces: [{ type: '1', ...trace }], kind: { category: 'AR', certification: 'I', serviceType: '2', facility: { code: '21', qualifier: 'B' }, level: 'U' },
    dates: [{ qualifier: '435', from: '2026-03-10', through: '2026-03-10' }, { qualifier: '096', from: '2026-03-14', through: '2026-03-14' }],
    diagnoses: [{ qualifier: 'ABK', code: 'M1612', date: '2026-01-20' }, { qualifier: 'ABF', code: 'E119' }],
    delivery: { quantityQualifier: 'DY', quantity: 4 }, message: 'Failed six months of physical therapy',
    providers: [{ entity: '71', name: person('Osei', 'Kofi'), id: { qualifier: 'XX', value: '1033172105' }, provider: { code: 'AT', id: { qualifier: 'PXC', value: '207X00000X' } } }, { entity: 'FA', name: hospital, id: npi, address: street('100 Hospital Way') }],
  },
  services: [
    { dates: [{ qualifier: '472', from: '2026-03-10', through: '2026-03-10' }], professional: { procedure: hip, chargeCents: 1250050, unit: 'UN', quantity: 1 } },
    { kind: { category: 'HS', certification: 'I' }, institutional: { revenueCode: '0360', procedure: { qualifier: 'HC', code: '27130', modifiers: [] }, chargeCents: 4000000, unit: 'UN', quantity: 1 }, message: 'Implant included' },
  ],
};

/** The same for a child covered through a parent. */
export const dependentRequest: AuthorizationRequest = {
  set: '278', controlNumber: '0001', purpose: '13', reference: 'AUTH-2', createdOn: '2026-03-02', createdAt: '10:00', reviewer, requester,
  subscriber: { name: person('Morales', 'Ana'), id: { qualifier: 'MI', value: 'W123456789' } },
  dependent: { name: person('Morales', 'Leo'), birthDate: '2015-11-30', gender: 'M', relationship: { code: '19' } },
  event: { traces: [{ type: '1', ...trace }], kind: { category: 'HS', certification: 'I' } },
  services: [{ professional: { procedure: { qualifier: 'HC', code: '25600', modifiers: [] } } }],
};

/** Certified in part: one service with a number of its own, the other refused. */
export const authorizationResponse: AuthorizationResponse = {
  set: '278R', controlNumber: '0001', reference: 'AUTH-1', createdOn: '2026-03-03', createdAt: '09:12', completeness: '18',
  reviewer: { ...reviewer, contact: { name: 'UTILIZATION REVIEW', numbers: [{ qualifier: 'TE', value: '8005550199' }] } }, requester,
  subscriber: { name: person('Morales', 'Ana', 'L'), id: { qualifier: 'MI', value: 'W123456789' }, birthDate: '1980-05-17', gender: 'F' },
  event: { traces: [{ type: '2', ...trace }], kind: { category: 'AR', certification: 'I' }, decision: { action: 'A2', number: 'AN20260303' }, diagnoses: [{ qualifier: 'ABK', code: 'M1612' }] },
  services: [
    { decision: { action: 'A1', number: 'AN20260303' }, dates: [{ qualifier: '036', from: '2026-06-01', through: '2026-06-01' }, { qualifier: '007', from: '2026-03-03', through: '2026-06-01' }], professional: { procedure: hip, unit: 'UN', quantity: 1 } },
    { decision: { action: 'A3', reason: '0F', secondOpinion: 'Y' }, references: [{ qualifier: 'NT', value: 'TRK-778' }], institutional: { revenueCode: '0360' }, message: 'Criteria not met' },
  ],
};

/** Not answered: the payer does not know the member. */
export const rejectedRequest: AuthorizationResponse = {
  set: '278R', controlNumber: '0001', reference: 'AUTH-1', createdOn: '2026-03-03', createdAt: '09:12', reviewer, requester,
  subscriber: { name: person('Morales', 'Ana'), id: { qualifier: 'MI', value: 'X0' }, rejections: [{ valid: false, reason: '72', followUp: 'C' }] }, services: [],
};

/** Not answered at all: the reviewer cannot respond now. */
export const unavailableReviewer: AuthorizationResponse = {
  set: '278R', controlNumber: '0001', reference: 'AUTH-1', createdOn: '2026-03-03', createdAt: '09:12', rejections: [{ valid: false, reason: '42', followUp: 'P' }], reviewer, services: [],
};
