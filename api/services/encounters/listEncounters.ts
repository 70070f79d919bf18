import { type z } from 'zod';
import { type encounterInList } from '../../contract/patients';
import { type Act, select } from '../../http/act';
import { pageOf } from '../../http/cursor';
import { readVerdicts } from '../rights/access';
import { loadDisplays } from '../clinical/concepts';
import { iso, newestFirst, type Page, type PageQuery } from '../clinical/paging';

export type EncounterInList = z.infer<typeof encounterInList>;

interface Row {
  id: string;
  patientId: string;
  classCode: EncounterInList['class'];
  status: string;
  typeSystem: string | null;
  typeCode: string | null;
  reasonSystem: string | null;
  reasonCode: string | null;
  practitioner: string | null;
  wardId: string | null;
  wardName: string | null;
  periodStart: Date;
  periodEnd: Date | null;
  replayOf: string | null;
  journeyId: string | null;
}

const SELECT = `SELECT e.id, e.patient_id AS patientId, e.class_code AS classCode, e.status, e.type_system AS typeSystem, e.type_code AS typeCode, e.reason_system AS reasonSystem, e.reason_code AS reasonCode,
  d.name AS practitioner, e.ward_id AS wardId, w.name AS wardName, e.period_start AS periodStart, e.period_end AS periodEnd, e.replay_of_encounter_id AS replayOf, j.id AS journeyId
  FROM encounters e LEFT JOIN practitioners d ON d.id = e.practitioner_id LEFT JOIN wards w ON w.id = e.ward_id LEFT JOIN journeys j ON j.id = e.id`;

/** A patient's encounters, newest first. */
export async function listEncounters(act: Act, patientId: string, query: PageQuery & { class?: string | undefined }): Promise<Page<EncounterInList>> {
  const { after, order, values } = newestFirst(query, 'e.period_start', 'e.id');
  const rows = await select<Row>(act, `${SELECT} WHERE e.patient_id = :patientId ${query.class ? 'AND e.class_code = :class' : ''} ${after} ${order}`, { patientId, class: query.class ?? null, ...values });
  const page = pageOf(rows, query.limit, (row) => [row.periodStart.toISOString(), row.id]);
  // A stay that is restricted by itself is not there for whom it does not open.
  const verdicts = await readVerdicts(act, page.items.map((row) => ({ patientId, encounterId: row.id })));
  return { items: await present(act, page.items.filter((_, index) => verdicts[index] === 'open')), nextCursor: page.nextCursor, total: null };
}

/** One encounter as it stands in a list; null when there is none. */
export async function encounterInListById(act: Act, encounterId: string): Promise<EncounterInList | null> {
  const [item] = await present(act, await select<Row>(act, `${SELECT} WHERE e.id = ?`, [encounterId]));
  return item ?? null;
}

async function present(act: Act, rows: readonly Row[]): Promise<EncounterInList[]> {
  const display = await loadDisplays(act, rows.flatMap((row) => [{ systemCode: row.typeSystem, code: row.typeCode }, { systemCode: row.reasonSystem, code: row.reasonCode }]));
  return rows.map((row) => ({
    id: row.id, patientId: row.patientId, class: row.classCode, status: row.status, type: display(row.typeSystem, row.typeCode) || null, reason: display(row.reasonSystem, row.reasonCode) || null,
    practitioner: row.practitioner, ward: row.wardId && row.wardName ? { id: row.wardId, name: row.wardName } : null, periodStart: row.periodStart.toISOString(), periodEnd: iso(row.periodEnd),
    isReplay: row.replayOf !== null, hasJourney: row.journeyId !== null,
  }));
}
