import { composeSummary } from '../../../../domain/discharge/summary';
import { type Act, selectOne } from '../../../http/act';
import { unprocessable } from '../../../http/problem';
import { lastBedOf } from '../../beds/lastBed';
import { leaveBed, markBedClean } from '../../beds/leaveBed';
import { draftDischargeSummary } from '../../discharge/summary';
import { readDischarge } from '../../discharge/panel';
import { dropOpenDoses } from '../../clinical/medicines/giveDoses';
import { requireReconciled } from '../../clinical/medicines/homeMedicines';
import { openDoses } from '../../clinical/medicines/openDoses';
import { writeNote } from '../../clinical/notes';
import { type EncounterRow, requireEncounter, requireOpenStay } from '../../encounters/encounterRow';
import { type TaskAtHand, type TaskEffect, type TaskEffects } from '../effect';

const signSummary: TaskEffect = {
  input: async (act, task) => ({ values: await draftDischargeSummary(act, await requireEncounter(act, task.encounterId)) }),
  apply: async (act, task, values) => {
    const encounter = await requireEncounter(act, task.encounterId);
    await requireReconciled(act, encounter, 'discharge');
    await writeNote(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'discharge-summary', text: composeSummary(values), taskId: task.id });
    return {};
  },
};

const teaching: TaskEffect = {
  apply: async (act, task) => {
    const encounter = await requireEncounter(act, task.encounterId);
    const text = 'Medicines reconciled with the patient. The patient can say the plan in own words.';
    await writeNote(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'discharge-teaching', text, taskId: task.id });
    return {};
  },
};

const TRANSPORT = { walking: 'walking', wheelchair: 'by wheelchair', ambulance: 'by ambulance' } as const;

const confirmDeparture: TaskEffect = {
  input: async (act, task) => {
    const bed = await lastBedOf(act, (await requireEncounter(act, task.encounterId)).id);
    return { facts: bed ? [{ label: 'Bed', value: bed.code }] : [] };
  },
  apply: async (act, task, values) => {
    const encounter = await requireOpenStay(act, task.encounterId);
    await settleRemainingDoses(act, encounter.id);
    await requireNothingOpen(act, encounter);
    const left = await leaveBed(act, encounter.id);
    if (!left?.needsCleaning) throw unprocessable('not-in-a-bed', 'This patient lies in no bed, so none can be left.');
    const transport = TRANSPORT[values['transport'] as keyof typeof TRANSPORT];
    await writeNote(act, { patientId: encounter.patientId, encounterId: encounter.id, kind: 'departure', text: `Left the ward ${transport}.`, taskId: task.id });
    return { bedId: left.bedId };
  },
};

/** What came up after the branches were done (a deterioration, a late result) holds the patient like what was there before. */
async function requireNothingOpen(act: Act, encounter: EncounterRow): Promise<void> {
  const blocked = (await readDischarge(act, encounter)).branches.filter(({ branch, state }) => branch !== 'departure' && state === 'blocked');
  const why = blocked.flatMap(({ blockers }) => blockers.filter(({ kind }) => kind === 'task').map(({ words }) => words));
  if (why.length > 0) throw unprocessable('discharge-blocked', `The patient cannot leave yet. ${why.join(' ')}`);
}

/** Nobody leaves with a dose undecided: while a round is open it is done first; a dose without one is recorded as not given. */
async function settleRemainingDoses(act: Parameters<typeof openDoses>[0], encounterId: string): Promise<void> {
  const doses = await openDoses(act, encounterId);
  if (doses.length === 0) return;
  const round = await selectOne(act, "SELECT id FROM tasks WHERE journey_id = ? AND is_open = 1 AND type IN ('medicine-round', 'check-high-alert', 'high-alert-round', 'give-stat-doses') LIMIT 1", [encounterId]);
  if (round) throw unprocessable('doses-open', `${doses.length === 1 ? 'One dose is' : `${doses.length} doses are`} neither given nor refused. Complete the medicine round first.`);
  await dropOpenDoses(act, encounterId, 'discharged');
}

/** The bed a cleaning task is about. */
async function bedToClean(act: Act, task: TaskAtHand): Promise<{ id: string; code: string; operationalStatus: string } | null> {
  if (task.focusId !== null) return selectOne(act, 'SELECT id, code, operational_status AS operationalStatus FROM beds WHERE id = ?', [task.focusId]);
  return lastBedOf(act, (await requireEncounter(act, task.encounterId)).id);
}

const cleanBed: TaskEffect = {
  input: async (act, task) => {
    const bed = await bedToClean(act, task);
    if (!bed) return {};
    return { facts: [{ label: 'Bed', value: bed.code }, ...(bed.operationalStatus === 'K' ? [{ label: 'Clean', value: 'terminal: the patient was isolated' }] : [])] };
  },
  apply: async (act, task) => {
    const bed = await bedToClean(act, task);
    if (bed) await markBedClean(act, bed.id);
    return {};
  },
};

/** The branches of discharge, and the bed. */
export const dischargeEffects: TaskEffects = {
  'sign-discharge-summary': signSummary,
  'discharge-teaching': teaching,
  'confirm-departure': confirmDeparture,
  'clean-bed': cleanBed,
};
