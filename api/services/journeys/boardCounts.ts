import { DateTime } from 'luxon';
import { isStage, STAGE_LABELS } from '../../../domain/journey/stages';
import { waitingWords } from '../../../domain/journey/words';
import { type Act, select, selectOne } from '../../http/act';
import { hospitalZone } from '../staff/hospitalZone';
import { type Dimension, tallyJourneys } from './boardTally';

interface Group {
  readonly key: string | null;
  readonly label: string;
  readonly count: number;
  readonly breached: number;
  readonly incidents: number;
  readonly moneyCents: number;
}

/** How many running journeys are where, and today's admissions and closures by the hospital's clock. */
export async function countJourneys(act: Act, by: Dimension): Promise<{ groups: Group[]; admittedToday: number; closedToday: number }> {
  const dayStart = DateTime.fromJSDate(act.now, { zone: hospitalZone() }).startOf('day').toJSDate();
  const [tallies, today] = await Promise.all([
    tallyJourneys(act, 'running', by),
    selectOne<{ admitted: number; closed: number }>(
      act,
      'SELECT (SELECT COUNT(*) FROM journeys WHERE started_at >= :dayStart) AS admitted, (SELECT COUNT(*) FROM journeys WHERE closed_at >= :dayStart) AS closed',
      { dayStart },
    ),
  ]);
  const names = await namesOf(act, by, tallies.map(({ value }) => value));
  return {
    groups: tallies.map(({ value, n, breached, incidents, moneyCents }) => ({ key: value, label: labelOf(by, value, names), count: n, breached, incidents, moneyCents })),
    admittedToday: Number(today?.admitted ?? 0),
    closedToday: Number(today?.closed ?? 0),
  };
}

async function namesOf(act: Act, by: Dimension, values: readonly (string | null)[]): Promise<Map<string, string>> {
  const ids = values.filter((value): value is string => value !== null);
  if ((by !== 'ward' && by !== 'payer') || ids.length === 0) return new Map();
  const rows = await select<{ id: string; name: string }>(act, `SELECT id, name FROM ${by === 'ward' ? 'wards' : 'payers'} WHERE id IN (:ids)`, { ids });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function labelOf(by: Dimension, value: string | null, names: ReadonlyMap<string, string>): string {
  switch (by) {
    case 'stage': return value && isStage(value) ? STAGE_LABELS[value] : (value ?? '');
    case 'waitingFor': return waitingWords(value) ?? 'Moving on';
    case 'ward': return value ? (names.get(value) ?? value) : 'No ward yet';
    case 'payer': return value ? (names.get(value) ?? value) : 'No payer';
    case 'sla': return value ?? '';
  }
}
