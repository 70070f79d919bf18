import { type ApiClient, contract } from '../../api/client';

const HOUR_MS = 3_600_000;
const REPORTS = [
  { kind: 'fall', detail: null, harm: 'mild', hoursAgo: 30, place: 'Bathroom', narrative: 'Slipped on the wet floor on the way back to bed. Bruise on the left arm.' },
  { kind: 'pressure-injury', detail: 'stage-2', harm: 'mild', hoursAgo: 52, place: null, narrative: 'Open skin over the sacrum, not there at admission. Turned every two hours since.' },
  { kind: 'medication-error', detail: 'merp-b', harm: 'near-miss', hoursAgo: 8, place: 'Medicine room', narrative: 'Two packages that look alike lay in one drawer. The scan at the bedside refused the wrong one.' },
  { kind: 'hand-off', detail: null, harm: 'none', hoursAgo: 14, place: null, narrative: 'The night shift did not hear of the new diet. Breakfast was stopped in time.' },
  { kind: 'fall', detail: null, harm: 'severe', hoursAgo: 3, place: 'Corridor', narrative: 'Fell while walking alone. Cannot stand, the hip hurts; sent for pictures at once.' },
] as const;

/** What a visitor of the demonstration finds under Safety: events of the usual kinds, one of them a sentinel event, one reported without a name. */
export async function reportSafetyEvents(nurse: ApiClient, stays: readonly string[]): Promise<void> {
  for (const [index, { hoursAgo, ...event }] of REPORTS.entries()) {
    const encounterId = stays[index] ?? null;
    const stay = encounterId === null ? null : await nurse.call(contract.readEncounter, { params: { encounterId } }).catch(() => null);
    await nurse.call(contract.reportSafetyEvent, {
      idempotencyKey: `simulate-safety-${encounterId ?? 'none'}-${index}`,
      body: { ...event, occurredAt: new Date(Date.now() - hoursAgo * HOUR_MS).toISOString(), wardId: stay?.patient.ward?.id ?? null, patientId: stay?.patient.id ?? null, encounterId: stay ? encounterId : null, anonymous: event.kind === 'hand-off' },
    });
  }
}
