import { contract } from '../../../api/client';
import { type Form, type TaskInput } from '../../../domain/tasks/form';
import { isTaskType, TASK_TYPES, type TaskTypeName, taskType } from '../../../domain/tasks/types';
import { CareDriver, makeAllergy } from '../../factories/clinical';
import { makeJourney, makePatient, makeWard, type MadePatient } from '../../factories/hospital';
import { newId } from '../../../db/newId';
import { type TestApi } from '../api';
import { type Canaries } from './canaries';
import { fillForm } from '../walk/forms';
import { type CanaryHouse } from './house';

const filling = (canaries: Canaries, place: string, refusing = false) => ({ refusing, text: (field: string, maxLength: number) => canaries.word(`${place}.${field}`, Math.min(maxLength, 30)) });

/** Every kind of task, drafted, commented on and completed. What a task of that kind cannot do here is refused, which is looked at too. */
export async function workEveryTask(house: CanaryHouse, patient: MadePatient): Promise<void> {
  const { api, canaries, ask } = house;
  const care = await CareDriver.start(api);
  const { wardId, bedIds } = await makeWard(2);
  const { journeyId } = await makeJourney(api.database, { patient, wardId, bedId: bedIds[0] ?? '' });
  const toWard = await makeWard(1);
  await ask({ url: `/api/v1/encounters/${journeyId}/transfers`, method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ toWardId: toWard.wardId, reason: 'specialty', note: canaries.word('transfer.note') }) }, 'administrator', 'requestTransfer');
  const sbar = Object.fromEntries(['situation', 'background', 'assessment', 'recommendation'].map((part) => [part, canaries.word(`handover.${part}`)]));
  await ask({ url: `/api/v1/encounters/${journeyId}/handover`, method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ version: 0, sbar }) }, 'nurse', 'giveHandover');
  const planned = ['place-orders', 'collect-specimens', 'receive-specimens', 'enter-results', 'verify-medicines', 'medicine-round', 'observation-round'] as const;
  await makeAllergy(patient.id, '1191');
  const types = [...planned, ...Object.keys(TASK_TYPES).filter((name) => !(planned as readonly string[]).includes(name))].filter(isTaskType);
  for (const type of types) {
    if (taskType(type).stage === 'adjudication' || type === 'decide-discharge') continue; // a claim's tasks are below; the stay goes on
    if (type === 'medicine-round') await care.service.call(contract.planMedicineRound, { params: { encounterId: journeyId }, body: { round: 1 }, idempotencyKey: newId() }).catch(() => undefined);
    if (type === 'verify-medicines') await care.service.call(contract.planCare, { params: { encounterId: journeyId }, idempotencyKey: newId() });
    await workTask(house, await care.open(journeyId, type, type === 'medicine-round' ? 1 : undefined), type);
  }
  await writeNursing(house, care, journeyId);
  for (const type of ['place-orders', 'verify-medicines', 'perform-procedures'] as const) await workTask(house, await care.open(journeyId, type), type, true);
}

/** A stay of somebody apart, and who looks after it. */
async function somebodyInBed(api: TestApi) {
  const care = await CareDriver.start(api);
  const { wardId, bedIds } = await makeWard(1);
  const { journeyId } = await makeJourney(api.database, { patient: await makePatient(api.database), wardId, bedId: bedIds[0] ?? '' });
  return { care, journeyId, params: { encounterId: journeyId }, physician: (await care.user('physician')).client };
}

/** A test ordered twice with its reason, and a finding in words that is corrected with another. */
export async function correctResults(house: CanaryHouse): Promise<void> {
  const { api, canaries } = house;
  const { care, journeyId, params, physician } = await somebodyInBed(api);
  for (const round of [1, 2]) await physician.call(contract.orderTests, { params, body: { codes: ['5778-6'], question: canaries.word('orderTests.question', 30), ...(round === 2 ? { duplicateReason: canaries.word('orderTests.duplicateReason', 30) } : {}) } });
  const collect = await care.open(journeyId, 'collect-specimens', 1);
  await care.complete('nurse', collect, { specimens: ((await care.read('nurse', collect)).input.rows?.['specimens'] ?? []).map(({ id }) => ({ id, collected: true })) as never });
  const enter = await care.open(journeyId, 'enter-results', 1);
  await care.complete('lab', enter, { results: ((await care.read('lab', enter)).input.rows?.['results'] ?? []).map(({ id }) => ({ id, text: canaries.word('results.text', 30) })) as never });
  const [report] = (await physician.call(contract.listReports, { params })).items;
  await (await care.user('lab')).client.call(contract.changeReport, {
    params: { ...params, reportId: report?.id ?? '' },
    body: { version: report?.version ?? 1, kind: 'corrected', reason: canaries.word('changeReport.reason', 30), results: [{ observationId: report?.results[0]?.id ?? '', text: canaries.word('changeReport.text', 30) }] },
  });
}

/** An order set that was changed, with why. */
export async function keepOrderSet(house: CanaryHouse): Promise<void> {
  const { api, canaries } = house;
  const items = [{ category: 'laboratory' as const, code: '58410-2', isPreselected: true, priority: 'routine' as const, doseQuantity: null, doseUnit: null, route: null, everyHours: null, note: null }];
  await (await api.as('administrator')).client.call(contract.saveOrderSet, { params: { setCode: 'canary' }, body: { version: 0, label: 'Set', source: 'A guideline.', why: canaries.word('orderSet.why', 30), items } });
}

/** An order with instructions, a dose with a note, and the reason why it was stopped. */
export async function giveMedicines(house: CanaryHouse): Promise<void> {
  const { api, canaries } = house;
  const { care, journeyId, params, physician } = await somebodyInBed(api);
  const medicine = await physician.call(contract.prescribe, { params, body: { code: '243670', doseQuantity: 1, doseUnit: 'tablet', route: 'oral', everyHours: 24, instructions: canaries.word('prescribe.instructions', 30) } });
  await api.database.sequelize.query('UPDATE medication_requests SET verified_at = NOW(3) WHERE id = ?', { replacements: [medicine.id] });
  await care.service.call(contract.planMedicineRound, { params, body: { round: 1 }, idempotencyKey: newId() });
  const round = await care.open(journeyId, 'medicine-round', 1);
  await care.complete('nurse', round, await care.give(round, { note: canaries.word('medicine-round.note', 30) }));
  await physician.call(contract.addHomeMedicine, { params, body: { code: '314076', saidBy: 'patient' } });
  for (const at of ['admission', 'discharge'] as const) await physician.call(contract.decideHomeMedicine, { params, body: { code: '314076', at, decision: 'stop', reason: canaries.word(`homeMedicine.${at}`, 30) } });
  const [{ version } = medicine] = (await physician.call(contract.listMedicines, { params })).items;
  await physician.call(contract.stopMedicine, { params: { ...params, medicineId: medicine.id }, body: { version, reason: canaries.word('stopMedicine.reason', 30) } });
}

/** What the ward writes beside its tasks, for a stay that goes on. */
export async function writeNursing(house: CanaryHouse, care: CareDriver, encounterId: string): Promise<void> {
  const { api, canaries } = house;
  const physician = (await care.user('physician')).client;
  const nurse = (await care.user('nurse')).client;
  const { version } = await physician.call(contract.readOxygenTarget, { params: { encounterId } });
  await physician.call(contract.prescribeOxygenTarget, { params: { encounterId }, body: { version, scale: 2, reason: canaries.word('oxygen.reason') } });
  await nurse.call(contract.recordObservations, { params: { encounterId }, body: { values: { pulse: 80, note: canaries.word('bedside.note') } } });
  const [reading] = (await nurse.call(contract.listObservations, { params: { encounterId }, query: { category: 'vital-signs' } })).items.filter(({ code }) => code === '8867-4');
  await nurse.call(contract.withdrawObservations, { params: { encounterId }, body: { observationIds: [reading?.id ?? ''], reason: canaries.word('observations.error', 30) } });
  const { problems } = await nurse.call(contract.addCarePlanProblem, { params: { encounterId }, body: { problem: canaries.word('plan.problem'), goal: canaries.word('plan.goal'), intervention: canaries.word('plan.intervention') } });
  const problemId = problems[0]?.id ?? '';
  await nurse.call(contract.addCarePlanEntry, { params: { encounterId, problemId }, body: { kind: 'evaluation', text: canaries.word('plan.evaluation') } });
  const moveTo = (stage: string) => api.database.sequelize.query('UPDATE journeys SET stage = ? WHERE id = ?', { replacements: [stage, encounterId] });
  await moveTo('discharge');
  await (await care.user('charge-nurse')).client.call(contract.overrideDischarge, { params: { encounterId }, body: { branch: 'nursing', reason: canaries.word('discharge.reason') } });
  await moveTo('treatment');
}

export async function workTask(house: CanaryHouse, taskId: string, type: TaskTypeName, refusing = false): Promise<void> {
  const { canaries, ask } = house;
  const read = await ask({ url: `/api/v1/tasks/${taskId}`, method: 'GET', headers: {}, body: null }, 'administrator', `read ${type}`);
  if (read.status !== 200) return;
  const { task, form, input } = JSON.parse(read.text) as { task: { version: number }; form: Form; input: TaskInput };
  const write = (path: string, method: string, body: object) =>
    ask({ url: `/api/v1/tasks/${taskId}/${path}`, method, headers: { 'content-type': 'application/json', 'idempotency-key': newId() }, body: JSON.stringify(body) }, 'administrator', `${path} ${type}`);
  await write('comments', 'POST', { text: canaries.word(`${type}.comment`) });
  await write('draft', 'PUT', { values: fillForm(form, input, filling(canaries, `${type}.draft`, true)) });
  const { version } = (JSON.parse((await ask({ url: `/api/v1/tasks/${taskId}`, method: 'GET', headers: {}, body: null }, 'administrator', `read ${type}`)).text) as { task: { version: number } }).task;
  await write('complete', 'POST', { version: Math.max(version, task.version), values: { ...fillForm(form, input, filling(canaries, type, refusing)), ...(type === 'place-orders' ? { orderSet: 'acute-cardiac' } : {}) } });
}
