import { type z } from 'zod';
import { midnightCensus, occupancyPercent, sinceMidnight, type TimeInBed } from '../../../domain/beds/census';
import { type Prediction } from '../../../domain/beds/prediction';
import { DAY_MS } from '../../../domain/time';
import { type bedsContract } from '../../contract/beds';
import { type Act, select, trailList } from '../../http/act';
import { loadPatientsInList } from '../../presenters/patientInList';
import { countBeds, predictionOf, selectWards } from './board';
import { openBranches, selectBoard } from './boardRows';
import { hospitalZone } from '../staff/hospitalZone';

type Census = z.infer<typeof bedsContract.readCensus.reply>;

/** How full the wards are, were at midnight, and are likely to be. */
export async function readCensus(act: Act, query: { readonly wardId?: string | undefined; readonly days: number }): Promise<Census> {
  const zone = hospitalZone();
  const wards = await selectWards(act, query.wardId);
  const rows = await selectBoard(act, query.wardId);
  const times = await timesInBeds(act, query);
  const transfers = await select<{ fromWardId: string; toWardId: string }>(act, `SELECT l.ward_id AS fromWardId, t.to_ward_id AS toWardId FROM bed_transfers t JOIN encounter_locations l ON l.lying_encounter_id = t.pending_encounter_id`);
  const branches = await openBranches(act, rows.flatMap(({ encounterId, stage }) => (encounterId && stage === 'discharge' ? [encounterId] : [])));
  const lying = rows.filter(({ locationStatus }) => locationStatus === 'active');
  const patients = await loadPatientsInList(act, lying.map((row) => row.patientId));
  trailList(act, { action: 'census.read', resourceType: 'bed' }, patients.keys());
  return {
    wards: wards.map(({ id, name }) => {
      const own = rows.filter(({ wardId }) => wardId === id).map((row) => ({ ...row, isReserved: row.locationStatus === 'reserved', isLeaving: row.locationStatus === 'active' && row.stage === 'discharge' }));
      const { beds, free, reserved, occupied, outOfUse } = countBeds(own);
      const discharges = own.flatMap((row) => {
        const prediction = predictionOf(row, branches, act.now);
        const patient = row.patientId === null ? undefined : patients.get(row.patientId);
        return prediction && patient && row.encounterId ? [{ encounterId: row.encounterId, bed: row.code, patient: { ...patient, bed: row.code }, prediction }] : [];
      }).sort((a, b) => timeOf(a.prediction) - timeOf(b.prediction));
      const soon = discharges.filter(({ prediction }) => prediction.confidence === 'likely' && timeOf(prediction) <= act.now.getTime() + DAY_MS).length;
      return {
        id, name, beds, free, reserved, occupied, outOfUse, occupancyPercent: occupancyPercent(occupied, beds, outOfUse), ...sinceMidnight(times, id, act.now, zone),
        comingIn: transfers.filter(({ toWardId }) => toWardId === id).length, goingOut: transfers.filter(({ fromWardId }) => fromWardId === id).length,
        freeWithin24Hours: free + soon, days: midnightCensus(times, id, act.now, query.days, zone),
        discharges: discharges.map(({ prediction, ...one }) => ({ ...one, prediction: { at: prediction.at?.toISOString() ?? null, confidence: prediction.confidence, because: [...prediction.because] } })),
      };
    }),
  };
}

function timeOf({ at }: Prediction): number {
  return at?.getTime() ?? Number.POSITIVE_INFINITY;
}

/** Who lay where since the first midnight asked for, and a little before. */
async function timesInBeds(act: Act, { wardId, days }: { readonly wardId?: string | undefined; readonly days: number }): Promise<TimeInBed[]> {
  return select<TimeInBed>(
    act,
    `SELECT encounter_id AS encounterId, ward_id AS wardId, period_start AS \`from\`, period_end AS \`to\` FROM encounter_locations
     WHERE status IN ('active', 'completed') AND (period_end IS NULL OR period_end >= :since) ${wardId ? 'AND ward_id = :wardId' : ''}`,
    { since: new Date(act.now.getTime() - days * DAY_MS), wardId: wardId ?? null },
  );
}
