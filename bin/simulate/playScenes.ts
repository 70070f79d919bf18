import { type ApiClient, contract } from '../../api/client';
import { giveToNurses, handOverTo } from './chargeNurse';
import { HOURS_WAITED_FOR, type Scene } from './scenes';
import { describe } from './staff';
import { passHours } from './time';

interface Cast {
  readonly nurse: ApiClient;
  readonly charge: ApiClient;
  /** Lets time pass. */
  readonly driver: ApiClient;
}

/** What visitors of the demonstration shall find, once everybody is where they are left: charts with a past, a patient going down, a discharge past its time, patients given to nurses and handed over. */
export async function playScenes({ nurse, charge, driver }: Cast, scenes: readonly (readonly [encounterId: string, scene: Scene])[], trouble: (what: string) => void): Promise<void> {
  const attempt = (act: Promise<void>) => act.catch((error: unknown) => trouble(`scene: ${describe(error)}`));
  for (const [encounterId, scene] of scenes) {
    await attempt(recordPast(nurse, scene, encounterId, new Date()));
    if (scene === 'deteriorating') await attempt(findDeteriorating(nurse, encounterId));
    if (scene === 'blocked-discharge') await attempt(passHours(driver, encounterId, HOURS_WAITED_FOR));
  }
  await attempt(giveToNurses(charge));
  for (const [encounterId, scene] of scenes) if (scene === 'on-the-ward') await attempt(handOverTo(charge, encounterId));
}

const WELL = { respirations: 16, spo2: 97, onOxygen: false, systolic: 124, diastolic: 76, pulse: 76, consciousness: 'A', temperature: 36.9, pain: 1 } as const;
interface Reading { readonly hoursAgo: number; readonly values: Readonly<Record<string, string | number | boolean>> }

/** Earlier readings: somebody who went down by the hour, and somebody who has been well. */
const PAST: Readonly<Record<'down' | 'steady', readonly Reading[]>> = {
  down: [
    { hoursAgo: 5, values: WELL },
    { hoursAgo: 3.5, values: { ...WELL, respirations: 18, pulse: 84, temperature: 37.4 } },
    { hoursAgo: 2, values: { ...WELL, respirations: 20, spo2: 95, pulse: 92, temperature: 37.9, systolic: 116, diastolic: 70 } },
    { hoursAgo: 0.75, values: { ...WELL, respirations: 21, spo2: 95, pulse: 94, temperature: 38.1, systolic: 112, diastolic: 68 } },
  ],
  steady: [
    { hoursAgo: 5, values: { ...WELL, respirations: 19, pulse: 93, temperature: 37.8 } },
    { hoursAgo: 3, values: { ...WELL, respirations: 18, pulse: 88, temperature: 37.7 } },
    { hoursAgo: 1, values: { ...WELL, respirations: 17, pulse: 86, temperature: 37.5 } },
  ],
};

/** NEWS2 of 12: the patient was well at the last round, and a nurse finds them like this. Nobody has come yet. */
const FOUND = { respirations: 26, spo2: 92, onOxygen: true, systolic: 98, diastolic: 61, pulse: 118, consciousness: 'A', temperature: 38.6, pain: 4, note: 'Hot, breathless, mottled knees.' } as const;

/** What was measured in the hours before. A reading is entered once, however often this is tried. */
async function recordPast(nurse: ApiClient, scene: Scene, encounterId: string, now: Date): Promise<void> {
  for (const { hoursAgo, values } of PAST[scene === 'deteriorating' ? 'down' : 'steady']) {
    const measuredAt = new Date(now.getTime() - hoursAgo * 3_600_000).toISOString();
    await nurse.call(contract.recordObservations, { params: { encounterId }, body: { values: { ...values, measuredAt } }, idempotencyKey: `scene-past-${encounterId}-${hoursAgo}` });
  }
}

/** A nurse finds a patient deteriorating; the call for help waits in the physicians' inbox. */
async function findDeteriorating(nurse: ApiClient, encounterId: string): Promise<void> {
  await nurse.call(contract.recordObservations, { params: { encounterId }, body: { values: FOUND }, idempotencyKey: `scene-deteriorating-${encounterId}` });
}
