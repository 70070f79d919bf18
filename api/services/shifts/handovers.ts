import { type z } from 'zod';
import { newId } from '../../../db/newId';
import { composeSbar, type Sbar } from '../../../domain/shifts/sbar';
import { boundsOf, nextShift, type Shift } from '../../../domain/shifts/times';
import { type handover, type shiftsContract } from '../../contract/shifts';
import { type Act, execute, select, selectOne, trailList } from '../../http/act';
import { conflict, notFound, staleVersion, unprocessable } from '../../http/problem';
import { stillThere } from '../../http/stillThere';
import { loadPatientsInList } from '../../presenters/patientInList';
import { lyingOf } from '../beds/lockPlaces';
import { recordStayEvent } from '../beds/stayEvents';
import { isDuplicateOf } from '../encounters/duplicateKey';
import { type EncounterRow } from '../encounters/encounterRow';
import { hospitalZone } from '../staff/hospitalZone';
import { assignedIn, shiftOf } from './assignments';
import { handoverFacts } from './handoverFacts';

type Handover = z.infer<typeof handover>;
type List = z.infer<typeof shiftsContract.listHandovers.reply>;

interface Row {
  id: string;
  encounterId: string;
  wardId: string;
  date: string;
  shift: Shift['shift'];
  status: 'given' | 'accepted';
  sbarEnc: Buffer;
  givenById: string;
  givenByName: string;
  givenAt: Date;
  acceptedById: string | null;
  acceptedByName: string | null;
  acceptedAt: Date | null;
  version: number;
}

const SELECT = `SELECT h.id, h.encounter_id AS encounterId, h.ward_id AS wardId, DATE_FORMAT(h.shift_date, '%Y-%m-%d') AS date, h.shift, h.status, h.sbar_enc AS sbarEnc, h.given_by AS givenById, g.display_name AS givenByName,
  h.given_at AS givenAt, h.accepted_by AS acceptedById, a.display_name AS acceptedByName, h.accepted_at AS acceptedAt, h.version
  FROM shift_handovers h JOIN staff_users g ON g.id = h.given_by LEFT JOIN staff_users a ON a.id = h.accepted_by`;

/** Said again a shift later, the earlier handover of a patient waits for nobody any more. */
const IS_NEWEST = 'NOT EXISTS (SELECT 1 FROM shift_handovers n WHERE n.encounter_id = h.encounter_id AND n.given_at > h.given_at)';

/** The handover of the shift that is on: as it was given, or composed from the record as it stands now. */
export async function readHandover(act: Act, encounter: EncounterRow): Promise<Handover> {
  const lying = await lyingOf({ ...act, transaction: null }, encounter.id);
  if (encounter.status !== 'in-progress' || !lying) throw notFound(); // only a patient who lies on a ward is handed over
  const one = shiftOf(act, 'current');
  const row = await selectOne<Row>(act, `${SELECT} WHERE h.encounter_id = ? AND h.shift_date = ? AND h.shift = ?`, [encounter.id, one.date, one.shift]);
  const patient = stillThere((await loadPatientsInList(act, [encounter.patientId])).get(encounter.patientId), 'patient');
  const sbar = row ? openSbar(act, row) : composeSbar(await handoverFacts(act, encounter, new Date(boundsOf(one, hospitalZone()).from)));
  const people = { nurse: (await assignedIn(act, lying.wardId, one)).get(encounter.id) ?? null, nextNurse: (await assignedIn(act, lying.wardId, nextShift(one))).get(encounter.id) ?? null };
  return { ...(row ? present(row) : { ...DRAFT, encounterId: encounter.id, wardId: lying.wardId, ...one }), patient, sbar, ...people };
}

/** Hand a patient over in one's own words. Until it is accepted it can be said again; then it stands. */
export async function giveHandover(act: Act, encounter: EncounterRow, version: number, sbar: Sbar): Promise<Handover> {
  const lying = await lyingOf(act, encounter.id);
  if (encounter.status !== 'in-progress' || !lying) throw unprocessable('not-on-a-ward', 'Only a patient who lies on a ward is handed over.');
  const one = shiftOf(act, 'current');
  const row = await selectOne<Row>(act, `${SELECT} WHERE h.encounter_id = ? AND h.shift_date = ? AND h.shift = ? FOR UPDATE`, [encounter.id, one.date, one.shift]);
  if (row?.status === 'accepted') throw conflict('handover-accepted', `${row.acceptedByName ?? 'The next nurse'} has accepted this handover already.`, { currentVersion: row.version });
  if ((row?.version ?? 0) !== version) throw staleVersion(row?.version ?? 0, row ? { id: row.givenById, name: row.givenByName } : null);
  const id = row?.id ?? newId();
  const sealed = act.database.cipher.sealJson({ table: 'shift_handovers', column: 'sbar_enc', id }, sbar);
  if (row) await execute(act, 'UPDATE shift_handovers SET sbar_enc = ?, given_by = ?, given_at = ?, version = version + 1 WHERE id = ?', [sealed, act.principal.id, act.now, id]);
  else await insert(act, [id, encounter.id, lying.wardId, one.date, one.shift, sealed, act.principal.id, act.now]);
  await recordStayEvent(act, encounter.id, 'handover-given', { type: 'handover', id });
  act.audits.push({ action: 'handover.given', resourceType: 'handover', resourceId: id, patientId: encounter.patientId });
  act.announcements.push({ topic: 'task', id });
  return readHandover(act, encounter);
}

/** Handovers a nurse has to give this shift, and those that wait to be accepted. */
export async function listHandovers(act: Act, wardIds: readonly string[] | null, scope: 'mine' | 'ward'): Promise<List> {
  const one = shiftOf(act, 'current');
  const [current, next] = [await assignedIn(act, null, one), await assignedIn(act, null, nextShift(one))];
  const lying = await select<{ encounterId: string; patientId: string; wardId: string }>(
    act,
    `SELECT e.id AS encounterId, e.patient_id AS patientId, l.ward_id AS wardId FROM encounter_locations l JOIN encounters e ON e.id = l.encounter_id JOIN beds b ON b.id = l.bed_id
     WHERE l.status = 'active' ${wardIds ? 'AND l.ward_id IN (:wardIds)' : ''} ORDER BY b.code LIMIT 500`,
    { wardIds: wardIds && wardIds.length > 0 ? [...wardIds] : ['-'] },
  );
  const given = await select<Row>(act, `${SELECT} WHERE ((h.status = 'given' AND ${IS_NEWEST}) OR (h.shift_date = :date AND h.shift = :shift)) ${wardIds ? 'AND h.ward_id IN (:wardIds)' : ''} ORDER BY h.given_at LIMIT 500`, { ...one, wardIds: wardIds && wardIds.length > 0 ? [...wardIds] : ['-'] });
  const patients = await loadPatientsInList(act, lying.map(({ patientId }) => patientId));
  trailList(act, { action: 'handover.list', resourceType: 'handover' }, patients.keys());
  const patientOf = new Map(lying.map(({ encounterId, patientId }) => [encounterId, patients.get(patientId)]));
  const people = (encounterId: string) => ({ nurse: current.get(encounterId) ?? null, nextNurse: next.get(encounterId) ?? null });
  const said = new Set(given.filter((row) => row.date === one.date && row.shift === one.shift).map(({ encounterId }) => encounterId));
  const toGive = lying.flatMap(({ encounterId, wardId }) => {
    const patient = patientOf.get(encounterId);
    const isMine = scope === 'ward' || current.get(encounterId)?.id === act.principal.id;
    return patient && isMine && !said.has(encounterId) ? [{ ...DRAFT, encounterId, wardId, ...one, patient, ...people(encounterId) }] : [];
  });
  const toAccept = given.filter(({ status }) => status === 'given').flatMap((row) => {
    const patient = patientOf.get(row.encounterId);
    const receiver = (row.date === one.date && row.shift === one.shift ? next : current).get(row.encounterId);
    // Nobody was given the patient: every nurse of the ward sees it, so that it is not forgotten.
    const isMine = scope === 'ward' || receiver?.id === act.principal.id || (!receiver && row.givenById !== act.principal.id);
    return patient && isMine ? [{ ...present(row), patient, ...people(row.encounterId) }] : [];
  });
  return { ...one, endsAt: new Date(boundsOf(one, hospitalZone()).until).toISOString(), toGive, toAccept };
}

const DRAFT = { id: null, status: 'draft' as const, givenBy: null, givenAt: null, acceptedBy: null, acceptedAt: null, version: 0 };

function present(row: Row): Omit<Handover, 'patient' | 'sbar' | 'nurse' | 'nextNurse'> {
  return {
    id: row.id, encounterId: row.encounterId, wardId: row.wardId, date: row.date, shift: row.shift, status: row.status, givenBy: { id: row.givenById, name: row.givenByName }, givenAt: row.givenAt.toISOString(),
    acceptedBy: row.acceptedById && row.acceptedByName ? { id: row.acceptedById, name: row.acceptedByName } : null, acceptedAt: row.acceptedAt?.toISOString() ?? null, version: row.version,
  };
}

function openSbar(act: Act, row: Row): Sbar {
  return act.database.cipher.openJson<Sbar>({ table: 'shift_handovers', column: 'sbar_enc', id: row.id }, row.sbarEnc) ?? { situation: '', background: '', assessment: '', recommendation: '' };
}

async function insert(act: Act, values: unknown[]): Promise<void> {
  try {
    await execute(act, 'INSERT INTO shift_handovers (id, encounter_id, ward_id, shift_date, shift, sbar_enc, given_by, given_at) VALUES (?)', [values]);
  } catch (error) {
    if (isDuplicateOf(error, 'one_handover_per_shift')) throw staleVersion(1);
    throw error;
  }
}
