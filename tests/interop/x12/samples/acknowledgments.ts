import type { ClaimAcknowledgment, ImplementationAcknowledgment } from '../../../../interop/x12';
import { person } from './parties';

export const acceptedGroup: ImplementationAcknowledgment = {
  set: '999', controlNumber: '0001', group: { functionalId: 'HC', controlNumber: 77, version: '005010X222A1' },
  transactions: [{ code: '837', controlNumber: '0001', version: '005010X222A1', segments: [], status: 'A' }], status: 'A', included: 1, received: 1, accepted: 1,
};

export const rejectedGroup: ImplementationAcknowledgment = {
  ...acceptedGroup, status: 'P', included: 2, received: 2, accepted: 1,
  transactions: [
    ...acceptedGroup.transactions,
    {
      code: '837', controlNumber: '0002', version: '005010X222A1', status: 'R', errors: ['5'],
      segments: [
        {
          segmentId: 'CLM', position: 22, loop: '2300', code: '8', contexts: [{ name: 'CLM01', reference: 'CLM1002' }],
          elements: [{ element: 5, component: 1, dataElement: '1331', code: '7', badValue: '88' }, { element: 2, dataElement: '782', code: '1' }],
        },
        { segmentId: 'HI', position: 30, loop: '2300', code: '3', elements: [] },
      ],
    },
  ],
};

export const claimAcknowledgment: ClaimAcknowledgment = {
  set: '277CA', controlNumber: '0001', reference: 'ACK-9', createdOn: '2026-03-02', createdAt: '11:15', source: { entity: 'PR', name: 'EXAMPLE HEALTH PLAN', id: { qualifier: 'PI', value: '60054' } },
  receipt: { trace: 'RCPT-1', receivedOn: '2026-03-02', processedOn: '2026-03-02' }, receiver: { name: { kind: 'organization', name: 'CAREWAY GENERAL HOSPITAL' }, id: 'CAREWAY' },
  batch: {
    trace: 'BATCH-20260302-1', statuses: [{ codes: [{ category: 'A1', code: '19', entity: 'PR' }], effectiveOn: '2026-03-02', action: 'WQ', chargeCents: 67525 }],
    acceptedCount: 1, rejectedCount: 1, acceptedCents: 15000, rejectedCents: 52525,
  },
  providers: [{
    name: { kind: 'organization', name: 'CAREWAY GENERAL HOSPITAL' }, id: { qualifier: 'XX', value: '1234567893' },
    summary: { trace: '0', statuses: [{ codes: [{ category: 'A1', code: '19', entity: 'PR' }], action: 'WQ', chargeCents: 67525 }], acceptedCount: 1, rejectedCount: 1, acceptedCents: 15000, rejectedCents: 52525 },
    patients: [
      {
        name: person('Morales', 'Ana', 'L'), id: { qualifier: 'MI', value: 'W123456789' },
        claims: [{
          patientControlNumber: 'CLM1001', statuses: [{ codes: [{ category: 'A2', code: '20', entity: 'PR' }], effectiveOn: '2026-03-02', action: 'WQ', chargeCents: 15000 }],
          payerControlNumber: '2026041000123', clearinghouseNumber: 'VAN122', service: { from: '2026-02-10', through: '2026-02-10' }, lines: [],
        }],
      },
      {
        name: person('Morales', 'Leo'), id: { qualifier: 'MI', value: 'W123456789' },
        claims: [{
          patientControlNumber: 'CLM1002', service: { from: '2026-02-10', through: '2026-02-12' },
          statuses: [{
            codes: [{ category: 'A7', code: '562', entity: '85' }, { category: 'A7', code: '128', entity: '85' }, { category: 'A7', code: '145' }],
            effectiveOn: '2026-03-02', action: 'U', chargeCents: 52525, message: 'Billing provider number and taxonomy do not match',
          }],
          lines: [{
            procedure: { qualifier: 'HC', code: '25600', modifiers: ['59', 'LT'] }, chargeCents: 30000, units: 1, statuses: [{ codes: [{ category: 'A7', code: '453' }], effectiveOn: '2026-03-02', action: 'U' }],
            lineControlNumber: 'CLM1002L2', service: { from: '2026-02-10', through: '2026-02-10' },
          }],
        }],
      },
    ],
  }],
};
