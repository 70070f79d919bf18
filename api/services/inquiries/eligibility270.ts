import { type EligibilityInquiry } from '../../../interop/x12';
import { type ClaimPatient } from '../claims/snapshot';
import { addressOf, personName } from '../claims/x12/parties';
import { type Asking, originOf, traceOf } from './envelope';
import { hospitalDay, hospitalTime } from '../staff/hospitalZone';

export interface CoverageQuestion {
  readonly patient: ClaimPatient;
  readonly memberNumber: string;
  /** The day it is asked about. */
  readonly day: string;
  /** Class of the stay, where it is about one. */
  readonly classCode: string | null;
}

/** X12 service types by class of encounter: hospital inpatient, emergency, otherwise hospital outpatient. */
const SERVICE_TYPES: Readonly<Record<string, string>> = { IMP: '48', EMER: '86' };

/** The 270 that asks about one coverage. Our payers give every member a number of their own: the patient is the subscriber. */
export function eligibilityQuestion({ patient, memberNumber, day, classCode }: CoverageQuestion, asking: Asking): EligibilityInquiry {
  const { hospital, payer, controlNumber, now } = asking;
  const trace = traceOf(controlNumber);
  const address = addressOf(patient.address);
  const gender = patient.gender === 'female' ? 'F' : patient.gender === 'male' ? 'M' : null;
  return {
    set: '270', controlNumber: '0001', purpose: '13', reference: trace, createdOn: hospitalDay(now), createdAt: hospitalTime(now),
    sources: [{
      entity: 'PR', name: { kind: 'organization', name: payer.name.slice(0, 60) }, id: { qualifier: 'PI', value: payer.identifier },
      receivers: [{
        entity: '80', name: { kind: 'organization', name: hospital.name.slice(0, 60) }, id: hospital.npi ? { qualifier: 'XX', value: hospital.npi } : { qualifier: 'SV', value: 'CAREWAY' },
        subscribers: [{
          traces: [{ type: '1', number: trace, origin: originOf(hospital) }], name: personName(patient), ...(memberNumber ? { memberId: { qualifier: 'MI', value: memberNumber } } : {}),
          ...(address ? { address } : {}), ...(patient.birthDate ? { birthDate: patient.birthDate } : {}), ...(gender ? { gender } : {}),
          dates: [{ qualifier: '291', from: day, through: day }], inquiries: [{ serviceTypes: ['30', ...(classCode === null ? [] : [SERVICE_TYPES[classCode] ?? '50'])] }], dependents: [],
        }],
      }],
    }],
  };
}
