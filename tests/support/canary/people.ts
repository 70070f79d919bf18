import { contract } from '../../../api/client';
import { importSynthea } from '../../../db/importers/synthea/importSynthea';
import { wholeExport, writeExport } from '../../db/importers/smallExport';
import { makePatient, type MadePatient } from '../../factories/hospital';
import { newId } from '../../../db/newId';
import { callOf, type Operation } from '../walk/operations';
import { type CanaryHouse } from './house';
import { workTask } from './ward';

/** By the registrar's own form: every field of the operation filled. */
export async function registerPatient(house: CanaryHouse): Promise<MadePatient> {
  const { canaries, ask, operations, schemas } = house;
  const [create] = operations.filter(({ id }) => id === 'createPatient') as [Operation];
  const body = {
    birthDate: canaries.date,
    name: { family: canaries.word('patient.family'), given: [canaries.word('patient.given'), canaries.word('patient.middle')], prefix: canaries.word('patient.prefix', 20), suffix: canaries.word('patient.suffix', 20), maiden: canaries.word('patient.maiden') },
    mrn: canaries.word('patient.mrn', 18),
    contact: { phone: canaries.digits('patient.phone'), email: `${canaries.word('patient.email').toLowerCase()}@careway.example`, address: { line: canaries.word('patient.line'), city: canaries.word('patient.city'), state: canaries.word('patient.state', 30), postalCode: canaries.digits('patient.postalCode').slice(0, 12) } },
    demographics: { race: canaries.word('patient.race'), ethnicity: canaries.word('patient.ethnicity'), maritalStatus: canaries.word('patient.maritalStatus', 20), birthPlace: canaries.word('patient.birthPlace'), language: canaries.word('patient.language') },
  };
  const call = callOf(create, { schemas, id: () => newId() }, { body });
  const answer = await ask({ ...call, headers: { ...call.headers, 'idempotency-key': newId() } }, 'registrar', 'createPatient');
  if (answer.status !== 201) throw new Error(`The patient was not registered: ${answer.text}`);
  return { id: (JSON.parse(answer.text) as { id: string }).id, mrn: body.mrn, family: body.name.family };
}

/** People of an export: names, numbers, addresses, devices, findings. */
export async function importPatients(house: CanaryHouse): Promise<void> {
  const { api, canaries } = house;
  const files = wholeExport();
  const swap = (file: string, words: Readonly<Record<string, string>>) => {
    files[file] = (files[file] ?? []).map((row) => Object.entries(words).reduce((changed, [from, to]) => changed.replaceAll(from, to), row));
  };
  swap('patients.csv', {
    Ann1: canaries.word('import.first'), Lowe2: canaries.word('import.last'), Quitzon3: canaries.word('import.maiden'), '999-32-8568': canaries.digits('import.ssn'), S99930267: canaries.word('import.drivers', 18), X495800X: canaries.word('import.passport', 18),
    '7 Green St': canaries.word('import.address'), 'Boston  Massachusetts  US': canaries.word('import.birthPlace'),
  });
  swap('payer_transitions.csv', { '70f96b54-8360-4fc8-8aeb-5f5e7cba367f': canaries.word('import.member', 20), 'Ann1 Lowe2': canaries.word('import.owner') });
  swap('observations.csv', { 'Quite a bit': canaries.word('import.finding') });
  const [, stay = '', ann = ''] = /^([^,]+),[^,]*,[^,]*,([^,]+),/.exec(files['encounters.csv']?.[1] ?? '') ?? [];
  files['devices.csv'] = ['START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION,UDI', `2022-03-01T12:00:00Z,,${ann},${stay},72506001,Implantable defibrillator,${canaries.word('import.udi', 30)}`];
  await importSynthea(api.database, { path: writeExport(files) });
}

/** A record that is restricted, opened through broken glass; of somebody apart, so that it stays in nobody's way. */
export async function restrictSomebody(house: CanaryHouse): Promise<void> {
  const { api, canaries } = house;
  const patientId = (await makePatient(api.database)).id;
  const registrar = (await api.as('registrar')).client;
  await registrar.call(contract.setLabel, { params: { patientId }, body: { confidentiality: 'R', sensitivity: 'EMP', reason: canaries.word('label.reason') } });
  await registrar.call(contract.addDirective, { params: { patientId }, body: { scope: 'share', provision: 'deny', recipient: 'research', note: canaries.word('directive.note') } });
  await (await api.as('physician')).client.call(contract.breakGlass, { body: { record: 'patientId', id: patientId, reason: 'emergency', words: canaries.word('glass.words') } });
}

/** The patient's record, asked for and given. */
export async function giveRecord(house: CanaryHouse, patient: MadePatient): Promise<void> {
  const { api } = house;
  const [registrar, service] = [(await api.as('registrar')).client, await api.service()];
  const { id } = await registrar.call(contract.askForRecord, { params: { patientId: patient.id }, body: {} });
  const { taskId } = await service.call(contract.openAccessTask, { params: { accessRequestId: id }, idempotencyKey: newId(), body: { workflowId: `access-request-${id}`, step: 'give-record', type: 'give-record' } });
  await workTask(house, taskId ?? '', 'give-record');
}

/** Two wishes to amend: one extended and accepted, one denied, disagreed with and answered. */
export async function amendRecord(house: CanaryHouse, patient: MadePatient): Promise<void> {
  const { api, canaries } = house;
  const [officer, service, params] = [(await api.as('privacy-officer')).client, await api.service(), { patientId: patient.id }];
  const entries = (await officer.call(contract.listRecordEntries, { params, query: { limit: 2 } })).items;
  const word = (field: string) => canaries.word(`amendment.${field}`, 30);
  for (const [index, entry] of entries.entries()) {
    const { id } = await officer.call(contract.askForAmendment, { params, body: { kind: entry.kind, entryId: entry.id, wanted: word('wanted'), reason: word('reason'), inform: word('inform') } });
    const decide = async (type: 'decide-amendment' | 'decide-extended-amendment' | 'tell-amended', values: Record<string, string | object[]>) => {
      const { taskId } = await service.call(contract.openAmendmentTask, { params: { amendmentId: id }, idempotencyKey: newId(), body: { workflowId: `amendment-${id}`, step: type, type } });
      await officer.call(contract.completeTask, { params: { taskId: taskId ?? '' }, body: { version: 1, values } });
    };
    if (index === 0) {
      await decide('decide-amendment', { decision: 'extend', delay: word('delay') });
      await decide('decide-extended-amendment', { decision: 'accept', addition: word('addition'), tell: word('tell') });
      const recipients = (await officer.call(contract.listPatientAmendments, { params })).items.find((one) => one.id === id)?.recipients ?? [];
      await decide('tell-amended', { recipients: recipients.map((one) => ({ id: one.id, outcome: 'told', words: word('told') })) });
    } else {
      await decide('decide-amendment', { decision: 'deny', ground: 'accurate', basis: word('basis') });
      await officer.call(contract.disagreeWithDenial, { params: { ...params, amendmentId: id }, body: { version: 2, statement: word('statement') } });
      await officer.call(contract.rebutDisagreement, { params: { ...params, amendmentId: id }, body: { version: 3, text: word('rebuttal') } });
    }
  }
}

/** A breach that was assessed, a hold that was lifted, and roles that were reviewed. */
export async function lookIntoBreach(house: CanaryHouse, patient: MadePatient): Promise<void> {
  const { api, canaries } = house;
  const officer = (await api.as('privacy-officer')).client;
  const { id, version } = await officer.call(contract.openBreach, { body: { discoveredOn: '2026-01-02', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', patientId: patient.id, story: canaries.word('breach.story', 30) } });
  const decided = await officer.call(contract.decideBreach, { params: { breachId: id }, body: { version, finding: 'breach', assessment: canaries.word('breach.assessment', 30) } });
  const words = (fields: readonly string[], of: string) => Object.fromEntries(fields.map((field) => [field, canaries.word(`${of}.${field}`, 30)]));
  await officer.call(contract.writeBreachNotice, { params: { breachId: id }, body: { version: decided.version, ...(words(['happened', 'data', 'steps', 'doing', 'contact'], 'breachLetter') as Record<'happened' | 'data' | 'steps' | 'doing' | 'contact', string>) } });
  const hold = await officer.call(contract.placeLegalHold, { body: { patientId: patient.id, reason: canaries.word('hold.reason', 30) } });
  await officer.call(contract.liftLegalHold, { params: { holdId: hold.id }, body: { version: hold.version, reason: canaries.word('hold.lifted', 30) } });
  const registrar = (await api.as('registrar')).client;
  const params = { patientId: patient.id };
  const told = await registrar.call(contract.recordDisclosure, { params, body: { kind: 'court', disclosedOn: '2026-01-02', ...(words(['recipient', 'what', 'purpose'], 'disclosure') as Record<'recipient' | 'what' | 'purpose', string>) } });
  await registrar.call(contract.withdrawDisclosure, { params: { ...params, disclosureId: told.id }, body: { version: told.version, reason: canaries.word('disclosure.error', 30) } });
  const review = await officer.call(contract.startAccessReview, { body: { dueOn: '2036-01-02' } });
  const { items: [item] } = await officer.call(contract.readAccessReview, { params: { reviewId: review.id }, query: { role: 'coder' } });
  await officer.call(contract.decideAccess, { params: { reviewId: review.id }, body: { itemIds: [item?.id ?? ''], decision: 'kept', reason: canaries.word('review.reason', 30) } });
}

/** A safety event, triaged and looked into, with an action that was dropped. */
export async function reportEvent(house: CanaryHouse): Promise<void> {
  const { api, canaries } = house;
  const [manager, service] = [(await api.as('manager')).client, await api.service()];
  const words = { narrative: canaries.word('safety.narrative', 30), place: canaries.word('safety.place', 30) };
  const { id } = await manager.call(contract.reportSafetyEvent, { idempotencyKey: newId(), body: { kind: 'fall', harm: 'none', occurredAt: new Date().toISOString(), ...words } });
  const params = { safetyEventId: id ?? '' };
  for (const type of ['triage-safety-event', 'investigate-safety-event', 'close-safety-event'] as const) {
    if (type === 'close-safety-event') {
      const owner = await api.as('nurse');
      const action = await manager.call(contract.addSafetyAction, { params, body: { what: canaries.word('safety.what', 30), ownerId: owner.id, dueOn: '2036-01-02' } });
      await manager.call(contract.cancelSafetyAction, { params: { ...params, safetyActionId: action.id }, body: { version: 1, reason: canaries.word('safety.dropped', 30) } });
    }
    const { taskId } = await service.call(contract.openSafetyTask, { params, idempotencyKey: newId(), body: { workflowId: `safety-event-${id}-1`, step: type, type } });
    await workTask(house, taskId ?? '', type);
  }
}
