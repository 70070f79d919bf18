import { type z } from 'zod';
import { adjudicate } from '../../../domain/adjudication';
import { type ClaimInput, type PlanInput } from '../../../domain/adjudication/input';
import { findUnderpayment, isDeniedAsWhole, payableLines, type UnderpaidLine } from '../../../domain/claims/underpayment';
import { DAY_MS } from '../../../domain/time';
import { type claimDeskContract } from '../../contract/claimDesk';
import { type Act } from '../../http/act';
import { decodeCursor, encodeCursor } from '../../http/cursor';
import { loadPatientsInList } from '../../presenters/patientInList';
import { type AnsweredClaim, type AnsweredLine, loadAnswered } from './underpayments/answered';
import { metBefore } from './underpayments/metBefore';
import { hospitalDay } from '../staff/hospitalZone';

type Query = z.output<typeof claimDeskContract.listUnderpayments.query>;
type Page = z.input<typeof claimDeskContract.listUnderpayments.reply>;

interface Underpaid {
  readonly answered: AnsweredClaim;
  readonly lines: UnderpaidLine[];
  readonly differenceCents: number;
}

/**
 * Every claim answered in the window, adjudicated again by its plan's rules on where the member stood before it, against what was paid; the
 * largest difference first. Denials are left to their queues, secondary claims to the primary's answer. Nothing is stored: the plan or the
 * answer may be corrected tomorrow.
 */
export async function listUnderpayments(act: Act, query: Query): Promise<Page> {
  const found: Underpaid[] = [];
  let checked = 0;
  for await (const batch of loadAnswered(act, new Date(act.now.getTime() - query.days * DAY_MS), query.payerId)) {
    const met = await metBefore(act, batch);
    for (const answered of batch) {
      const lines = checkAgain(answered, met(answered));
      checked += 1;
      if (lines.length > 0) found.push({ answered, lines, differenceCents: lines.reduce((sum, line) => sum + line.differenceCents, 0) });
    }
  }
  found.sort((one, other) => other.differenceCents - one.differenceCents || (one.answered.claimId < other.answered.claimId ? -1 : 1));
  const from = Number(decodeCursor(query.cursor, 1)?.[0] ?? 0);
  const shown = found.slice(from, from + query.limit);
  const patients = await loadPatientsInList(act, shown.map(({ answered }) => answered.patientId));
  return {
    items: shown.map(({ answered, lines, differenceCents }) => ({
      claim: { id: answered.claimId, number: answered.number }, payer: { id: answered.payerId, name: answered.payerName }, patient: patients.get(answered.patientId)?.name ?? null, answeredOn: hospitalDay(answered.receivedAt),
      expectedCents: lines.reduce((sum, line) => sum + line.expectedCents, 0), paidCents: lines.reduce((sum, line) => sum + line.paidCents, 0), differenceCents, lines,
    })),
    nextCursor: found.length > from + query.limit ? encodeCursor([from + query.limit]) : null, total: found.length, checked, differenceCents: found.reduce((sum, one) => sum + one.differenceCents, 0),
  };
}

/** The lines that were paid less than the plan provides; none when the plan on file cannot be applied. */
function checkAgain(answered: AnsweredClaim, accumulators: ReturnType<Awaited<ReturnType<typeof metBefore>>>): UnderpaidLine[] {
  const { settled, lines } = answered;
  if (isDeniedAsWhole(settled)) return [];
  const own = lines.map(({ number, procedure, modifiers, revenueCode, serviceDate, chargeCents }) => ({ number, procedure, modifiers, revenueCode, serviceDate, chargeCents }));
  const payable = payableLines(own, settled);
  const asked = settled.lines.length === 0 ? lines : lines.filter(({ number }) => payable.has(number));
  if (asked.length === 0) return [];
  const member = { found: true, coverage: [{ from: answered.serviceFrom, to: answered.serviceThrough }], accumulators };
  try {
    return findUnderpayment(own, settled, adjudicate({ receivedOn: answered.sentOn, plan: answered.plan as PlanInput, member, claim: toClaim(answered, asked) }));
  } catch {
    return [];
  }
}

/** The claim with the lines the payer did not deny. What it paid for was authorised: an authorisation that is missing here is no reason to expect less. */
function toClaim(answered: AnsweredClaim, lines: readonly AnsweredLine[]): ClaimInput {
  return {
    number: answered.number, type: answered.type, frequency: '1', serviceFrom: answered.serviceFrom, serviceThrough: answered.serviceThrough, diagnoses: answered.diagnoses, drg: answered.drg,
    authorizations: lines.flatMap(({ procedure }) => procedure ?? []),
    lines: lines.map(({ number, procedure, modifiers, units, chargeCents, serviceDate, isVisit, revenueCode }) => ({ number, procedure, modifiers, units, chargeCents, serviceDate, visit: isVisit, revenueCode })),
  };
}
