import { ApiProblem, contract } from '../../../api/client';
import { post } from '../../http/page';
import { type Reply, type Visit } from '../../http/visit';
import { maySeeFiles } from '../exchange/maySeeFiles';

type Inquiry = Reply<typeof contract.listEligibility>['items'][number];

/** Asking a payer about a coverage from the patient's record. */
export const coveragePages = [post('/patients/:patientId/coverages/:coverageId/eligibility', askPayer)];

async function askPayer(visit: Visit): Promise<void> {
  try {
    await visit.api.call(contract.askEligibility, { params: { coverageId: visit.param('coverageId') } });
    visit.redirect(`/patients/${visit.param('patientId')}/stays`, 'payer-asked');
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 422) throw error;
    visit.redirect(`/patients/${visit.param('patientId')}/stays`, 'payer-not-asked');
  }
}

const WHAT: Readonly<Record<string, string>> = { copay: 'Copay for a visit', deductible: 'Deductible', 'out-of-pocket': 'Out-of-pocket limit' };

/** The coverages with what their payers said last, and when they were asked; whoever may not see that sees the coverages. */
export async function coverageFacts(visit: Visit, patientId: string): Promise<object> {
  const mayRead = visit.has('registrar', 'billing', 'billing-supervisor', 'coder', 'manager', 'administrator', 'auditor');
  const [{ items: coverages }, { items: asked }] = await Promise.all([
    visit.api.call(contract.listCoverages, { params: { patientId }, query: { limit: 50 } }),
    mayRead ? visit.api.call(contract.listEligibility, { params: { patientId } }) : Promise.resolve({ items: [] as Inquiry[] }),
  ]);
  const mayAsk = visit.has('registrar', 'billing', 'billing-supervisor');
  const cards = coverages.map((coverage, index) => {
    const [last, ...earlier] = asked.filter(({ coverageId }) => coverageId === coverage.id);
    // What ended long ago is not asked about; the last one is, it may have been renewed.
    return { ...coverage, mayAsk: mayAsk && (coverage.activeToday || index === 0), asked: last ? { ...last, limits: limitsOf(last) } : null, coinsurance: last?.answer?.coinsuranceRate ? `${Math.round(last.answer.coinsuranceRate * 100)} % after the deductible` : null, earlier: earlier.length };
  });
  const isNow = ({ activeToday }: { activeToday: boolean }, index: number) => activeToday || index === 0;
  return { maySeeFile: maySeeFiles(visit), coverages: cards.filter(isNow), past: cards.filter((card, index) => !isNow(card, index)) };
}

/** Deductible and limits as rows: of the year, and what is left of it. */
function limitsOf({ answer }: Inquiry): { label: string; yearCents: number | null; leftCents: number | null }[] {
  const rows = new Map<string, { label: string; yearCents: number | null; leftCents: number | null }>();
  for (const { what, level, period, cents } of answer?.amounts ?? []) {
    const label = `${WHAT[what] ?? what}${what === 'copay' ? '' : `, ${level}`}`;
    const row = rows.get(label) ?? { label, yearCents: null, leftCents: null };
    if (period === 'left') row.leftCents = cents;
    else row.yearCents = cents;
    rows.set(label, row);
  }
  return [...rows.values()];
}
