import { type TaskInput } from '../../domain/tasks/form';
import { measured } from './answers';
import { type Answers } from './fillForm';

/** What the demonstration always holds for its visitors, beside journeys in every stage. */
export type Scene = 'deteriorating' | 'critical-potassium' | 'blocked-discharge' | 'on-the-ward';

/** Which of the journeys of a run plays which scene, by its place in the admissions. All lie on one ward, so that its nurse has a shift to work. */
const SCENES: Readonly<Record<number, Scene>> = { 2: 'deteriorating', 3: 'critical-potassium', 4: 'blocked-discharge', 12: 'on-the-ward', 13: 'on-the-ward', 22: 'on-the-ward' };
/** Bed codes of that ward begin so: Medicine. */
const SCENE_BEDS = 'MED-';
/** These patients have been in the house for some hours: their charts have a past. */
export const HOURS_IN_HOUSE = 6;
/** The blocked discharge has been waited for so long that its summary is past its time: managers find out why that patient is still here. */
export const HOURS_WAITED_FOR = 3;

/** Stages at which the demonstration leaves a journey to its visitors; null plays it to the end. */
const LEFT_AT = ['admission', 'diagnostics', 'treatment', 'treatment', 'discharge', 'billing', 'adjudication', 'adjudication', null, null] as const;
/** These too are left with their payer: their claims are denied, each for another reason (`playMoney`). */
const LEFT_TO_PAYERS: readonly number[] = [17, 18, 19, 23];

export function isLeftToPayer(index: number): boolean {
  return LEFT_TO_PAYERS.includes(index);
}

/** The stage at which a journey is left, by its place in the admissions; null: it is played to the end. */
export function leftAt(index: number): (typeof LEFT_AT)[number] {
  return isLeftToPayer(index) ? 'adjudication' : LEFT_AT[index % LEFT_AT.length] ?? null;
}

export function sceneOf(index: number): Scene | null {
  return SCENES[index] ?? null;
}

/** How the patients of a scene are found at admission: NEWS2 of 3, so that the next round is due within the shift. */
const AT_ADMISSION = { respirations: 21, spo2: 95, onOxygen: false, systolic: 118, diastolic: 72, pulse: 88, consciousness: 'A', temperature: 37.6, pain: 3, canSayPain: true } as const;

/** A bed on the ward; the set whose panel holds potassium, and medicines; and potassium that comes back critical. Answers that go before the usual ones. */
export function sceneAnswers(scene: Scene | null, type: string, input: TaskInput = {}): Answers {
  if (scene === null) return {};
  switch (type) {
    case 'assign-bed': return { bedId: input.options?.['bedId']?.find(({ label }) => label.includes(SCENE_BEDS))?.value };
    case 'admission-assessment': return AT_ADMISSION;
    case 'place-orders': return { orderSet: 'general-medicine' };
    case 'enter-results': return scene === 'critical-potassium' ? { value: (row) => (/^potassium/i.test(row?.label ?? '') ? 6.9 : measured(row)) } : {};
    default: return {};
  }
}

/** Whether staff play this task of a scene: the critical value is left for somebody to read back, and the discharge to those it waits for. */
export function playsInScene(scene: Scene | null, type: string): boolean {
  return !(scene === 'critical-potassium' && type === 'acknowledge-critical-result');
}

/** Tasks that are played even where the journey is left to visitors: a medicine nobody has verified could not be given. */
export function isPlayedAnyway(scene: Scene | null, type: string): boolean {
  return scene !== null && type === 'verify-medicines';
}
