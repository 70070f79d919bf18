import { type AuthorizationRequest } from '../../../interop/x12';
import { type Act, select, selectOne } from '../../http/act';
import { type ClaimPatient, readPatient } from '../claims/snapshot';
import { readStay, type StayFacts } from '../claims/x12/facts';
import { addressOf, personName, providerOf } from '../claims/x12/parties';
import { type Asking, originOf, traceOf } from '../inquiries/envelope';
import { certainCode, lookUpMappings } from '../money/capture/crosswalk';
import { type AuthorizationRow, codesOf } from './authorizationRow';
import { hospitalDay, hospitalTime } from '../staff/hospitalZone';

/** What a request for authorisation says of the patient and the stay. */
export interface ReviewFacts {
  readonly patient: ClaimPatient;
  readonly memberNumber: string;
  readonly stay: StayFacts;
  /** ICD-10-CM; the first is why the patient is here. */
  readonly diagnoses: readonly string[];
}

/** What stands behind a request. Patient data: audit its use. Null when the stay is not there. */
export async function readReviewFacts(act: Act, row: Pick<AuthorizationRow, 'encounterId' | 'patientId' | 'coverageId'>): Promise<ReviewFacts | null> {
  const stay = await readStay(act, row.encounterId);
  const coverage = await selectOne<{ memberNumberEnc: Buffer }>(act, 'SELECT member_number_enc AS memberNumberEnc FROM coverages WHERE id = ?', [row.coverageId]);
  if (!stay || !coverage) return null;
  return {
    patient: await readPatient(act, row.patientId), stay, diagnoses: await diagnosesOf(act, row.encounterId),
    memberNumber: act.database.cipher.open({ table: 'coverages', column: 'member_number_enc', id: row.coverageId }, coverage.memberNumberEnc).trim(),
  };
}

/** The reason of the stay and what was diagnosed in it, as far as a code says it for certain. */
async function diagnosesOf(act: Act, encounterId: string): Promise<string[]> {
  const found = await select<{ systemCode: string; code: string }>(
    act,
    `SELECT reason_system AS systemCode, reason_code AS code FROM encounters WHERE id = :encounterId AND reason_code IS NOT NULL
     UNION ALL SELECT system_code, code FROM conditions WHERE encounter_id = :encounterId AND clinical_status = 'active'`,
    { encounterId },
  );
  const mappingsOf = await lookUpMappings(act, found);
  const codes = found.flatMap((one) => (one.systemCode === 'ICD10CM' ? one.code : certainCode(mappingsOf(one), 'ICD10CM')) ?? []);
  return [...new Set(codes.map((code) => code.replace('.', '')))].slice(0, 12);
}

/** CMS places of service by class of encounter: inpatient hospital, emergency room, otherwise outpatient hospital. */
const PLACES: Readonly<Record<string, string>> = { IMP: '21', EMER: '23' };

/** The 278 that asks for one authorisation. */
export function authorizationQuestion(row: AuthorizationRow, { patient, memberNumber, stay, diagnoses }: ReviewFacts, asking: Asking): AuthorizationRequest {
  const { hospital, payer, controlNumber, now } = asking;
  const trace = traceOf(controlNumber);
  const isInpatient = stay.classCode === 'IMP';
  const address = addressOf(patient.address);
  const attending = stay.attending && providerOf(stay.attending);
  const admitted = hospitalDay(stay.admittedAt);
  return {
    set: '278', controlNumber: '0001', purpose: '13', reference: trace, createdOn: hospitalDay(now), createdAt: hospitalTime(now),
    reviewer: { name: { kind: 'organization', name: payer.name.slice(0, 60) }, id: { qualifier: 'PI', value: payer.identifier } },
    requester: { entity: '1P', name: { kind: 'organization', name: hospital.name.slice(0, 60) }, id: hospital.npi ? { qualifier: 'XX', value: hospital.npi } : { qualifier: '46', value: 'CAREWAY' } },
    subscriber: {
      name: personName(patient), id: { qualifier: 'MI', value: memberNumber }, ...(address ? { address } : {}),
      ...(patient.birthDate ? { birthDate: patient.birthDate, gender: patient.gender === 'female' ? 'F' : patient.gender === 'male' ? 'M' : 'U' } : {}),
    },
    event: {
      traces: [{ type: '1', number: trace, origin: originOf(hospital) }],
      kind: { category: isInpatient ? 'AR' : 'HS', certification: 'I', ...(isInpatient ? { serviceType: '48' } : {}), facility: { code: PLACES[stay.classCode] ?? '22', qualifier: 'B' } },
      ...(isInpatient ? { dates: [{ qualifier: '435', from: admitted, through: admitted }] } : {}),
      ...(diagnoses.length > 0 ? { diagnoses: diagnoses.map((code, index) => ({ qualifier: index === 0 ? 'ABK' : 'ABF', code })) } : {}),
      ...(attending ? { providers: [{ entity: '71', name: attending.name, ...(attending.npi ? { id: { qualifier: 'XX', value: attending.npi } } : {}) }] } : {}),
    },
    services: codesOf(row).map((code) => ({ professional: { procedure: { qualifier: 'HC', code, modifiers: [] }, unit: 'UN', quantity: 1 } })),
  };
}
