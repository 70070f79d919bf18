import { type z } from 'zod';
import { readTexts } from '../../../db/models/table';
import { matchLines } from '../../../domain/claims/matchLines';
import { imbalance, splitOf } from '../../../domain/claims/settlement';
import { type ClaimStatus } from '../../../domain/claims/status';
import { type remittancesContract } from '../../contract/remittances';
import { type Act, select } from '../../http/act';
import { notFound } from '../../http/problem';
import { loadPatientsInList } from '../../presenters/patientInList';
import { openCents, readClaim, readLines } from '../claims/claimRow';
import { findPatientIds } from '../clinical/patients/nameSearch';
import { adjustedBy } from '../payer/applyAnswer';
import { liveAnswer, QUEUE_REASONS, type QueueReason, readAnswer, type StoredAnswer } from '../payer/remittanceRows';
import { searchOf } from './answerRows';

type Candidate = z.input<typeof remittancesContract.findClaimsForAnswer.reply>['items'][number];
type Preview = z.input<typeof remittancesContract.previewMatch.reply>;
const MOST = 20;
const SUGGESTED = "c.number = :number OR c.number LIKE :tail OR :number LIKE CONCAT('%', c.number, '%') OR (:payerNumber IS NOT NULL AND c.payer_claim_number = :payerNumber) OR c.patient_id IN (:patients) OR c.charge_cents IN (:charge, :negative)";
const TYPED = 'c.number LIKE :prefix OR c.patient_id IN (:patients) OR (:cents IS NOT NULL AND (c.charge_cents = :cents OR c.open_cents = :cents))';

interface Row { id: string; number: string; status: ClaimStatus; patientId: string; payerClaimNumber: string | null; serviceFrom: string; serviceThrough: string; chargeCents: number; openCents: number }
const SELECT = `SELECT c.id, c.number, c.status, c.patient_id AS patientId, c.payer_claim_number AS payerClaimNumber, c.service_from AS serviceFrom, c.service_through AS serviceThrough,
  c.charge_cents AS chargeCents, c.open_cents AS openCents FROM claims c`;

/** Claims of the payer that an answer may belong to: by what a person typed, or by number, patient and charge; most in common first. */
export async function findClaims(act: Act, answerId: string, q: string | undefined): Promise<Candidate[]> {
  const answer = await readAnswer(act, answerId);
  if (!answer) throw notFound();
  const patients = await patientsMeant(act, answer);
  const rows = await select<Row>(act, `${SELECT} WHERE c.payer_id = :payerId AND c.status <> 'entered-in-error' AND (${q ? TYPED : SUGGESTED}) ORDER BY c.created_at DESC, c.id DESC LIMIT 200`, {
    payerId: answer.payerId, prefix: searchOf(q)?.prefix ?? null, cents: (q ? searchOf(q)?.cents : null) ?? null, patients: q ? orNone(await findPatientIds(act, q)) : orNone(patients), number: answer.claimNumber,
    tail: `%${tailOf(answer.claimNumber)}`, payerNumber: answer.payerClaimNumber, charge: answer.settled.chargeCents, negative: -answer.settled.chargeCents,
  });
  const found = await present(act, rows, answer, new Set(patients));
  const shown = found.sort((a, b) => b.agrees.length - a.agrees.length).slice(0, MOST);
  act.audits.push({ action: 'remittance.claims-list', resourceType: 'claim', detail: { claims: shown.map(({ id }) => id) } });
  return shown;
}

/** What matching would do, without doing it: our lines, which of them the rules take, and what stands in the way. */
export async function previewMatch(act: Act, answerId: string, claimId: string): Promise<Preview> {
  const [answer, claim] = [await readAnswer(act, answerId), await readClaim(act, claimId)];
  if (!answer || !claim || claim.payerId !== answer.payerId) throw notFound();
  const [candidate] = await present(act, [{ ...claim, openCents: openCents(claim) }], answer, new Set(await patientsMeant(act, answer)));
  if (!candidate) throw notFound();
  const own = await readLines(act, claimId);
  const lines = own.map((line) => ({ number: line.number, procedure: line.procedureCode, modifiers: readTexts(line.modifiers), revenueCode: line.revenueCode, serviceDate: line.serviceDate, chargeCents: Number(line.chargeCents) }));
  act.audits.push({ action: 'remittance.match-preview', resourceType: 'claim', resourceId: claimId, patientId: claim.patientId });
  return {
    claim: candidate, obstacle: await obstacleTo(act, answer, claim), pairs: matchLines(lines, answer.settled.lines).map(({ number }) => number),
    lines: lines.map(({ number, procedure, modifiers, revenueCode, serviceDate, chargeCents }) => ({ number, code: [procedure ?? revenueCode ?? 'service', ...modifiers].join(' '), serviceDate, chargeCents })),
  };
}

async function obstacleTo(act: Act, { settled }: StoredAnswer, claim: NonNullable<Awaited<ReturnType<typeof readClaim>>>): Promise<string | null> {
  const live = await liveAnswer(act, claim.id);
  const split = splitOf(settled, Number(claim.priorCents));
  const moved = split.paidCents + adjustedBy(split);
  const reason = ((): QueueReason | null => {
    if (imbalance(settled) !== null) return 'out-of-balance';
    if (settled.statusCode === '22') return !live ? 'nothing-to-reverse' : live.settled.chargeCents !== -settled.chargeCents || live.settled.paidCents !== -settled.paidCents ? 'reversal-differs' : null;
    if (settled.chargeCents !== Number(claim.chargeCents)) return 'charge-differs';
    if (live) return 'already-settled';
    return claim.closedAt === null && moved > openCents(claim) ? 'more-than-open' : null;
  })();
  return reason === null ? null : QUEUE_REASONS[reason];
}

async function present(act: Act, rows: readonly Row[], answer: StoredAnswer, meant: ReadonlySet<string>): Promise<Candidate[]> {
  const patients = await loadPatientsInList(act, rows.map(({ patientId }) => patientId));
  return rows.map((row) => ({
    id: row.id, number: row.number, status: row.status, patient: patients.get(row.patientId) ?? null, serviceFrom: row.serviceFrom, serviceThrough: row.serviceThrough,
    chargeCents: Number(row.chargeCents), openCents: Number(row.openCents),
    agrees: [
      ...(tailOf(row.number) === tailOf(answer.claimNumber) || answer.claimNumber.includes(row.number) ? ['number' as const] : []), ...(row.payerClaimNumber !== null && row.payerClaimNumber === answer.payerClaimNumber ? ['payer number' as const] : []),
      ...(meant.has(row.patientId) ? ['patient' as const] : []), ...(Number(row.chargeCents) === Math.abs(answer.settled.chargeCents) ? ['charge' as const] : []), ...(row.serviceFrom === answer.serviceFrom ? ['date' as const] : []),
    ],
  }));
}

async function patientsMeant(act: Act, { patient }: StoredAnswer): Promise<string[]> {
  return patient?.name ? findPatientIds(act, patient.name) : [];
}

const orNone = (ids: readonly string[]): readonly string[] => (ids.length > 0 ? ids : ['-']);

/** A number as far as it survives retyping: its digits without leading zeros. */
function tailOf(number: string): string {
  return number.replace(/\D/g, '').replace(/^0+/, '') || number.toUpperCase();
}
