import fc from 'fast-check';
import { ApiProblem, contract } from '../../api/client';
import { CareDriver, makeConcepts, rowsOf } from '../factories/clinical';
import { ExaminationDriver } from '../factories/examinations';
import { makeJourney, makeWard } from '../factories/hospital';
import { startTestApi, type TestApi } from '../support/api';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let api: TestApi;
let care: CareDriver;
beforeAll(async () => {
  api = await startTestApi();
  care = await CareDriver.start(api);
  await makeConcepts();
});
afterAll(() => api.stop());

const [POTASSIUM, SODIUM] = ['2823-3', '2951-2'] as const;
const value = fc.integer({ min: 1, max: 9 });
type Command =
  | { readonly kind: 'collect' | 'accept' | 'reject' | 'order' }
  | { readonly kind: 'enter' | 'finalise' | 'correct'; readonly value: number }
  | { readonly kind: 'preliminary'; readonly value: number };
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Command>({ kind: 'collect' }, { kind: 'accept' }, { kind: 'reject' }) },
  { weight: 1, arbitrary: fc.constant<Command>({ kind: 'order' }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('enter', 'preliminary', 'finalise', 'correct'), value }) as fc.Arbitrary<Command> },
);

/** Do it for every round there is; a refusal is an answer too. */
async function perform(lab: ExaminationDriver, one: Command): Promise<void> {
  const rounds = [...new Set((await lab.orders('laboratory')).map(({ round }) => round))];
  const attempt = async (act: () => Promise<unknown>) => act().catch((error: unknown) => { if (!(error instanceof ApiProblem) || error.status >= 500) throw error; });
  switch (one.kind) {
    case 'order': return void (await attempt(() => lab.order([POTASSIUM], { duplicateReason: 'Again.' })));
    case 'collect': for (const round of rounds) await attempt(() => lab.collect(round)); return;
    case 'accept': for (const round of rounds) await attempt(() => lab.receive(round)); return;
    case 'reject': for (const round of rounds) await attempt(() => lab.receive(round, (_label, hint) => hint.startsWith('Potassium'))); return;
    case 'enter': for (const round of rounds) await attempt(() => lab.enter(round, one.value)); return;
    case 'preliminary': for (const round of rounds) await attempt(() => lab.enter(round, one.value, 'preliminary')); return;
    case 'finalise': for (const round of rounds) await attempt(() => lab.finalise(round, one.value)); return;
    case 'correct': for (const { id, version, results } of await lab.reports()) {
      await attempt(async () => (await care.user('lab')).client.call(contract.changeReport, { params: { ...lab.params, reportId: id }, body: { version, kind: 'corrected', reason: 'Read again.', results: [{ observationId: results[0]?.id ?? '', value: one.value }] } }));
    }
  }
}

/** What no sequence may ever come to. */
async function requireSound(lab: ExaminationDriver): Promise<void> {
  const rows = await rowsOf<{ order: string; status: string; usable: number; received: number; reports: number; report: string | null; results: number }>(
    api.database,
    `SELECT r.id AS \`order\`, r.status, (SELECT COUNT(*) FROM specimens s WHERE s.usable_request_id = r.id) AS usable, (SELECT COUNT(*) FROM specimens s WHERE s.usable_request_id = r.id AND s.received_at IS NOT NULL) AS received,
       (SELECT COUNT(*) FROM diagnostic_reports d WHERE d.service_request_id = r.id) AS reports, (SELECT MAX(d.status) FROM diagnostic_reports d WHERE d.service_request_id = r.id) AS report, (SELECT COUNT(*) FROM observations o WHERE o.service_request_id = r.id) AS results
     FROM service_requests r WHERE r.encounter_id = ?`,
    [lab.journey.journeyId],
  );
  for (const row of rows) {
    expect(Number(row.usable)).toBeLessThanOrEqual(1);
    expect(Number(row.reports)).toBeLessThanOrEqual(1); // an order is reported once; what changes is kept in its report
    expect(Number(row.results)).toBe(Number(row.reports));
    expect(row.status === 'completed').toBe(row.report !== null && row.report !== 'preliminary');
    if (row.report !== null) expect(Number(row.received)).toBe(1); // nothing is reported of a specimen that never came
  }
  const lost = await rowsOf(
    api.database,
    `SELECT d.id FROM diagnostic_reports d JOIN observations o ON o.diagnostic_report_id = d.id
     WHERE d.encounter_id = ? AND ((d.status IN ('amended', 'corrected') AND NOT EXISTS (SELECT 1 FROM observation_versions v WHERE v.observation_id = o.id)) OR (d.status = 'preliminary' AND o.status <> 'preliminary'))`,
    [lab.journey.journeyId],
  );
  expect(lost).toEqual([]); // what was reported before is kept, and says what it was
}

test('whatever is done to orders, in whatever order, one specimen makes one report, and an order is done when its final report is there', async () => {
  const physician = (await care.user('physician')).client;
  await fc.assert(fc.asyncProperty(fc.array(command, { minLength: 4, maxLength: 12 }), async (commands) => {
    const { wardId, bedIds } = await makeWard(1);
    const lab = new ExaminationDriver(care, await makeJourney(api.database, { wardId, bedId: bedIds[0]! }), physician);
    await lab.order([POTASSIUM, SODIUM]);
    for (const one of commands) {
      await perform(lab, one);
      await requireSound(lab);
    }
  }), { numRuns: 6 });
});
