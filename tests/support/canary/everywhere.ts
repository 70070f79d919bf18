import { grantsFor } from '../../../api/policies/table';
import { ROLES } from '../../../domain/roles';
import { newId } from '../../../db/newId';
import { callOf } from '../walk/operations';
import { type CanaryHouse } from './house';
import { billPatient, takeInAnswers } from './money';
import { amendRecord, giveRecord, importPatients, lookIntoBreach, registerPatient, reportEvent, restrictSomebody } from './people';
import { correctResults, giveMedicines, keepOrderSet, workEveryTask } from './ward';
import { makeAllergy } from '../../factories/clinical';

/** Everything a hospital writes, with a canary in every field that takes words. Answers IDs in the filled record, by the name an address gives them. */
export async function fillTheRecord(house: CanaryHouse): Promise<Readonly<Record<string, string>>> {
  const patient = await registerPatient(house);
  await workEveryTask(house, patient);
  for (const write of [giveMedicines, correctResults, keepOrderSet, reportEvent]) await write(house);
  for (const write of [giveRecord, amendRecord, lookIntoBreach]) await write(house, patient);
  const records = { ...(await billPatient(house, patient)), patientId: patient.id, allergyId: await makeAllergy(patient.id, '1191') };
  for (const write of [importPatients, takeInAnswers, restrictSomebody]) await write(house);
  await writeEverywhere(house, records);
  return records;
}

/** What only Careway's own processes say: names of steps and errors, and IDs. People never type it. */
const MACHINE_WORDS = ['workflowId', 'step', 'waitingFor', 'focusType', 'errorClass', 'event', 'stuckCause', 'providerId', 'error'];

/** Every writing operation, every field filled, every word a canary; as somebody who may and, where one is, as somebody who may not. */
async function writeEverywhere(house: CanaryHouse, records: Readonly<Record<string, string>>): Promise<void> {
  const { canaries, ask, operations, schemas } = house;
  for (const operation of operations.filter(({ method, id }) => method !== 'get' && !['signOut', 'endAllSessions', 'setLabel'].includes(id))) {
    const may = operation.policy === 'public' ? null : ROLES.find((role) => grantsFor(operation.policy, [role]).includes('any')) ?? 'administrator';
    const mayNot = ROLES.find((role) => operation.policy !== 'public' && grantsFor(operation.policy, [role]).length === 0);
    for (const everything of [true, false]) {
      const options = { schemas, everything, id: (name: string) => records[name] ?? newId(), text: (field: string, maxLength: number) => (MACHINE_WORDS.includes(field.split('.').pop() ?? '') ? 'machine-word' : canaries.word(`${operation.id}.${field}`, Math.min(maxLength, 30))) };
      const call = callOf(operation, options, operation.id === 'createUser' ? { body: { roles: ['nurse'], patientId: null, wardIds: [] } } : {});
      const keyed = { ...call, headers: { ...call.headers, 'idempotency-key': newId() } };
      const answer = await ask(keyed, may, operation.id);
      const { currentVersion } = answer.status === 409 ? (JSON.parse(answer.text) as { currentVersion?: number }) : {};
      if (currentVersion) await ask({ ...keyed, body: JSON.stringify({ ...(JSON.parse(keyed.body ?? '{}') as object), version: currentVersion }) }, may, operation.id);
      if (everything && mayNot) await ask(keyed, mayNot, `${operation.id} as ${mayNot}`);
    }
  }
}
