import { newId } from '../../db/newId';
import { type Database } from '../../db/connect';
import { Bed, Encounter, EncounterLocation, Journey, JourneyStage, Patient, PatientSearchToken, Room, Ward } from '../../db/models';

let counter = 0;
const next = (): number => (counter += 1);

/** Give numbers after these, where a process before this one has filled the same record. */
export function numberFrom(first: number): void {
  counter = Math.max(counter, first);
}

/** A ward with one room and `beds` clean beds. */
export async function makeWard(beds = 2): Promise<{ wardId: string; bedIds: string[]; bedCodes: string[] }> {
  const wardId = newId();
  const roomId = newId();
  const n = next();
  await Ward.create({ id: wardId, code: `W${n}`, name: `Ward ${n}` });
  await Room.create({ id: roomId, wardId, code: '1' });
  const rows = Array.from({ length: beds }, (_, index) => ({ id: newId(), wardId, roomId, code: `W${n}-${index + 1}` }));
  await Bed.bulkCreate(rows);
  return { wardId, bedIds: rows.map((row) => row.id), bedCodes: rows.map((row) => row.code) };
}

export interface MadePatient {
  readonly id: string;
  readonly mrn: string;
  readonly family: string;
}

/** A patient with sealed name, MRN and search tokens, as every writer of the record makes them. */
export async function makePatient({ cipher }: Database, name: { family?: string; given?: string; birthDate?: string } = {}): Promise<MadePatient> {
  const id = newId();
  const n = next();
  const mrn = `M${String(10_000_000 + n)}`;
  const family = name.family ?? `Testfamily${n}`;
  const given = name.given ?? 'Alex';
  const place = (column: string) => ({ table: 'patients', column, id });
  await Patient.create({
    id, administrativeGender: 'female', mrnIndex: cipher.blindIndex('mrn', mrn), mrnEnc: cipher.seal(place('mrn_enc'), mrn),
    nameEnc: cipher.sealJson(place('name_enc'), { family, given: [given] }), birthDateEnc: cipher.seal(place('birth_date_enc'), name.birthDate ?? '1980-05-04'),
  });
  await PatientSearchToken.bulkCreate(cipher.searchTokens(`${family} ${given} ${mrn}`).map((token) => ({ token, patientId: id })));
  return { id, mrn, family };
}

/** An e-mail address for the patient of a stay. */
export async function giveContact({ cipher }: Database, encounterId: string): Promise<void> {
  const { patientId } = await Encounter.findByPk(encounterId, { rejectOnEmpty: true });
  await Patient.update({ contactEnc: cipher.sealJson({ table: 'patients', column: 'contact_enc', id: patientId }, { email: `patient-${patientId.slice(-8)}@example.org` }) }, { where: { id: patientId } });
}

export interface MadeJourney {
  readonly journeyId: string;
  readonly workflowId: string;
  readonly patient: MadePatient;
}

/** An inpatient stay that has just begun, with its journey; in a bed when one is given. */
export async function makeJourney(database: Database, options: { patient?: MadePatient; wardId?: string; bedId?: string } = {}): Promise<MadeJourney> {
  const patient = options.patient ?? (await makePatient(database));
  const journeyId = newId();
  const workflowId = `journey-${journeyId}`;
  const now = new Date();
  await Encounter.create({ id: journeyId, patientId: patient.id, classCode: 'IMP', status: 'in-progress', periodStart: now, wardId: options.wardId ?? null });
  await Journey.create({ id: journeyId, patientId: patient.id, workflowId, stage: 'admission', step: 'start', startedAt: now, stageStartedAt: now, wardId: options.wardId ?? null });
  await JourneyStage.create({ journeyId, stage: 'admission', status: 'current', startedAt: now });
  if (options.bedId && options.wardId) {
    await EncounterLocation.create({ id: newId(), encounterId: journeyId, bedId: options.bedId, wardId: options.wardId, status: 'active', periodStart: now });
    await Bed.update({ operationalStatus: 'O' }, { where: { id: options.bedId } });
  }
  return { journeyId, workflowId, patient };
}
