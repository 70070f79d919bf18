import { type ClaimStatusInquiry } from '../../../interop/x12';
import { type ClaimSnapshot } from '../claims/snapshot';
import { personName } from '../claims/x12/parties';
import { type Asking, traceOf } from './envelope';
import { hospitalDay, hospitalTime } from '../staff/hospitalZone';

/** The 276 that asks where a claim stands, by our number, the payer's where we know it, dates and charge. */
export function statusQuestion({ claim, patient, coverage }: ClaimSnapshot, asking: Asking): ClaimStatusInquiry {
  const { hospital, payer, controlNumber, now } = asking;
  const trace = traceOf(controlNumber);
  const name = { kind: 'organization' as const, name: hospital.name.slice(0, 60) };
  return {
    set: '276', controlNumber: '0001', reference: trace, createdOn: hospitalDay(now), createdAt: hospitalTime(now),
    payers: [{
      name: payer.name.slice(0, 60), id: { qualifier: 'PI', value: payer.identifier },
      receivers: [{
        name, id: hospital.npi ?? 'CAREWAY',
        providers: [{
          names: [{ name, id: hospital.npi ? { qualifier: 'XX', value: hospital.npi } : { qualifier: 'FI', value: (hospital.taxId ?? '').replace(/\D/g, '') } }],
          subscribers: [{
            name: personName(patient), memberId: { qualifier: 'MI', value: coverage?.memberNumber ?? '' }, ...(patient.birthDate ? { birthDate: patient.birthDate } : {}),
            ...(patient.gender === 'female' ? { gender: 'F' } : patient.gender === 'male' ? { gender: 'M' } : {}), dependents: [],
            claims: [{
              trace, ...(claim.payerClaimNumber ? { payerControlNumber: claim.payerClaimNumber } : {}), patientControlNumber: claim.number, chargeCents: claim.chargeCents,
              service: { from: claim.serviceFrom, through: claim.serviceThrough }, lines: [],
            }],
          }],
        }],
      }],
    }],
  };
}
