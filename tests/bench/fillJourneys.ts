import { type Database } from '../../db/connect';
import { BulkConnection, type SqlValue } from '../../db/importers/bulk';
import { newId } from '../../db/newId';
import { STAGES } from '../../domain/journey/stages';
import { WAITS } from '../../domain/journey/waits';
import { makePayer } from '../factories/money';
import { chunks, FAMILIES, type FilledInbox, GIVEN, seeded } from './fillInbox';

export interface FilledJourneys {
  /** Running journeys in all, those of the inbox among them. */
  readonly journeys: number;
  readonly wardId: string;
  readonly payerId: string;
  /** A family name one in twenty bears, an MRN, a claim number and an encounter that are there. */
  readonly family: string;
  readonly mrn: string;
  readonly claimNumber: string;
  readonly encounterId: string;
}

const PAYERS = 12;
const CHUNK = 4_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WAIT_NAMES = Object.keys(WAITS);

/**
 * Fill the board up to `total` running journeys, beside those an inbox was filled with: sealed names with their search tokens, stages, wards,
 * payers, claims with their numbers, waits, deadlines and money as journeys have them. The inbox's own journeys follow from their tasks.
 */
export async function fillJourneys(database: Database, { wardIds }: Pick<FilledInbox, 'wardIds'>, total = 100_000): Promise<FilledJourneys> {
  const random = seeded(11);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const payers = [];
  while (payers.length < PAYERS) payers.push(await makePayer(database));
  const now = Date.now();
  const [there] = (await database.sequelize.query("SELECT COUNT(*) AS n FROM journeys WHERE status = 'running'"))[0] as { n: number }[];
  const missing = Array.from({ length: Math.max(0, total - Number(there?.n ?? 0)) }, (_, n) => n);
  let last = { encounterId: '', claimNumber: '', mrn: '' };
  for (const part of chunks(missing, CHUNK)) {
    const rows: Record<'patients' | 'tokens' | 'encounters' | 'accounts' | 'claims' | 'journeys' | 'stages', SqlValue[][]> = { patients: [], tokens: [], encounters: [], accounts: [], claims: [], journeys: [], stages: [] };
    for (const n of part) {
      const [patientId, encounterId, accountId, claimId, stage, payer] = [newId(), newId(), newId(), newId(), pick(STAGES), pick(payers)];
      const [family, given, mrn, claimNumber] = [pick(FAMILIES), pick(GIVEN), `M${30_000_000 + n}`, `BJ${n}`];
      const wardId = STAGES.indexOf(stage) < 4 ? pick(wardIds) : null;
      const stageAt = STAGES.indexOf(stage);
      const startedAt = new Date(now - Math.floor(random() * 60 * DAY_MS) - stageAt * HOUR_MS);
      const charge = stageAt >= 4 ? Math.floor(random() * 4_000_000) : 0;
      const hasClaim = stageAt >= 5;
      const place = (column: string) => ({ table: 'patients', column, id: patientId });
      const { cipher } = database;
      rows.patients.push([patientId, 'female', cipher.blindIndex('mrn', mrn), cipher.seal(place('mrn_enc'), mrn), cipher.sealJson(place('name_enc'), { family, given: [given] }), cipher.seal(place('birth_date_enc'), '1961-05-04')]);
      for (const token of cipher.searchTokens(`${family} ${given} ${mrn}`)) rows.tokens.push([token, patientId]);
      rows.encounters.push([encounterId, patientId, 'IMP', 'in-progress', sqlTime(startedAt), wardId]);
      if (hasClaim) {
        rows.accounts.push([accountId, `BJ-${n}`, patientId]);
        rows.claims.push([claimId, claimNumber, patientId, encounterId, accountId, payer.payerId, payer.planId, 'institutional', 'submitted', startedAt.toISOString().slice(0, 10), startedAt.toISOString().slice(0, 10), charge]);
        last = { encounterId, claimNumber, mrn };
      }
      const sla = random();
      rows.journeys.push([encounterId, patientId, `journey-${encounterId}`, 'running', stage, 'bench', pick(WAIT_NAMES), random() < 0.8 ? sqlTime(new Date(now + Math.floor((random() * 96 - 12) * HOUR_MS))) : null, wardId, payer.payerId, hasClaim ? claimId : null,
        random() < 0.01 ? 1 : 0, sla < 0.02 ? 'breached' : sla < 0.06 ? 'warned' : 'ok', stageAt < 4 ? Math.floor(random() ** 2 * 14) : null, charge, sqlTime(startedAt), sqlTime(new Date(startedAt.getTime() + Math.floor(random() * (now - startedAt.getTime())))), sqlTime(new Date(now))]);
      rows.stages.push([encounterId, stage, 'current', sqlTime(startedAt)]);
    }
    await database.sequelize.transaction(async (transaction) => {
      const bulk = BulkConnection.of(transaction);
      await bulk.insert('patients', ['id', 'administrative_gender', 'mrn_index', 'mrn_enc', 'name_enc', 'birth_date_enc'], rows.patients);
      await bulk.insert('patient_search_tokens', ['token', 'patient_id'], rows.tokens);
      await bulk.insert('encounters', ['id', 'patient_id', 'class_code', 'status', 'period_start', 'ward_id'], rows.encounters);
      await bulk.insert('accounts', ['id', 'number', 'patient_id'], rows.accounts);
      await bulk.insert('claims', ['id', 'number', 'patient_id', 'encounter_id', 'account_id', 'payer_id', 'plan_id', 'type', 'status', 'service_from', 'service_through', 'charge_cents'], rows.claims);
      await bulk.insert('journeys', ['id', 'patient_id', 'workflow_id', 'status', 'stage', 'step', 'waiting_for', 'waiting_until', 'ward_id', 'payer_id', 'claim_id', 'open_incidents', 'sla_state', 'news2', 'money_cents', 'started_at', 'stage_started_at', 'updated_at'], rows.journeys);
      await bulk.insert('journey_stages', ['journey_id', 'stage', 'status', 'started_at'], rows.stages);
    });
  }
  await showTasks(database);
  return { journeys: total, wardId: wardIds[3] ?? '', payerId: payers[0]?.payerId ?? '', family: 'Pemberton', ...last };
}

function sqlTime(time: Date): string {
  return time.toISOString().replace('T', ' ').replace('Z', '');
}

/** The rows of journeys with open tasks, as refreshJourney writes them. */
async function showTasks(database: Database): Promise<void> {
  await database.sequelize.query(`UPDATE journeys j JOIN (
      SELECT journey_id, COUNT(*) AS open, MIN(due_at) AS due, SUBSTRING_INDEX(GROUP_CONCAT(type ORDER BY due_at, id), ',', 1) AS type, SUBSTRING_INDEX(GROUP_CONCAT(role ORDER BY due_at, id), ',', 1) AS role
      FROM tasks WHERE is_open = 1 AND journey_id IS NOT NULL GROUP BY journey_id) t ON t.journey_id = j.id
    SET j.open_tasks = t.open, j.waiting_for = t.type, j.waiting_until = t.due, j.owner_role = t.role`);
}
