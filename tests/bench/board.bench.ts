/**
 * The journey board at 100,000 running journeys (JOURNEYS) and 100,000 open tasks: p50 and p95 in milliseconds of every order, filter, search
 * and count, measured at the caller through HTTP, one request at a time. `npm run bench -- board`.
 */
import { type ApiClient, contract } from '../../api/client';
import { foldBoardTally } from '../../api/services/journeys/boardTally';
import { foldTally } from '../../api/services/tasks/tally';
import { startTestApi } from '../support/api';
import { fillInbox } from './fillInbox';
import { type FilledJourneys, fillJourneys } from './fillJourneys';
import { measure } from './measure';

/** What the issue asks of each. */
const LIMIT_MS = 20;

/** Every form of the board, by name: what `boardMs` is measured by. */
export function boardForms(client: ApiClient, { wardId, payerId, family, mrn, claimNumber, encounterId }: FilledJourneys): Record<string, () => Promise<unknown>> {
  const list = (query: object) => () => client.call(contract.listJourneys, { query: query as never });
  return {
    plain: list({}),
    'of 200': list({ limit: 200 }),
    newest: list({ sort: 'newest' }),
    'waiting until': list({ sort: 'waiting-until' }),
    'by money': list({ sort: 'money' }),
    'by ward': list({ wardId }),
    'by ward, newest': list({ wardId, sort: 'newest' }),
    'by stage': list({ stage: 'adjudication' }),
    'by stage and payer, by money': list({ stage: 'adjudication', payerId, sort: 'money' }),
    'by payer': list({ payerId }),
    'by blocker': list({ waitingFor: 'claim-outcome' }),
    breached: list({ sla: 'breached' }),
    stuck: list({ incidents: 'true' }),
    'search by name': list({ q: family }),
    'search by name, any state': list({ q: `${family} ada`, status: 'any' }),
    'search by MRN': list({ q: mrn }),
    'search by claim': list({ q: claimNumber }),
    'search by encounter': list({ q: encounterId }),
    'with total': list({ count: 'true' }),
    'by ward, with total': list({ wardId, count: 'true' }),
    'search by name, with total': list({ q: family, count: 'true' }),
    'counts by stage': () => client.call(contract.countJourneys, { query: { by: 'stage' } }),
    'counts by ward': () => client.call(contract.countJourneys, { query: { by: 'ward' } }),
    'counts by blocker': () => client.call(contract.countJourneys, { query: { by: 'waitingFor' } }),
  };
}

async function main(): Promise<void> {
  const api = await startTestApi();
  try {
    const started = performance.now();
    const filled = await fillJourneys(api.database, await fillInbox(api.database), Number(process.env['JOURNEYS'] ?? 100_000));
    // As the API process does every two seconds.
    while ((await foldTally(api.database)) > 0);
    while ((await foldBoardTally(api.database)) > 0);
    await api.database.sequelize.query('ANALYZE TABLE tasks, patients, patient_search_tokens, journeys, claims, encounter_locations, beds');
    console.error(`filled in ${Math.round((performance.now() - started) / 1000)} s`);
    const manager = await api.as('manager');
    let worst = 0;
    for (const [what, call] of Object.entries(boardForms(manager.client, filled))) {
      const { p50, p95 } = await measure(call);
      worst = Math.max(worst, p95);
      console.log(JSON.stringify({ bench: 'board', journeys: filled.journeys, what, p50, p95, ok: p95 <= LIMIT_MS }));
    }
    console.log(JSON.stringify({ bench: 'board', worstP95: worst, limit: LIMIT_MS }));
  } finally {
    await api.stop();
  }
}

if (require.main === module) {
  main().then(() => process.exit(0), (error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}
