import { type ApiClient, contract } from '../../api/client';
import { describe, pause } from './staff';

/** The tests of a lipid panel, by LOINC: ordered and billed one by one, they hold the claim for unbundling. */
const LIPIDS = ['2093-3', '2571-8', '18262-6', '2085-9'];
/** Whose, by their place in the admissions: these journeys are left in adjudication, so that nothing of the run waits for the claim. */
const PLACES: readonly number[] = [6, 16];

/** The stays whose claims the demonstration leaves to a visitor to look at. */
export function testedOneByOne(journeyIds: Iterable<string>): string[] {
  return [...journeyIds].filter((_, index) => PLACES.includes(index));
}

interface Run {
  readonly journeyIds: Iterable<string>;
  readonly isOver: () => boolean;
  readonly trouble: (what: string) => void;
}

/** A physician orders the tests of a panel one by one for some patients, as soon as each lies in a bed. */
export async function orderOneByOne(physician: ApiClient, { journeyIds, isOver, trouble }: Run): Promise<void> {
  const done = new Set<string>();
  while (!isOver() && done.size < PLACES.length) {
    for (const encounterId of testedOneByOne(journeyIds)) if (!done.has(encounterId) && (await order(physician, encounterId).catch((error: unknown) => trouble(`one by one: ${describe(error)}`)))) done.add(encounterId);
    await pause(500);
  }
}

async function order(physician: ApiClient, encounterId: string): Promise<boolean> {
  const stay = await physician.call(contract.readEncounter, { params: { encounterId } });
  if (stay.status !== 'in-progress' || stay.patient.bed === null) return false;
  await physician.call(contract.orderTests, { params: { encounterId }, body: { codes: LIPIDS, duplicateReason: 'Each was asked for by itself.' }, idempotencyKey: `one-by-one-${encounterId}` });
  return true;
}
