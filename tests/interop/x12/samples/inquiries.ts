import type { ClaimStatusInquiry, ClaimStatusResponse, EligibilityInquiry, EligibilityResponse } from '../../../../interop/x12';
import { person, street } from './parties';

const payerId = { qualifier: 'PI', value: '60054' };
const hospital = { kind: 'organization', name: 'CAREWAY GENERAL HOSPITAL' } as const;
const npi = { qualifier: 'XX', value: '1234567893' };
const memberId = { qualifier: 'MI', value: 'W123456789' };
const day = { from: '2026-02-10', through: '2026-02-10' };

export const statusInquiry: ClaimStatusInquiry = {
  set: '276', controlNumber: '0001', reference: 'INQ-1', createdOn: '2026-03-02', createdAt: '10:00',
  payers: [{
    name: 'EXAMPLE HEALTH PLAN', id: payerId,
    receivers: [{
      name: hospital, id: 'CAREWAY',
      providers: [{
        names: [{ name: hospital, id: npi }],
        subscribers: [
          {
            name: person('Morales', 'Ana', 'L'), memberId, birthDate: '1980-05-17', gender: 'F', dependents: [],
            claims: [{
              trace: 'Q-1', payerControlNumber: '2026041000123', patientControlNumber: 'CLM1001', chargeCents: 15000, service: day,
              lines: [{ procedure: { qualifier: 'HC', code: '99213', modifiers: ['25'] }, chargeCents: 15000, units: 1, lineControlNumber: 'CLM1001L1', service: day }],
            }],
          },
          {
            name: person('Morales', 'Ana'), memberId, claims: [],
            dependents: [{ name: person('Morales', 'Leo'), birthDate: '2015-11-30', gender: 'M', claims: [{ trace: 'Q-2', patientControlNumber: 'CLM1002', chargeCents: 52525, service: { from: '2026-02-10', through: '2026-02-12' }, lines: [] }] }],
          },
        ],
      }],
    }],
  }],
};

export const statusResponse: ClaimStatusResponse = {
  set: '277', controlNumber: '0001', reference: 'INQ-1', createdOn: '2026-03-02', createdAt: '10:01',
  payers: [{
    name: 'EXAMPLE HEALTH PLAN', id: payerId, contact: { name: 'PROVIDER DESK', numbers: [{ qualifier: 'TE', value: '8005550100' }] },
    receivers: [{
      name: hospital, id: 'CAREWAY',
      providers: [{
        names: [{ name: hospital, id: npi }],
        subscribers: [
          {
            name: person('Morales', 'Ana', 'L'), memberId, dependents: [],
            claims: [{
              trace: 'Q-1', payerControlNumber: '2026041000123', patientControlNumber: 'CLM1001', service: day,
              statuses: [{ codes: [{ category: 'F1', code: '65' }], effectiveOn: '2026-02-28', chargeCents: 15000, paidCents: 8000, finalizedOn: '2026-02-27', remittanceOn: '2026-03-01', remittanceTrace: 'EFT-20260301-7' }],
              lines: [{ procedure: { qualifier: 'HC', code: '99213', modifiers: ['25'] }, chargeCents: 15000, paidCents: 8000, units: 1, statuses: [{ codes: [{ category: 'F1', code: '65' }], effectiveOn: '2026-02-28' }], service: day }],
            }],
          },
          {
            name: person('Morales', 'Ana'), memberId, claims: [],
            dependents: [{ name: person('Morales', 'Leo'), claims: [{ trace: 'Q-2', patientControlNumber: 'CLM1002', statuses: [{ codes: [{ category: 'P1', code: '20' }], effectiveOn: '2026-03-01', chargeCents: 52525, paidCents: 0 }], lines: [] }] }],
          },
        ],
      }],
    }],
  }],
};

export const eligibilityInquiry: EligibilityInquiry = {
  set: '270', controlNumber: '0001', purpose: '13', reference: 'ELG-1', createdOn: '2026-03-02', createdAt: '08:00',
  sources: [{
    entity: 'PR', name: { kind: 'organization', name: 'EXAMPLE HEALTH PLAN' }, id: payerId,
    receivers: [{
      entity: '80', name: hospital, id: npi, references: [{ qualifier: 'TJ', value: '042345678' }],
      subscribers: [
        {
          traces: [{ type: '1', number: 'TRACE-1', origin: '9CAREWAY01' }], name: person('Morales', 'Ana', 'L'), memberId, birthDate: '1980-05-17', gender: 'F',
          references: [{ qualifier: '6P', value: 'G1000' }], address: street('12 Elm St'), dates: [{ qualifier: '291', ...day }],
          inquiries: [{ serviceTypes: ['30', '48'] }], dependents: [],
        },
        {
          name: person('Morales', 'Ana'), memberId, inquiries: [],
          dependents: [{
            traces: [{ type: '1', number: 'TRACE-2', origin: '9CAREWAY01' }], name: person('Morales', 'Leo'), birthDate: '2015-11-30', gender: 'M', relationship: { code: '19', birthSequence: 1 },
            dates: [{ qualifier: '291', from: '2026-02-10', through: '2026-02-12' }], inquiries: [{ procedure: { qualifier: 'HC', code: '25600', modifiers: [] } }],
          }],
        },
      ],
    }],
  }],
};

export const eligibilityResponse: EligibilityResponse = {
  set: '271', controlNumber: '0001', purpose: '11', reference: 'ELG-1', createdOn: '2026-03-02', createdAt: '08:01',
  sources: [{
    entity: 'PR', name: { kind: 'organization', name: 'EXAMPLE HEALTH PLAN' }, id: payerId,
    receivers: [{
      entity: '80', name: hospital, id: npi,
      subscribers: [
        {
          traces: [{ type: '2', number: 'TRACE-1', origin: '9CAREWAY01' }], name: person('Morales', 'Ana', 'L'), memberId, birthDate: '1980-05-17', gender: 'F', address: street('12 Elm St'),
          dates: [{ qualifier: '346', from: '2026-01-01', through: '2026-01-01' }], dependents: [],
          benefits: [
            { kind: '1', coverageLevel: 'IND', serviceTypes: ['30'], insuranceType: 'PR', planDescription: 'EXAMPLE PPO GOLD', dates: [{ qualifier: '291', from: '2026-01-01', through: '2026-12-31' }] },
            { kind: 'C', coverageLevel: 'IND', serviceTypes: ['30'], timePeriod: '29', cents: 42550, inNetwork: 'Y' },
            { kind: 'A', serviceTypes: ['48'], rate: 0.2, inNetwork: 'Y', authorizationRequired: 'Y', messages: ['Authorization by telephone'], references: [{ qualifier: '18', value: 'PPO1' }] },
            {
              kind: 'F', serviceTypes: ['PT'], quantityQualifier: 'VS', quantity: 20, delivery: [{ quantityQualifier: 'VS', quantity: 20, unit: 'VS', every: 1, periodQualifier: '23', periods: 1 }],
              entities: [{ entity: '13', name: hospital, id: npi, address: street('100 Hospital Way'), contacts: [{ numbers: [{ qualifier: 'TE', value: '8005550100' }] }] }],
            },
          ],
        },
        {
          traces: [{ type: '2', number: 'TRACE-3', origin: '9CAREWAY01' }], name: person('Doe', 'Jon'), memberId: { qualifier: 'MI', value: 'X0' },
          rejections: [{ valid: false, reason: '72', followUp: 'C' }], benefits: [], dependents: [],
        },
      ],
    }],
  }],
};
