import { contract } from '../../../api/client';
import { RETENTION_KINDS, type RetentionKindName } from '../../../domain/privacy/retention';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { type FlashCode } from '../../http/flash';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';

const DAYS_A_YEAR = 365.25;

/** How long records are kept, and what is past it: count first, then remove. */
export const retentionPages = [
  get('/retention', (visit) => showRetention(visit)),
  post('/retention/periods', (visit) => change(visit, 'period-set', (text) => visit.api.call(contract.setRetentionPeriod, { body: { kind: text('kind') as RetentionKindName, days: Number(text('days')), version: Number(text('version')) } }))),
  post('/retention/runs', (visit) => change(visit, 'retention-counted', () => visit.api.call(contract.runRetention, { body: {} }))),
  post('/retention/runs/:runId', (visit) => change(visit, 'retention-removed', () => visit.api.call(contract.runRetention, { body: { dryRunId: visit.param('runId') } }))),
];

async function showRetention(visit: Visit, refusal: RefusedForm | null = null): Promise<void> {
  const { periods, runs, standingHolds } = await visit.api.call(contract.readRetention, {});
  const mayWrite = visit.has('administrator');
  const dayAgo = new Date(visit.now.getTime() - 86_400_000).toISOString();
  visit.render('retention/retention', {
    ...refusal, errors: refusal?.errors ?? {}, mayWrite, standingHolds,
    periods: periods.map((period) => ({ ...period, years: (period.days / DAYS_A_YEAR).toFixed(1).replace(/\.0$/, '') })),
    runs: runs.map((run, index) => ({
      ...run, counts: run.counts.map((count) => ({ ...count, label: RETENTION_KINDS[count.kind].label, noun: count.kind === 'clinical' ? 'patient' : 'row' })), total: run.counts.reduce((sum, { records }) => sum + records, 0),
      mayApply: mayWrite && index === 0 && run.isDry && !run.isDone && run.ranAt > dayAgo && run.counts.some(({ records }) => records > 0),
    })),
  }, { status: refusal?.status ?? 200 });
}

async function change(visit: Visit, flash: FlashCode, perform: (text: (name: string) => string) => Promise<unknown>): Promise<void> {
  try {
    await perform((name) => visit.posted.get(name)?.trim() ?? '');
    visit.redirect('/retention', flash);
  } catch (error) {
    await showRetention(visit, refusalOf(error));
  }
}
