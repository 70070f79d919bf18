import { foldDailyCounts } from '../../../api/services/analytics/dailyCounts';
import { foldBoardTally } from '../../../api/services/journeys/boardTally';
import { foldTally } from '../../../api/services/tasks/tally';
import { fillHouse, fillPatients, type FilledHouse } from '../fillInbox';
import { type BenchHospital } from './benchHospital';
import { say } from './stats';

const STEP = 10_000;

/** What is on record beside the journeys that are played: running journeys with one open task each. */
export class FilledRecord {
  private house: FilledHouse | null = null;
  private filled = 0;

  constructor(private readonly bench: BenchHospital) {}

  /** A ward and a name that are there. */
  get places(): { readonly wardId: string; readonly name: string } {
    return { wardId: this.house?.wards[3]?.id ?? '', name: 'Pember' };
  }

  /** Go on until so many journeys are on record. */
  async growTo(journeys: number): Promise<void> {
    const { database } = this.bench.hospital.record;
    this.house ??= await fillHouse();
    while (this.filled < journeys) {
      const to = Math.min(journeys, this.filled + STEP);
      await fillPatients(database, this.house, { from: this.filled, to, tasksPerPatient: 1 });
      this.filled = to;
      say(`${to} journeys on record`);
    }
    for (const fold of [foldTally, foldBoardTally, foldDailyCounts]) while ((await fold(database)) > 0);
    await database.sequelize.query('ANALYZE TABLE tasks, patients, patient_search_tokens, journeys, encounters, encounter_locations, beds');
  }
}
