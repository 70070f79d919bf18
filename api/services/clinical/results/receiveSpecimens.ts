import { SPECIMEN_LABELS, type SpecimenKind } from '../../../../domain/clinical/labTests';
import { type RowValue } from '../../../../domain/tasks/form';
import { type Act, executeLater, selectOnce, selectOne } from '../../../http/act';
import { invalid } from '../../../http/problem';
import { type EncounterRow } from '../../encounters/encounterRow';
import { recordJourneyEvent } from '../../journeys/events';
import { loadDisplays } from '../concepts';

export interface SpecimenToReceive {
  readonly id: string;
  readonly serviceRequestId: string;
  readonly accession: string;
  readonly orderName: string;
  readonly kindLabel: string;
  readonly collectedAt: Date | null;
}

/** Specimens on their way to the laboratory (of one round, when given). */
export async function specimensToReceive(act: Act, encounterId: string, round: number | null): Promise<SpecimenToReceive[]> {
  const rows = await selectOnce<{ id: string; serviceRequestId: string; accession: string; kind: SpecimenKind; collectedAt: Date | null; systemCode: string; code: string }>(
    act,
    `SELECT s.id, s.service_request_id AS serviceRequestId, s.accession, s.kind, s.collected_at AS collectedAt, r.system_code AS systemCode, r.code
     FROM specimens s JOIN service_requests r ON r.id = s.service_request_id
     WHERE s.encounter_id = :encounterId AND s.status = 'available' AND s.received_at IS NULL AND r.status = 'active' ${round === null ? '' : 'AND r.round_number = :round'} ORDER BY r.round_number, r.id`,
    { encounterId, round },
  );
  const display = await loadDisplays(act, rows);
  return rows.map(({ kind, systemCode, code, ...row }) => ({ ...row, orderName: display(systemCode, code), kindLabel: SPECIMEN_LABELS[kind] ?? kind }));
}

/**
 * The laboratory takes specimens in, or rejects them with a reason. An order whose specimen was rejected is not lost: it becomes a round of
 * its own, to be drawn again. `recollect` is that round. Called with the encounter's row locked.
 */
export async function receiveSpecimens(act: Act, encounter: EncounterRow, specimens: readonly SpecimenToReceive[], decisions: readonly RowValue[]): Promise<{ accepted: number; rejected: number; recollect: number | null }> {
  requireOwnLabels(specimens, decisions);
  const rejection = new Map(decisions.flatMap((row) => (row['decision'] === 'reject' ? [[row.id, String(row['rejection'])] as const] : [])));
  const accepted = specimens.filter(({ id }) => !rejection.has(id));
  const rejected = specimens.filter(({ id }) => rejection.has(id));
  if (accepted.length > 0) await executeLater(act, 'UPDATE specimens SET received_at = ?, received_by = ? WHERE id IN (?)', [act.now, act.principal.id, accepted.map(({ id }) => id)]);
  for (const { id } of rejected) await executeLater(act, "UPDATE specimens SET status = 'unsatisfactory', rejection = ?, rejected_at = ?, rejected_by = ? WHERE id = ?", [rejection.get(id), act.now, act.principal.id, id]);
  const recollect = rejected.length > 0 ? await drawAgain(act, encounter, rejected.map(({ serviceRequestId }) => serviceRequestId)) : null;
  return { accepted: accepted.length, rejected: rejected.length, recollect };
}

/** A label that was scanned is that of the specimen in the row: tubes that lie side by side are easily swapped. */
function requireOwnLabels(specimens: readonly SpecimenToReceive[], decisions: readonly RowValue[]): void {
  const errors = decisions.flatMap((row, index) => {
    const specimen = specimens.find(({ id }) => id === row.id);
    const label = row['label'];
    return typeof label === 'string' && specimen && label.trim().toUpperCase() !== specimen.accession ? [{ field: `specimens[${index}].label`, message: `This is not the label of ${specimen.accession}. Take the right specimen, or leave the field empty.` }] : [];
  });
  if (errors.length > 0) throw invalid(errors, 'The form is not complete.');
}

async function drawAgain(act: Act, encounter: EncounterRow, requestIds: readonly string[]): Promise<number> {
  const last = await selectOne<{ round: number }>(act, "SELECT MAX(round_number) AS round FROM service_requests WHERE encounter_id = ? AND category = 'laboratory'", [encounter.id]);
  const round = Number(last?.round ?? 0) + 1;
  await executeLater(act, 'UPDATE service_requests SET round_number = ?, version = version + 1 WHERE id IN (?)', [round, requestIds]);
  const journey = await selectOne<{ stage: string }>(act, 'SELECT stage FROM journeys WHERE id = ?', [encounter.id]);
  if (journey) await recordJourneyEvent(act, { journeyId: encounter.id, stage: journey.stage, activity: 'specimen-rejected', dedupId: `specimen-rejected/${encounter.id}/${round}` });
  act.announcements.push({ topic: 'journey', id: encounter.id, roles: ['nurse', 'charge-nurse', 'physician'] });
  return round;
}
