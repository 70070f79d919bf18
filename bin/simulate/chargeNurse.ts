import { type ApiClient, ApiProblem, contract } from '../../api/client';
import { TRANSFER_REASONS, type TransferReason } from '../../domain/beds/transfer';
import { type Chance } from './random';
import { type Colleague, describe, pause, type Shift, workOnce } from './staff';

const LOOK_EVERY_MS = 2_000;
/** One patient in so many changes the ward. */
const PATIENTS_PER_TRANSFER = 8;
const LOOKS_PER_ASSIGNMENT = 10;
const LOOKS_PER_HANDOVER = 5;
/** Beds a ward keeps free for those who are admitted. */
const KEEP_FREE = 2;

/** The charge nurse on duty: says yes or no to transfers, and now and then asks for one, gives patients to nurses and hands one over. */
export async function workAsChargeNurse(colleague: Colleague, shift: Shift, chance: Chance): Promise<void> {
  const passed = new Set<string>();
  const asked = new Set<string>();
  while (!shift.isOver()) {
    const worked = await chargeOnce(colleague, shift, chance, passed, asked).catch((error: unknown) => {
      shift.trouble(describe(error));
      return false;
    });
    if (!worked) await pause(LOOK_EVERY_MS);
  }
}

async function chargeOnce(colleague: Colleague, shift: Shift, chance: Chance, passed: Set<string>, asked: Set<string>): Promise<boolean> {
  if (await workOnce(colleague, shift, chance, passed, 'charge-nurse')) return true;
  await unlessRefused(askForTransfer(colleague, shift, chance, asked));
  if (chance.happens(1 / LOOKS_PER_ASSIGNMENT)) await unlessRefused(giveToNurses(colleague.client, shift.isOurs));
  if (chance.happens(1 / LOOKS_PER_HANDOVER)) await unlessRefused(handOver(colleague, shift, chance));
  return false;
}

/** The patient may leave, or a colleague be faster, between the look and the act: that is no trouble. */
async function unlessRefused(act: Promise<void>): Promise<void> {
  await act.catch((error: unknown) => {
    if (!(error instanceof ApiProblem) || ![404, 409, 422].includes(error.status)) throw error;
  });
}

/** Patients nobody was given go to the nurses the proposal names; `isOurs` says whose. */
export async function giveToNurses(client: ApiClient, isOurs: (encounterId: string) => boolean = () => true): Promise<void> {
  const { items } = await client.call(contract.listWards, { query: { limit: 200 } });
  for (const { id: wardId } of items) {
    const { date, shift, patients } = await client.call(contract.readAssignments, { params: { wardId }, query: {} });
    const assignments = patients.flatMap(({ encounterId, nurse, proposal }) => (nurse === null && proposal && isOurs(encounterId) ? [{ encounterId, nurseId: proposal.id }] : []));
    if (assignments.length > 0) await client.call(contract.assignPatients, { params: { wardId }, body: { date, shift, assignments } });
  }
}

/** One patient is handed over as the record tells it, for the next nurse to accept. */
async function handOver({ client }: Colleague, shift: Shift, chance: Chance): Promise<void> {
  const { toGive } = await client.call(contract.listHandovers, { query: { scope: 'ward' } });
  const patient = chance.pick(toGive.filter(({ encounterId }) => shift.isOurs(encounterId) && shift.scene(encounterId) === null));
  if (!patient) return;
  await handOverTo(client, patient.encounterId);
  shift.done('give-handover');
}

/** The handover as Careway composes it, given. */
export async function handOverTo(client: ApiClient, encounterId: string): Promise<void> {
  const params = { encounterId };
  const { sbar, version } = await client.call(contract.readHandover, { params });
  await client.call(contract.giveHandover, { params, body: { version, sbar } });
}

/** Somebody whose treatment goes on goes to a ward that has room. */
async function askForTransfer({ client }: Colleague, shift: Shift, chance: Chance, asked: Set<string>): Promise<void> {
  const { wards } = await client.call(contract.readBedBoard, { query: {} });
  const lying = wards.flatMap((ward) => ward.beds.map((bed) => ({ ...bed, wardId: ward.id })));
  const candidates = lying.filter((bed) => bed.status === 'O' && !bed.isLeaving && !bed.transfer && bed.encounterId && !asked.has(bed.encounterId) && shift.isOurs(bed.encounterId) && bed.prediction?.at);
  const patient = chance.pick(candidates);
  if (!patient?.encounterId) return;
  asked.add(patient.encounterId);
  if (!chance.happens(1 / PATIENTS_PER_TRANSFER)) return;
  const to = chance.pick(wards.filter((ward) => ward.id !== patient.wardId && ward.counts.free > KEEP_FREE && ward.beds.some((bed) => bed.status === 'U' && (bed.sexConstraint === null || bed.sexConstraint === patient.patient?.gender))));
  if (!to) return;
  const wrongWay: TransferReason = /intensive/i.test(to.name) ? 'lower-care' : 'higher-care';
  const reason = chance.pick((Object.keys(TRANSFER_REASONS) as TransferReason[]).filter((one) => one !== wrongWay)) ?? 'capacity';
  await client.call(contract.requestTransfer, { params: { encounterId: patient.encounterId }, body: { toWardId: to.id, reason, note: 'Walks with help. Own clothes and glasses go along.' } });
  shift.done('request-transfer');
}
