import { type Database } from '../../db/connect';
import { type BillingDriver } from '../support/billing';
import { type MadePatient, makePatient } from './hospital';
import { type MadePayer, makePayer, makeStay } from './money';

export interface HeldClaim {
  readonly claimId: string;
  /** The claim it is the same as, sent before. */
  readonly otherId: string;
  readonly patient: MadePatient;
  readonly encounterId: string;
}

/** A claim for a stay that is billed already: the same services at the same time, so that it is held. Its task is not opened. */
export async function makeHeldClaim(database: Database, billing: BillingDriver, options: { payer?: MadePayer; nights?: number } = {}): Promise<HeldClaim> {
  const payer = options.payer ?? (await makePayer(database));
  const patient = await makePatient(database);
  const first = await makeStay(database, { payer, patient, nights: options.nights ?? 2 });
  const { claimId: otherId } = await billing.send(first.encounterId);
  const again = await makeStay(database, { patient, coverageId: first.coverageId ?? '', nights: options.nights ?? 2 });
  const claimId = await billing.prepare(again.encounterId);
  const { held } = await billing.scrub(claimId);
  if (held !== true) throw new Error('The claim is not held.');
  return { claimId, otherId, patient, encounterId: again.encounterId };
}
