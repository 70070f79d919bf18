/**
 * The inbox at 100,000 open tasks: p50 and p95 in milliseconds of listing, filtering, searching and counting, measured at the
 * caller through HTTP, one request at a time, against a database of its own. A search may never take minutes (camunda#32336, #29480).
 * `npm run bench -- inbox`.
 */
import { type ApiClient, contract } from '../../api/client';
import { foldTally } from '../../api/services/tasks/tally';
import { startTestApi } from '../support/api';
import { fillInbox } from './fillInbox';
import { measure } from './measure';

type Query = NonNullable<NonNullable<Parameters<ApiClient['call']>[1]>['query']>;
/** What the issue asks of each. */
const LIMIT_MS = 20;

async function main(): Promise<void> {
  const api = await startTestApi();
  try {
    const filled = await fillInbox(api.database);
    // As the API process does every two seconds.
    while ((await foldTally(api.database)) > 0);
    await api.database.sequelize.query('ANALYZE TABLE tasks, patients, patient_search_tokens, journeys, encounter_locations, beds');
    const nurse = await api.as('nurse');
    await api.database.sequelize.query('INSERT INTO staff_wards (user_id, ward_id) VALUES (?, ?)', { replacements: [nurse.id, filled.wardIds[7]] });
    const people = { 'nurse of one ward': nurse, 'nurse of all wards': await api.as('nurse'), 'charge nurse': await api.as('charge-nurse'), administrator: await api.as('administrator') };
    const lists: Record<string, Query> = {
      list: { limit: 50 },
      'list of 200': { limit: 200 },
      'list, whole hospital': { scope: 'all' },
      mine: { scope: 'mine' },
      'by priority': { sort: 'priority' },
      newest: { sort: 'newest' },
      'nobody’s, overdue': { holder: 'none', overdue: 'true' },
      'of one type': { type: 'observation-round' },
      'of one ward': { wardId: filled.wardIds[3] ?? '' },
      'search by name': { q: filled.family.slice(0, 6) },
      'search by MRN': { q: filled.mrn },
      'search by bed': { q: filled.bed },
      'with total': { count: 'true' },
      'with total, whole hospital': { scope: 'all', count: 'true' },
    };
    let worst = 0;
    for (const [who, { client }] of Object.entries(people)) {
      const report = async (what: string, call: () => Promise<unknown>) => {
        const { p50, p95 } = await measure(call);
        worst = Math.max(worst, p95);
        console.log(JSON.stringify({ bench: 'inbox', openTasks: filled.tasks, who, what, p50, p95, ok: p95 <= LIMIT_MS }));
      };
      for (const [what, query] of Object.entries(lists)) await report(what, () => client.call(contract.listTasks, { query: query as never }));
      await report('counts', () => client.call(contract.countTasks, {}));
    }
    console.log(JSON.stringify({ bench: 'inbox', worstP95: worst, limit: LIMIT_MS }));
  } finally {
    await api.stop();
  }
}

main().then(() => process.exit(0), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
