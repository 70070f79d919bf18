import { type ApiClient, contract } from '../../api/client';
import { type FormValues } from '../../domain/tasks/form';
import { type EntryKind } from '../../domain/privacy/amendment';
import { pause } from './staff';

/** So long a worker may take to ask the privacy officer. */
const PATIENCE_MS = 60_000;

interface Wish {
  readonly kind: EntryKind;
  readonly wanted: string;
  readonly reason: string;
  readonly inform?: string;
  /** What the privacy officer decides; null: the request is left to visitors. */
  readonly decision: FormValues | null;
  readonly disagreement?: string;
}

const WISHES: readonly Wish[] = [
  {
    kind: 'patient', wanted: 'My telephone number has changed: it ends in 17.', reason: 'Nobody could reach me since spring.', inform: 'Dr Brown, my family doctor\nRiverside Home Care',
    decision: { decision: 'accept', addition: 'The telephone number ends in 17. Read back with the patient at the desk.' },
  },
  { kind: 'encounter', wanted: 'I came in the evening, not in the morning.', reason: 'My daughter drove me after her work.', decision: null },
  {
    kind: 'condition', wanted: 'I never had this.', reason: 'It was my sister who was ill.', decision: { decision: 'deny', ground: 'accurate', basis: 'The results of this stay show it; your physician went through them once more.' },
    disagreement: 'I was never told of it, and I do not believe it.',
  },
];

/** Who plays the desk and the privacy officer. */
interface Players {
  readonly registrar: ApiClient;
  readonly officer: ApiClient;
}

/**
 * What a visitor of the demonstration finds under Amendments: a request to decide, one accepted with people who still have to hear of it, one denied that the patient disagrees
 * with; and whom a record was told to.
 */
export async function playAmendments(players: Players, stays: readonly string[]): Promise<void> {
  for (const [index, wish] of WISHES.entries()) {
    const encounterId = stays[index];
    const stay = encounterId === undefined ? null : await players.registrar.call(contract.readEncounter, { params: { encounterId } }).catch(() => null);
    if (stay) await play(players, stay.patient.id, wish);
  }
}

async function play({ registrar, officer }: Players, patientId: string, { kind, wanted, reason, inform, decision, disagreement }: Wish): Promise<void> {
  const params = { patientId };
  if (decision?.['decision'] === 'accept') await registrar.call(contract.recordDisclosure, { params, body: { kind: 'public-health', disclosedOn: new Date().toISOString().slice(0, 10), recipient: 'County health department', what: 'Name, contacts and a positive culture', purpose: 'A notifiable disease' } });
  const [entry] = (await officer.call(contract.listRecordEntries, { params, query: { kind, limit: 1 } })).items;
  if (!entry) return;
  const { id } = await registrar.call(contract.askForAmendment, { params, body: { kind, entryId: entry.id, wanted, reason, ...(inform ? { inform } : {}) } });
  if (decision === null) return;
  const taskId = await askedOf(officer, id);
  if (taskId === null) throw new Error('nobody was asked to decide on an amendment');
  const { task } = await officer.call(contract.readTask, { params: { taskId } });
  await officer.call(contract.completeTask, { params: { taskId }, body: { version: task.version, values: decision as Record<string, string> } });
  if (!disagreement) return;
  const denied = (await officer.call(contract.listPatientAmendments, { params })).items.find((one) => one.id === id);
  if (denied) await registrar.call(contract.disagreeWithDenial, { params: { ...params, amendmentId: id }, body: { version: denied.version, statement: disagreement } });
}

/** The task by which the privacy officer is asked, as soon as it is there. */
async function askedOf(officer: ApiClient, amendmentId: string): Promise<string | null> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(500)) {
    const { items } = await officer.call(contract.listAmendments, { query: { status: 'asked', limit: 100 } });
    const taskId = items.find(({ id }) => id === amendmentId)?.taskId;
    if (taskId) return taskId;
  }
  return null;
}
