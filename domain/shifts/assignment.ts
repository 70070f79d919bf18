/** A patient to be looked after. */
export interface PatientToAssign {
  readonly encounterId: string;
  readonly room: string;
  readonly news2: number | null;
  readonly isIsolated: boolean;
  readonly isLeaving: boolean;
  /** Open work of the ward on this patient. */
  readonly openTasks: number;
  /** Who had the patient before; null: nobody, or not known. */
  readonly previousNurseId: string | null;
}

export interface Proposal {
  readonly encounterId: string;
  readonly nurseId: string;
  /** Why this nurse, in a few words. */
  readonly because: string;
}

/** How much work a patient is, in points: one for being there, more for being ill (NEWS2 bands), isolated, leaving, or with much to do. */
export function loadOf({ news2, isIsolated, isLeaving, openTasks }: Omit<PatientToAssign, 'encounterId' | 'room' | 'previousNurseId'>): number {
  const illness = news2 === null ? 0 : news2 >= 7 ? 3 : news2 >= 5 ? 2 : news2 >= 1 ? 1 : 0;
  return 1 + illness + (isIsolated ? 1 : 0) + (isLeaving ? 1 : 0) + Math.min(2, Math.floor(openTasks / 4));
}

/**
 * Who looks after whom, so that nobody carries more than one patient's load beyond anybody else: the heaviest first, each to the
 * nurse who has least; among those, who had the patient before, then who is in the room already. A proposal: the charge nurse
 * knows more and changes it. Empty without nurses.
 */
export function proposeAssignment(patients: readonly PatientToAssign[], nurseIds: readonly string[]): Proposal[] {
  if (nurseIds.length === 0) return [];
  const load = new Map(nurseIds.map((id) => [id, 0]));
  const rooms = new Map<string, Set<string>>(nurseIds.map((id) => [id, new Set()]));
  const order = [...patients].sort((a, b) => loadOf(b) - loadOf(a) || compare(a.room, b.room) || compare(a.encounterId, b.encounterId));
  return order.map((patient) => {
    const least = Math.min(...load.values());
    const free = [...nurseIds].sort().filter((id) => load.get(id) === least);
    const known = free.find((id) => id === patient.previousNurseId);
    const near = free.find((id) => rooms.get(id)?.has(patient.room));
    const nurseId = known ?? near ?? (free[0] as string);
    load.set(nurseId, least + loadOf(patient));
    rooms.get(nurseId)?.add(patient.room);
    return { encounterId: patient.encounterId, nurseId, because: known ? 'Knows the patient' : near ? 'Is in this room' : 'Has least to do' };
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
