import { readTexts } from '../../../db/models/table';
import { type BilledClaim, type BilledLine, type Stay } from '../../../domain/claims/signals/facts';
import { type Act, select } from '../../http/act';
import { hospitalIso } from '../staff/hospitalZone';

type Reader = Pick<Act, 'database' | 'transaction'>;

interface ClaimRow {
  id: string; number: string; patientId: string; encounterId: string | null; type: BilledClaim['type']; classCode: string | null; serviceFrom: string; serviceThrough: string; chargeCents: number;
  createdAt: Date; isOut: number; primaryClaimId: string | null;
}
interface LineRow {
  claimId: string; number: number; systemCode: string | null; code: string | null; procedure: string | null; revenueCode: string | null; modifiers: unknown; units: number; chargeCents: number; serviceDate: string;
  service: string | null; department: string | null;
}

/** Claims of these patients as the signals read them, those that stand, oldest first. */
export async function readBilledClaims(act: Reader, patientIds: readonly string[]): Promise<BilledClaim[]> {
  if (patientIds.length === 0) return [];
  const heads = await select<ClaimRow>(
    act,
    `SELECT c.id, c.number, c.patient_id AS patientId, c.encounter_id AS encounterId, c.type, e.class_code AS classCode, c.service_from AS serviceFrom, c.service_through AS serviceThrough, c.charge_cents AS chargeCents,
       c.created_at AS createdAt, c.submitted_at IS NOT NULL OR c.closed_at IS NOT NULL AS isOut, c.primary_claim_id AS primaryClaimId
     FROM claims c LEFT JOIN encounters e ON e.id = c.encounter_id WHERE c.patient_id IN (:patientIds) AND c.status NOT IN ('voided', 'entered-in-error') ORDER BY c.created_at, c.id`,
    { patientIds },
  );
  if (heads.length === 0) return [];
  const claimIds = heads.map(({ id }) => id);
  const [lines, codes] = await Promise.all([
    linesOf(act, claimIds),
    select<{ claimId: string; code: string }>(act, 'SELECT claim_id AS claimId, code FROM claim_diagnoses WHERE claim_id IN (:claimIds) ORDER BY claim_id, rank_order', { claimIds }),
  ]);
  const diagnoses = grouped(codes, ({ claimId }) => claimId);
  const primaryOf = new Map(heads.map(({ id, primaryClaimId }) => [id, primaryClaimId]));
  return heads.map(({ classCode, createdAt, isOut, primaryClaimId: _primary, ...head }) => ({
    ...head, classCode: classCode ?? '', chargeCents: Number(head.chargeCents), createdAt: createdAt.toISOString(), isOut: Number(isOut) === 1, family: rootOf(head.id, primaryOf),
    diagnoses: (diagnoses.get(head.id) ?? []).map(({ code }) => code), lines: lines.get(head.id) ?? [],
  }));
}

async function linesOf(act: Reader, claimIds: readonly string[]): Promise<Map<string, BilledLine[]>> {
  const rows = await select<LineRow>(
    act,
    `SELECT l.claim_id AS claimId, l.number, i.system_code AS systemCode, i.code, l.procedure_code AS \`procedure\`, l.revenue_code AS revenueCode, l.modifiers, l.units, l.charge_cents AS chargeCents, l.service_date AS serviceDate,
       s.display AS service, r.display AS department
     FROM claim_lines l LEFT JOIN charge_items i ON i.id = l.charge_item_id LEFT JOIN concepts s ON s.system_code = i.system_code AND s.code = i.code
     LEFT JOIN concepts r ON r.system_code = 'REVENUE' AND r.code = l.revenue_code WHERE l.claim_id IN (:claimIds) ORDER BY l.claim_id, l.number`,
    { claimIds },
  );
  return new Map([...grouped(rows, ({ claimId }) => claimId)].map(([claimId, own]) => [claimId, own.map(toLine)]));
}

function toLine({ claimId: _, systemCode, code, service, department, modifiers, ...row }: LineRow): BilledLine {
  return { ...row, chargeCents: Number(row.chargeCents), modifiers: readTexts(modifiers), service: serviceKey(systemCode, code, row), words: wordsOf(service ?? department, row) };
}

/** The most exact code there is: what was recorded, else what is billed. */
function serviceKey(systemCode: string | null, code: string | null, { procedure, revenueCode }: Pick<LineRow, 'procedure' | 'revenueCode'>): string {
  if (systemCode !== null && code !== null) return `${systemCode}|${code}`;
  return procedure === null ? `REVENUE|${revenueCode ?? ''}` : `HCPCS|${procedure}`;
}

/** SNOMED CT ends its names with the kind of concept; people do not. */
function wordsOf(display: string | null, { procedure, revenueCode, number }: Pick<LineRow, 'procedure' | 'revenueCode' | 'number'>): string {
  return display?.replace(/ \([a-z/ ]+\)$/, '') ?? procedure ?? (revenueCode === null ? `Line ${number}` : `Revenue code ${revenueCode}`);
}

/** The first claim of a chain of payers. */
function rootOf(claimId: string, primaryOf: ReadonlyMap<string, string | null>): string {
  const before = primaryOf.get(claimId) ?? null;
  return before === null ? claimId : rootOf(before, primaryOf);
}

/** An encounter as the signals read it, with what the demonstration plays again. */
export interface RecordedStay extends Stay {
  readonly patientId: string;
  /** A past encounter played again: its time is not the patient's own. */
  readonly isReplay: boolean;
}

/** Encounters of these patients that took place. */
export async function readStays(act: Reader, patientIds: readonly string[]): Promise<RecordedStay[]> {
  if (patientIds.length === 0) return [];
  const rows = await select<{ id: string; patientId: string; classCode: string; periodStart: Date; periodEnd: Date | null; practitionerId: string | null; isReplay: number }>(
    act,
    `SELECT id, patient_id AS patientId, class_code AS classCode, period_start AS periodStart, period_end AS periodEnd, practitioner_id AS practitionerId, replay_of_encounter_id IS NOT NULL AS isReplay
     FROM encounters WHERE patient_id IN (:patientIds) AND status NOT IN ('planned', 'cancelled', 'entered-in-error')`,
    { patientIds },
  );
  return rows.map(({ id, periodStart, periodEnd, isReplay, ...row }) => ({ ...row, encounterId: id, from: hospitalIso(periodStart), to: periodEnd && hospitalIso(periodEnd), isReplay: Number(isReplay) === 1 }));
}

/** When these patients died, ISO; those who did. */
export async function readDeaths(act: Reader, patientIds: readonly string[]): Promise<Map<string, string>> {
  if (patientIds.length === 0) return new Map();
  const rows = await select<{ id: string; at: Date }>(act, 'SELECT id, deceased_at AS at FROM patients WHERE id IN (:patientIds) AND deceased_at IS NOT NULL', { patientIds });
  return new Map(rows.map(({ id, at }) => [id, hospitalIso(at)]));
}

/** Rows by a key, each in the order they came. */
export function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
