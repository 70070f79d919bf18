import { DateTime } from 'luxon';
import { ApiProblem, contract } from '../../../api/client';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';

/** Leave, and who substitutes: one's own, and for supervisors everybody's. */
export const leavePages = [
  get('/leave', (visit) => showLeave(visit)),
  post('/leave', enterLeave),
  post('/leave/:absenceId/end', async (visit) => {
    await visit.api.call(contract.cancelAbsence, { params: { absenceId: visit.param('absenceId') } });
    visit.redirect('/leave', 'leave-ended');
  }),
];

async function showLeave(visit: Visit, shown: { problem?: string; errors?: Readonly<Record<string, string>>; status?: number } = {}): Promise<void> {
  const [{ items }, { items: substitutes }] = await Promise.all([visit.api.call(contract.listAbsences, {}), visit.api.call(contract.listSubstitutes, { query: {} })]);
  const { posted } = visit;
  visit.render('staff/leave', {
    ...shown, typed: Object.fromEntries(posted),
    absences: items.map((absence) => ({ ...absence, mayEnd: absence.person.id === visit.person.id || visit.has('charge-nurse', 'billing-supervisor', 'manager', 'administrator'), isMe: absence.person.id === visit.person.id, byMe: absence.substitute.id === visit.person.id })),
    substitutes: substitutes.map((person) => ({ ...person, chosen: person.id === posted.get('substituteId') })),
  }, { status: shown.status ?? 200 });
}

async function enterLeave(visit: Visit): Promise<void> {
  const [startsAt, endsAt] = [momentOf(visit, 'startsAt'), momentOf(visit, 'endsAt')];
  const errors = { ...(startsAt ? {} : { startsAt: 'Say from when.' }), ...(endsAt ? {} : { endsAt: 'Say until when.' }) };
  if (!startsAt || !endsAt) return showLeave(visit, { errors, problem: 'Some of it is missing.', status: 422 });
  try {
    await visit.api.call(contract.createAbsence, { body: { substituteId: visit.posted.get('substituteId') ?? '', startsAt, endsAt } });
    visit.redirect('/leave', 'leave-entered');
  } catch (error) {
    if (!(error instanceof ApiProblem) || ![400, 409, 422].includes(error.status)) throw error;
    await showLeave(visit, { problem: error.problem.title, errors: Object.fromEntries((error.problem.errors ?? []).map(({ field, message }) => [field, message])), status: error.status === 400 ? 422 : error.status });
  }
}

function momentOf(visit: Visit, name: string): string | null {
  const at = DateTime.fromISO(visit.posted.get(name) ?? '', { zone: visit.deps.config.timeZone });
  return at.isValid ? at.toUTC().toISO() : null;
}
