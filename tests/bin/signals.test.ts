import { makePayer } from '../factories/money';
import { makeStuckClaims } from '../factories/stuckClaims';
import { startTestApi, type TestApi } from '../support/api';
import { careway } from '../support/careway';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const run = (...args: string[]) => careway(api.databaseUrl, ['signals', ...args]);
const count = async (table: string): Promise<number> => {
  const [[row]] = (await api.database.sequelize.query(`SELECT COUNT(*) AS n FROM ${table}`)) as [{ n: number }[], unknown];
  return Number(row?.n);
};

describe('careway signals', () => {
  test('has nothing to plant in when there are no claims', async () => {
    expect(await run('evaluate')).toMatchObject({ code: 2, stderr: expect.stringContaining('There are no claims') });
    expect(await run('evaluate', '--planted', 'many')).toMatchObject({ code: 2 });
  });

  test('train keeps a version each time', async () => {
    const { ids } = await makeStuckClaims(api.database, { payer: await makePayer(api.database), count: 80, openCents: 12_000 });
    // Ten days from one visit to the next: none is the same as another.
    for (const [index, id] of ids.entries()) {
      const day = new Date(Date.UTC(2020, 0, 1 + index * 10)).toISOString().slice(0, 10);
      await api.database.sequelize.query('UPDATE claims SET service_from = ?, service_through = ? WHERE id = ?', { replacements: [day, day, id] });
      await api.database.sequelize.query('UPDATE claim_lines SET service_date = ? WHERE claim_id = ?', { replacements: [day, id] });
    }
    const first = await run('train', '--json');
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({ claims: 80, services: 1, forests: [{ setting: 'visit', claims: 80 }] });
    const second = await run('train');
    expect(second.stdout).toMatch(/^Version \d+: 80 claims, 1 services with peers\.\nOutliers among 80 visits: score above 0\.\d+\.\n$/);
    expect(await count('signal_models')).toBe(2);
  });

  test('evaluate prints what was planted and found, the same for the same seed, and writes nothing but the audit of its reading', async () => {
    const before = [await count('claims'), await count('claim_lines'), await count('claim_signals'), await count('signal_models')];
    const { code, stdout } = await run('evaluate', '--planted', '20', '--json');
    expect(code).toBe(0);
    const figures = JSON.parse(stdout) as { bySignal: { signal: string; planted: number; found: number; recall: number | null }[]; byPlant: { plant: string; planted: number; found: number }[] };
    const again = figures.byPlant.find(({ plant }) => plant === 'after death');
    expect(again).toMatchObject({ planted: 20 });
    expect(again?.found).toBeGreaterThan(15);
    expect(figures.bySignal.find(({ signal }) => signal === 'after-death')).toMatchObject({ planted: 20, found: again?.found, unplantedHeld: 0, precision: 1 });
    expect(JSON.parse((await run('evaluate', '--planted', '20', '--json')).stdout)).toEqual(figures);
    expect((await run('evaluate', '--planted', '20')).stdout).toContain('80 claims of the record, five parts by patient, seed 1.');
    expect([await count('claims'), await count('claim_lines'), await count('claim_signals'), await count('signal_models')]).toEqual(before);
  });
});
