import { certainTarget, type CrosswalkTarget } from '../../../crosswalk';
import { newId } from '../../../newId';
import { stableLetters } from '../../../stableId';
import { type SqlValue } from '../../bulk';
import { type EncounterRef, type ImportSession, type PayerRef, SOURCE } from '../session';
import { type PastClaim, pastOperations } from './money';
import { type ClaimHead } from './staging';

/** A claim with everything it refers to found. */
export interface ReadyClaim {
  readonly head: ClaimHead;
  readonly encounter: EncounterRef;
  readonly payer: PayerRef;
  readonly coverageId: string | null;
  readonly accountId: string;
  readonly number: string;
  readonly past: PastClaim;
  /** The code system of each line, in order. */
  readonly systems: readonly string[];
  /** ICD-10-CM, in order of rank. */
  readonly diagnoses: readonly string[];
  /** Diagnoses the crosswalk has no certain code for. */
  readonly uncoded: number;
}

/** What the crosswalk says about a code. */
export type Targets = (system: string, code: string) => readonly CrosswalkTarget[];

/** Write claims, table by table, parents first. */
export async function writeClaims(session: ImportSession, claims: readonly ReadyClaim[], targets: Targets): Promise<void> {
  await writeAccounts(session, claims);
  await writeHeads(session, claims);
  await writeLines(session, claims, targets);
  await writeLedger(session, claims);
  await session.touch(claims.map(({ head }) => head.patientId));
}

async function writeAccounts(session: ImportSession, claims: readonly ReadyClaim[]): Promise<void> {
  const wanted = new Map(claims.map((claim) => [claim.accountId, claim]));
  if (wanted.size === 0) return;
  const rows = await session.inside.select<{ id: string }>('SELECT id FROM accounts WHERE id IN (?)', [[...wanted.keys()]]);
  for (const { id } of rows) wanted.delete(id);
  await session.inside.insert('accounts', ['id', 'number', 'patient_id', 'encounter_id', 'status'], [...wanted.values()].map(({ accountId, head, encounter }) => [
    accountId, `SA${stableLetters(12, 'account', encounter.id)}`, head.patientId, encounter.id, 'inactive',
  ]));
  const owing = [...new Set(claims.filter(({ past }) => past.openCents !== 0).map(({ accountId }) => accountId))];
  if (owing.length > 0) await session.inside.execute("UPDATE accounts SET status = 'active' WHERE id IN (?)", [owing]);
}

const HEAD = [
  'id', 'number', 'patient_id', 'encounter_id', 'account_id', 'coverage_id', 'payer_id', 'plan_id', 'type', 'status', 'service_from', 'service_through',
  'charge_cents', 'paid_cents', 'adjustment_cents', 'patient_cents', 'submitted_at', 'closed_at', 'source', 'source_id',
];

async function writeHeads(session: ImportSession, claims: readonly ReadyClaim[]): Promise<void> {
  await session.inside.insert('claims', HEAD, claims.map(({ head, number, encounter, accountId, coverageId, payer, past }) => {
    // Settled to the cent, or closed with something left: both are over. What is open and not closed was still with the payer.
    const isClosed = !session.onlyCharges && (head.isClosed || past.openCents === 0);
    const from = head.servedAt.slice(0, 10);
    return [
      head.id, number, head.patientId, encounter.id, accountId, coverageId, payer.id, payer.planId, head.type, isClosed ? 'closed' : 'submitted',
      from, encounter.endsOn > from ? encounter.endsOn : from, past.chargeCents, past.paidCents, past.adjustmentCents, past.patientCents,
      head.servedAt, isClosed ? head.billedAt : null, SOURCE, head.id,
    ];
  }));
  await session.inside.insert('claim_diagnoses', ['claim_id', 'rank_order', 'code'], claims.flatMap(({ head, diagnoses }) => diagnoses.map((code, index) => [head.id, index + 1, code])));
}

const CATEGORIES: Readonly<Record<string, string>> = { RXNORM: 'medicine', CVX: 'immunization' };

async function writeLines(session: ImportSession, claims: readonly ReadyClaim[], targets: Targets): Promise<void> {
  const charges: SqlValue[][] = [];
  const lines: SqlValue[][] = [];
  for (const { head, encounter, accountId, past, systems } of claims) {
    past.lines.forEach((line, index) => {
      const system = systems[index] ?? 'SNOMED';
      const known = targets(system, line.code);
      const [procedure, revenue] = [certainTarget(known, 'HCPCS'), certainTarget(known, 'REVENUE')];
      const isVisit = line.code === encounter.typeCode;
      const chargeId = newId();
      charges.push([
        chargeId, accountId, head.patientId, encounter.id, 'synthea-transaction', line.transactionId, system, line.code, procedure, revenue, line.units, line.chargeCents, line.on, 'billed',
        isVisit ? 'visit' : (CATEGORIES[system] ?? 'procedure'),
      ]);
      const adjustments = line.adjustmentCents === 0 ? [] : [{ group: 'CO', reason: '45', cents: line.adjustmentCents }];
      lines.push([
        newId(), head.id, index + 1, chargeId, procedure, revenue, line.units, line.chargeCents, line.on, isVisit ? 1 : 0, line.chargeCents - line.adjustmentCents, line.paidCents, JSON.stringify(adjustments),
      ]);
    });
  }
  await session.inside.insert('charge_items',
    ['id', 'account_id', 'patient_id', 'encounter_id', 'origin_type', 'origin_id', 'system_code', 'code', 'procedure_code', 'revenue_code', 'units', 'amount_cents', 'service_date', 'status', 'category'], charges);
  await session.inside.insert('claim_lines',
    ['id', 'claim_id', 'number', 'charge_item_id', 'procedure_code', 'revenue_code', 'units', 'charge_cents', 'service_date', 'is_visit', 'allowed_cents', 'paid_cents', 'adjustments'], lines);
}

async function writeLedger(session: ImportSession, claims: readonly ReadyClaim[]): Promise<void> {
  const operations: SqlValue[][] = [];
  const entries: SqlValue[][] = [];
  const payments: SqlValue[][] = [];
  for (const { head, accountId, past } of claims) {
    for (const { kind, part, entries: drafts, payment } of pastOperations(past, { accountId, claimId: head.id })) {
      const [operationId, dedupId] = [newId(), `${SOURCE}/${head.id}/${part}`];
      const at = kind === 'charge' ? head.servedAt : head.billedAt;
      operations.push([operationId, kind, dedupId, at]);
      for (const draft of drafts) entries.push([operationId, draft.ledgerAccount, draft.accountId ?? null, draft.claimId ?? null, draft.cents, at]);
      if (payment) payments.push([newId(), accountId, head.id, 'patient', payment.method, payment.cents, at, operationId, dedupId]);
    }
  }
  await session.inside.insert('ledger_operations', ['id', 'kind', 'dedup_id', 'posted_at'], operations);
  await session.inside.insert('ledger_entries', ['operation_id', 'ledger_account', 'account_id', 'claim_id', 'cents', 'posted_at'], entries);
  await session.inside.insert('payments', ['id', 'account_id', 'claim_id', 'payer_kind', 'method', 'cents', 'received_at', 'operation_id', 'dedup_id'], payments);
}
