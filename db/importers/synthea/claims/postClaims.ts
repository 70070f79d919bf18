import { certainTarget, crosswalkKey, type CrosswalkRow, SELECT, targetsByCode } from '../../../crosswalk';
import { stableId, stableLetters } from '../../../stableId';
import { RowRejected } from '../../failure';
import { type FileReport } from '../../report';
import { coverageFinder, type CoverageFinder } from '../files/coverageFinder';
import { type EncounterRef, type ImportSession, type PayerRef, type Read } from '../session';
import { asSent, pastClaim } from './money';
import { selfPayer } from './selfPay';
import { type ClaimHead } from './staging';
import { type Transaction } from './transaction';
import { type ReadyClaim, type Targets, writeClaims } from './writeClaims';

/** Claims are put together this many at a time. */
const BATCH = 300;

interface Reports {
  readonly claims: FileReport;
  readonly transactions: FileReport;
}

/** The account of an encounter: one, however many claims it has. */
export function accountIdOf(encounterId: string): string {
  return stableId('account', encounterId);
}

/**
 * Make claims of what is staged: head, lines, diagnoses, charges, ledger. A claim is kept whole or not at all; one that is
 * left out takes its transactions along, each reported.
 */
export async function postClaims(session: ImportSession, brokenClaims: ReadonlyMap<string, number>, reports: Reports, onClaims: (count: number) => void = () => undefined): Promise<void> {
  const targets = await loadCrosswalk(session);
  for (let after = 0; ;) {
    const rows = await session.inside.select<{ line: number; head: string }>('SELECT line, head FROM import_claims WHERE line > ? ORDER BY line LIMIT ?', [after, BATCH]);
    const last = rows.at(-1);
    if (!last) return;
    after = last.line;
    const heads = rows.map(({ line, head }): Read<ClaimHead> => ({ line, value: JSON.parse(head) as ClaimHead }));
    await postBatch(session, heads, targets, brokenClaims, reports);
    onClaims(heads.length);
  }
}

async function postBatch(session: ImportSession, heads: readonly Read<ClaimHead>[], targets: Targets, brokenClaims: ReadonlyMap<string, number>, reports: Reports): Promise<void> {
  const transactions = await transactionsOf(session, heads.map(({ value }) => value.id));
  const withParents = await session.placed(reports.claims, heads, { patient: 'PATIENTID', encounter: 'APPOINTMENTID' });
  const payers = await session.payers(heads.map(({ value }) => value.payerId));
  const coverageOf = await coverageFinder(session, withParents.map(({ value }) => value.patientId));
  const selfPay = heads.some(({ value }) => value.payerId === null) ? await selfPayer(session) : null;
  const ready: ReadyClaim[] = [];
  for (const { line, value: head, encounter } of withParents) {
    const rows = transactions.get(head.id) ?? [];
    try {
      const broken = brokenClaims.get(head.id);
      if (broken !== undefined) throw new RowRejected('Id', `names a claim whose transaction on line ${broken} could not be read`);
      const payer = head.payerId === null ? selfPay : payers.get(head.payerId);
      if (!payer) throw new RowRejected('PRIMARYPATIENTINSURANCEID', 'names no payer that was kept');
      if (!encounter) throw new RowRejected('APPOINTMENTID', 'is missing');
      if (rows.some(({ value }) => value.patientId !== head.patientId)) throw new RowRejected('PATIENTID', 'is another one in the transactions');
      ready.push(assemble(session, head, encounter, payer, coverageOf, rows.map(({ value }) => value), targets));
      transactions.delete(head.id);
      reports.claims.kept += 1;
      reports.transactions.kept += rows.length;
    } catch (error) {
      if (!(error instanceof RowRejected)) throw error;
      reports.claims.reject(line, error.field, error.reason);
    }
  }
  for (const rows of transactions.values()) for (const { line } of rows) reports.transactions.reject(line, 'CLAIMID', 'names a claim that was left out');
  countUncoded(ready, reports);
  await writeClaims(session, ready, targets);
}

function assemble(session: ImportSession, head: ClaimHead, encounter: EncounterRef, payer: PayerRef, coverageOf: CoverageFinder, transactions: readonly Transaction[], targets: Targets): ReadyClaim {
  const past = session.onlyCharges ? pastClaim(asSent(transactions), true) : pastClaim(transactions, payer.kind !== 'self-pay');
  const systems = past.lines.map(({ code }) => session.systemOfService(code));
  past.lines.forEach(({ code, display }, index) => session.concept(systems[index] ?? 'SNOMED', code, display));
  const coded = [...new Set(head.diagnoses)].map((code) => certainTarget(targets('SNOMED', code), 'ICD10CM'));
  return {
    head, encounter, payer, past, systems, coverageId: coverageOf(head.patientId, head.payerId, encounter.startsOn),
    accountId: accountIdOf(encounter.id), number: `S${stableLetters(12, 'claim', head.id)}`, diagnoses: [...new Set(coded.filter((code) => code !== null))], uncoded: coded.filter((code) => code === null).length,
  };
}

function countUncoded(ready: readonly ReadyClaim[], { claims }: Reports): void {
  for (const { diagnoses, uncoded, past } of ready) {
    if (uncoded > 0) claims.note('diagnoses are not on their claim: the crosswalk has no certain ICD-10-CM code', uncoded);
    if (diagnoses.length === 0) claims.note('claims have no coded diagnosis at all');
    if (past.openCents < 0) claims.note('claims were paid beyond their charge; the rest is owed back');
  }
}

async function transactionsOf(session: ImportSession, claimIds: readonly string[]): Promise<Map<string, Read<Transaction>[]>> {
  const rows = await session.inside.select<{ line: number; claimId: string; body: string }>(
    'SELECT line, claim_id AS claimId, body FROM import_transactions WHERE claim_id IN (?) ORDER BY claim_id, line', [[...claimIds]]);
  const byClaim = new Map<string, Read<Transaction>[]>();
  for (const { line, claimId, body } of rows) {
    const list = byClaim.get(claimId) ?? [];
    list.push({ line, value: JSON.parse(body) as Transaction });
    byClaim.set(claimId, list);
  }
  return byClaim;
}

async function loadCrosswalk(session: ImportSession): Promise<Targets> {
  const targets = targetsByCode(await session.inside.select<CrosswalkRow>(SELECT));
  return (system, code) => targets.get(crosswalkKey({ system, code })) ?? [];
}
