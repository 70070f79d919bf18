import { type z } from 'zod';
import { type encounterDetail, type encountersContract } from '../../contract/encounters';
import { type Act, execute, select, selectOne } from '../../http/act';
import { pageOf } from '../../http/cursor';
import { staleVersion, unprocessable } from '../../http/problem';
import { stillThere } from '../../http/stillThere';
import { iso, newestFirst, type Page, type PageQuery } from '../clinical/paging';
import { lockPatient } from '../clinical/patients/patientRow';
import { presentPatientHeader } from '../clinical/patients/readPatient';
import { type EncounterRow } from './encounterRow';
import { encounterInListById } from './listEncounters';

type EncounterDetail = z.infer<typeof encounterDetail>;
type Location = z.infer<typeof encountersContract.listLocations.reply>['items'][number];

/** One encounter with its patient's header and what still waits in it. */
export async function presentEncounter(act: Act, encounter: EncounterRow): Promise<EncounterDetail> {
  const encounterId = encounter.id;
  const inList = stillThere(await encounterInListById(act, encounterId), 'encounter');
  const patient = stillThere(await lockPatient({ ...act, transaction: null }, encounter.patientId), 'patient');
  const more = await selectOne<{ admitSource: string | null; coverageId: string | null; payer: string | null; plan: string | null; criticals: number; doses: number }>(
    act,
    `SELECT e.admit_source AS admitSource, c.id AS coverageId, p.name AS payer, l.name AS plan,
       (SELECT COUNT(*) FROM observations o WHERE o.encounter_id = e.id AND o.category IN ('laboratory', 'imaging') AND o.interpretation IN ('LL', 'HH', 'AA') AND o.acknowledged_at IS NULL AND o.status <> 'entered-in-error') AS criticals,
       (SELECT COUNT(*) FROM medication_administrations a WHERE a.encounter_id = e.id AND a.status = 'planned') AS doses
     FROM encounters e LEFT JOIN coverages c ON c.id = e.coverage_id LEFT JOIN payers p ON p.id = c.payer_id LEFT JOIN plans l ON l.id = c.plan_id WHERE e.id = ?`,
    [encounterId],
  );
  return {
    ...inList, patient: await presentPatientHeader(act, patient), coverage: more?.coverageId && more.payer && more.plan ? { id: more.coverageId, payer: more.payer, plan: more.plan } : null,
    admitSource: more?.admitSource ?? null, dischargeDisposition: encounter.dischargeDisposition, orderSet: encounter.orderSet, plannedHours: encounter.plannedHours, spo2Scale: encounter.spo2Scale,
    replayOf: encounter.replayOfEncounterId, unacknowledgedCriticals: Number(more?.criticals ?? 0), openDoses: Number(more?.doses ?? 0), version: encounter.version,
  };
}

/** Change what clinicians decide about a stay that goes on. */
export async function changeEncounter(act: Act, encounter: EncounterRow, body: z.output<typeof encountersContract.changeEncounter.body>): Promise<void> {
  if (body.version !== encounter.version) throw staleVersion(encounter.version);
  if (encounter.status !== 'in-progress' && encounter.status !== 'planned') throw unprocessable('stay-over', 'This stay is over.');
  if (body.practitionerId && !(await selectOne(act, 'SELECT id FROM practitioners WHERE id = ?', [body.practitionerId]))) {
    throw unprocessable('no-practitioner', 'There is no such practitioner.', { errors: [{ field: 'practitionerId', message: 'Choose a practitioner.' }] });
  }
  await execute(act, 'UPDATE encounters SET planned_hours = ?, practitioner_id = ?, version = version + 1, updated_at = ? WHERE id = ?', [
    body.plannedHours ?? encounter.plannedHours, body.practitionerId === undefined ? encounter.practitionerId : body.practitionerId, act.now, encounter.id,
  ]);
}

/** The beds the patient lay in, the latest first: one stay, many locations. */
export async function listLocations(act: Act, encounterId: string, query: PageQuery): Promise<Page<Location>> {
  const { after, order, values } = newestFirst(query, 'l.period_start', 'l.id');
  const rows = await select<{ id: string; bedId: string; bedCode: string; wardId: string; wardName: string; status: string; periodStart: Date; periodEnd: Date | null }>(
    act,
    `SELECT l.id, l.bed_id AS bedId, b.code AS bedCode, l.ward_id AS wardId, w.name AS wardName, l.status, l.period_start AS periodStart, l.period_end AS periodEnd
     FROM encounter_locations l JOIN beds b ON b.id = l.bed_id JOIN wards w ON w.id = l.ward_id WHERE l.encounter_id = :encounterId ${after} ${order}`,
    { encounterId, ...values },
  );
  const page = pageOf(rows, query.limit, (row) => [row.periodStart.toISOString(), row.id]);
  return {
    items: page.items.map((row) => ({ id: row.id, bed: { id: row.bedId, name: row.bedCode }, ward: { id: row.wardId, name: row.wardName }, status: row.status, periodStart: row.periodStart.toISOString(), periodEnd: iso(row.periodEnd) })),
    nextCursor: page.nextCursor, total: null,
  };
}
