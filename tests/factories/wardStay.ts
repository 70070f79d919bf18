import { contract } from '../../api/client';
import { type TestApi } from '../support/api';
import { type CareDriver, makeAllergy, makeConcepts, WELL } from './clinical';
import { type MadeJourney } from './hospital';

const [ACETAMINOPHEN, HEPARIN, MORPHINE, LISINOPRIL] = ['313782', '1659263', '1732136', '314076'] as const;
const BASIC_PANEL = '24323-8';

export interface FilledStay {
  /** A dose that waits to be given. */
  readonly doseId: string;
  /** A medicine for when it is needed. */
  readonly asNeededId: string;
  readonly reportId: string;
}

/** Gives a stay a record as a ward knows it: somebody going downhill, medicines of every kind, a report, notes, scales, a plan, home medicines. */
export async function fillStay(api: TestApi, care: CareDriver, { journeyId, patient }: MadeJourney): Promise<FilledStay> {
  const params = { encounterId: journeyId };
  const [nurse, physician] = [(await care.user('nurse')).client, (await care.user('physician')).client];
  await makeConcepts();
  await makeAllergy(patient.id, '1191');
  await api.database.sequelize.query('UPDATE encounters SET period_start = DATE_SUB(period_start, INTERVAL 8 HOUR) WHERE id = ?', { replacements: [journeyId] });
  for (const [hoursAgo, pulse] of [[6, 72], [4, 96], [2, 108]] as const) {
    await nurse.call(contract.recordObservations, { params, body: { values: { ...WELL, pulse, measuredAt: new Date(Date.now() - hoursAgo * 3_600_000).toISOString() } }, idempotencyKey: care.key() });
  }
  await nurse.call(contract.recordObservations, { params, body: { values: { ...WELL, respirations: 25, spo2: 92, onOxygen: true, systolic: 98, pulse: 118 } }, idempotencyKey: care.key() });

  const order = (code: string, body: object) => physician.call(contract.prescribe, { params, body: { schedule: 'scheduled', route: 'oral', doseUnit: 'tablet', doseQuantity: 1, everyHours: 8, code, ...body } as never });
  await order(ACETAMINOPHEN, {});
  await order(HEPARIN, { route: 'sc', doseUnit: 'mL', everyHours: 12 });
  const asNeeded = await order(MORPHINE, { schedule: 'as-needed', route: 'iv', doseUnit: 'mL', everyHours: 4, maxPerDay: 6 });
  await order(LISINOPRIL, { category: 'discharge', everyHours: 24, supplyQuantity: 30 });
  await api.database.sequelize.query('UPDATE medication_requests SET verified_at = NOW(3) WHERE encounter_id = ?', { replacements: [journeyId] });
  await care.service.call(contract.planMedicineRound, { params, body: { round: 1 }, idempotencyKey: care.key() });
  const { items } = await nurse.call(contract.listDoses, { params });

  const { round } = await physician.call(contract.orderTests, { params, body: { codes: [BASIC_PANEL] } as never });
  const collect = await care.open(journeyId, 'collect-specimens', round);
  await care.complete('nurse', collect, { specimens: ((await care.read('nurse', collect)).input.rows?.['specimens'] ?? []).map(({ id }) => ({ id, collected: true })) as never });
  const enter = await care.open(journeyId, 'enter-results', round);
  await care.complete('lab', enter, { results: ((await care.read('lab', enter)).input.rows?.['results'] ?? []).map(({ id, label }) => ({ id, value: /^potassium/i.test(label) ? 6.9 : 5 })) as never });
  const [report] = (await physician.call(contract.listReports, { params })).items;

  await nurse.call(contract.addNote, { params, body: { text: 'Restless in the night, settled after repositioning.' } });
  await nurse.call(contract.recordAssessment, { params, body: { scale: 'morse', answers: { fallHistory: 'yes', secondaryDiagnosis: 'yes', walkingAid: 'stick', intravenous: 'no', gait: 'weak', mentalStatus: 'oriented' } } });
  await nurse.call(contract.addCarePlanProblem, { params, body: { problem: 'Short of breath when walking', goal: 'Walks to the door and back', intervention: 'Pause every ten steps.' } });
  await nurse.call(contract.addHomeMedicine, { params, body: { code: '855332', saidBy: 'patient', doseQuantity: 1, doseUnit: 'tablet', route: 'oral', everyHours: 24 } });
  return { doseId: items[0]?.id ?? '', asNeededId: asNeeded.id, reportId: report?.id ?? '' };
}
