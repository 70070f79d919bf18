import { contract } from '../../../api/client';
import { type Finding, FINDING_KINDS } from '../../../domain/medicines/checkOrders';
import { CATEGORIES, INTERVALS, SCHEDULES } from '../../../domain/medicines/prescription';
import { type RefusedForm, refusalOf } from '../../forms/refused';
import { options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { readNumber } from '../../forms/number';
import { stayAtHand, type StayAtHand } from './stay';

/** Prescribing: find the medicine, fill in the order, see what the check finds. */
export const prescribePages = [
  get('/patients/:patientId/prescribe', (visit) => showForm(visit)),
  post('/patients/:patientId/prescribe', prescribe),
  post('/patients/:patientId/medicines/:medicineId/stop', stop),
];

const INTERVAL_WORDS = INTERVALS.map((hours) => [String(hours), hours === 24 ? 'Once a day' : hours === 168 ? 'Once a week' : hours > 24 ? `Every ${hours / 24} days` : `Every ${hours} hours`] as const);

interface Attempt extends RefusedForm {
  readonly findings: readonly (Pick<Finding, 'kind' | 'level' | 'message' | 'source'> & { readonly words: string })[];
}

async function showForm(visit: Visit, attempt: Attempt | null = null, at: StayAtHand | null = null): Promise<void> {
  const stay = at ?? (await stayAtHand(visit));
  const typed: Record<string, string> = Object.fromEntries(visit.posted);
  const search = visit.query.get('search')?.trim() ?? '';
  const code = typed['code'] ?? visit.query.get('code');
  const { items } = await visit.api.call(contract.listFormulary, { query: search && !code ? { search } : {} });
  const product = code ? items.find((one) => one.code === code) ?? null : null;
  const once = ['', 'Once'] as const;
  visit.render('medicines/prescribe', {
    ...attempt, ...stay, typed, errors: attempt?.errors ?? {}, findings: attempt?.findings ?? [], search, product,
    hasStops: attempt?.findings.some(({ level }) => level === 'stop') ?? false,
    products: product ? [] : items.slice(0, 80),
    schedules: options(typed['schedule'] ?? 'scheduled', Object.entries(SCHEDULES)), categories: options(typed['category'] ?? 'inpatient', Object.entries(CATEGORIES)),
    units: options(typed['doseUnit'] ?? product?.per ?? '', (product?.units ?? []).map((unit) => [unit, unit] as const)), routes: options(typed['route'] ?? product?.routes[0]?.value ?? '', (product?.routes ?? []).map(({ value, label }) => [value, label] as const)),
    intervals: options(typed['everyHours'] ?? '24', [once, ...INTERVAL_WORDS]),
  }, { status: attempt?.status ?? 200 });
}

async function prescribe(visit: Visit): Promise<void> {
  const stay = await stayAtHand(visit);
  const params = { encounterId: stay.encounterId };
  const text = (name: string): string => visit.posted.get(name)?.trim() ?? '';
  const number = (name: string): number | null => readNumber(text(name));
  const isInfusion = text('schedule') === 'infusion';
  const order = {
    code: text('code'), category: text('category') as 'inpatient', schedule: text('schedule') as 'scheduled', route: (text('route') || null) as 'oral' | null, instructions: text('instructions') || null,
    doseQuantity: isInfusion ? null : number('doseQuantity'), doseUnit: (isInfusion ? null : text('doseUnit') || null) as 'mg' | null, doseLow: text('schedule') === 'variable' ? number('doseLow') : null,
    everyHours: isInfusion || text('schedule') === 'stat' ? null : number('everyHours'), maxPerDay: text('schedule') === 'as-needed' ? number('maxPerDay') : null, rateMlPerHour: isInfusion ? number('rateMlPerHour') : null,
    dosesPlanned: null, supplyQuantity: text('category') === 'discharge' ? number('supplyQuantity') : null, refills: text('category') === 'discharge' ? number('refills') : null,
  };
  const overrideReason = text('overrideReason');
  try {
    if (text('step') === 'check') {
      const { findings } = await visit.api.call(contract.checkPrescription, { params, body: order });
      const words = findings.length === 0 ? 'The check found nothing. Order it when you are sure.' : 'The check found something. Nothing is ordered yet.';
      return await showForm(visit, { refused: words, errors: {}, status: 200, findings: findings.map(inWords) }, stay);
    }
    await visit.api.call(contract.prescribe, { params, body: { ...order, ...(overrideReason ? { overrideReason } : {}) }, idempotencyKey: `web-prescribe-${stay.encounterId}-${text('_once')}-${text('step')}-${overrideReason.length}` });
    visit.redirect(stay.back, 'medicine-ordered');
  } catch (error) {
    const refusal = refusalOf(error);
    const isStopped = 'code' in refusal.errors;
    const findings = isStopped ? (await visit.api.call(contract.checkPrescription, { params, body: order })).findings.map(inWords) : [];
    await showForm(visit, { ...refusal, findings }, stay);
  }
}

const inWords = <F extends { kind: string }>(finding: F): F & { kind: Finding['kind']; words: string } => ({ ...finding, kind: finding.kind as Finding['kind'], words: FINDING_KINDS[finding.kind as Finding['kind']] ?? finding.kind });

async function stop(visit: Visit): Promise<void> {
  const stay = await stayAtHand(visit);
  const body = { version: Number(visit.posted.get('version')), reason: visit.posted.get('reason')?.trim() ?? '' };
  await visit.api.call(contract.stopMedicine, { params: { encounterId: stay.encounterId, medicineId: visit.param('medicineId') }, body });
  visit.redirect(stay.back, 'medicine-stopped');
}
