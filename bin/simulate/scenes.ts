import { type ApiClient, contract } from '../../api/client';
import { type Answers } from './fillForm';

/** What the demonstration always holds for its visitors, beside journeys in every stage. */
export type Scene = 'deteriorating' | 'critical-potassium';

/** Which of the journeys left in treatment plays which scene, by its place in the admissions. */
const SCENES: Readonly<Record<number, Scene>> = { 2: 'deteriorating', 3: 'critical-potassium' };

export function sceneOf(index: number): Scene | null {
  return SCENES[index] ?? null;
}

/** The panel that holds potassium is ordered, and potassium comes back critical: answers that go before the usual ones. */
export function sceneAnswers(scene: Scene | null, type: string): Answers {
  if (scene !== 'critical-potassium') return {};
  if (type === 'place-orders') return { orderSet: 'general-medicine' };
  return type === 'enter-results' ? { value: (row) => (/^potassium/i.test(row?.label ?? '') ? 6.9 : ((row?.values?.['value'] as number | undefined) ?? undefined)) } : {};
}

/** Whether staff play this task of a scene: the critical value is left for somebody to read back. */
export function playsInScene(scene: Scene | null, type: string): boolean {
  return !(scene === 'critical-potassium' && type === 'acknowledge-critical-result');
}

/** NEWS2 of 12: the patient was well at the last round, and a nurse finds them like this. Nobody has come yet. */
const FOUND = { respirations: 26, spo2: 92, onOxygen: true, systolic: 98, diastolic: 61, pulse: 118, consciousness: 'A', temperature: 38.6, pain: 4, note: 'Hot, breathless, mottled knees.' } as const;

/** A nurse finds a patient deteriorating; the call for help waits in the physicians' inbox. */
export async function findDeteriorating(nurse: ApiClient, encounterId: string): Promise<void> {
  await nurse.call(contract.recordObservations, { params: { encounterId }, body: { values: FOUND }, idempotencyKey: `scene-deteriorating-${encounterId}` });
}
