import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FRAMEWORKS } from '../../../domain/compliance/controls';
import { standingOfTests, type TestResult, together } from '../../../domain/compliance/evidence';

const ROOT = join(__dirname, '..', '..', '..');
const result = (status: TestResult['status'], title = 'a', ranAt = '2026-01-02T00:00:00Z'): TestResult => ({ file: 'tests/x.test.ts', title, status, ranAt, commit: 'abc' });

describe('controls', () => {
  const controls = FRAMEWORKS.flatMap((framework) => framework.controls.map((control) => ({ ...control, framework: framework.name })));

  test.each(controls.flatMap(({ id, tests }) => tests.map(({ file, title }) => [id, file, title] as const)))('%s rests on a test that is there: %s', (_id, file, title) => {
    const path = join(ROOT, file);
    expect(existsSync(path)).toBe(true);
    if (title !== undefined) expect(readFileSync(path, 'utf8')).toContain(`'${title}'`);
  });

  test('stand once each, and none of the safeguards of 164.312 or criteria of 170.315(d) is left out', () => {
    const ids = controls.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.startsWith('164.312'))).toHaveLength(12);
    expect(ids.filter((id) => id.startsWith('170.315(d)'))).toEqual(Array.from({ length: 13 }, (_, index) => `170.315(d)(${index + 1})`));
  });
});

describe('a standing', () => {
  test.each([
    ['no result is not known', [], 'unknown'], ['another test’s result is not its own', [result('passed', 'b')], 'unknown'], ['a pass shows it', [result('passed')], 'proven'], ['one failure breaks it', [result('passed'), result('failed')], 'broken'],
  ] as const)('%s', (_what, results, standing) => expect(standingOfTests({ file: 'tests/x.test.ts', title: 'a' }, results).standing).toBe(standing));

  test('says the age of its oldest result', () => {
    expect(standingOfTests({ file: 'tests/x.test.ts' }, [result('passed', 'a', '2026-03-01T00:00:00Z'), result('passed', 'b', '2026-01-01T00:00:00Z')])).toMatchObject({ tests: 2, ranAt: '2026-01-01T00:00:00Z' });
  });

  test('of a control is the worst of what it rests on, and nothing shows nothing', () => {
    expect([together([]), together(['proven']), together(['proven', 'unknown']), together(['unknown', 'broken', 'proven'])]).toEqual(['unknown', 'proven', 'unknown', 'broken']);
  });
});
