import { DateTime } from 'luxon';
import { type z } from 'zod';
import { type journeysContract } from '../../contract/journeys';
import { type Act, selectOne } from '../../http/act';
import { hospitalZone } from '../staff/hospitalZone';

type Figures = z.output<typeof journeysContract.readHouseFigures.reply>;

/** The house at a glance: how full it is, who came and left today, and the money that came in. Days and months by the hospital's clock. */
export async function readHouseFigures(act: Act): Promise<Figures> {
  const now = DateTime.fromJSDate(act.now, { zone: hospitalZone() });
  const [dayStart, monthStart] = [now.startOf('day').toJSDate(), now.startOf('month').toJSDate()];
  const [beds, stays, cash] = await Promise.all([
    selectOne<{ beds: number; occupied: number }>(act, "SELECT (SELECT COUNT(*) FROM beds WHERE operational_status <> 'C') AS beds, (SELECT COUNT(*) FROM encounter_locations WHERE lying_encounter_id IS NOT NULL AND status = 'active') AS occupied"),
    selectOne<{ admitted: number; discharged: number }>(
      act,
      `SELECT (SELECT COUNT(*) FROM journeys WHERE started_at >= :dayStart) AS admitted,
         (SELECT COUNT(*) FROM encounters e JOIN journeys j ON j.id = e.id WHERE e.period_end >= :dayStart) AS discharged`,
      { dayStart },
    ),
    selectOne<{ today: number; month: number }>(
      act, "SELECT SUM(CASE WHEN posted_at >= :dayStart THEN cents ELSE 0 END) AS today, SUM(cents) AS month FROM ledger_entries WHERE ledger_account = 'cash' AND posted_at >= :monthStart", { dayStart, monthStart }),
  ]);
  return {
    beds: Number(beds?.beds ?? 0), occupiedBeds: Number(beds?.occupied ?? 0), admittedToday: Number(stays?.admitted ?? 0), dischargedToday: Number(stays?.discharged ?? 0),
    cashTodayCents: Number(cash?.today ?? 0), cashMonthCents: Number(cash?.month ?? 0),
  };
}
