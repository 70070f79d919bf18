/** What is known: shown, shown to be broken, or not shown. A missing result is never a pass. */
export type Standing = 'proven' | 'broken' | 'unknown';

/** A test of the suite that shows something: one by its title, or a whole file. */
export interface TestReference {
  readonly file: string;
  readonly title?: string;
}

/** The last result of a test, as imported. */
export interface TestResult {
  readonly file: string;
  readonly title: string;
  readonly status: 'passed' | 'failed';
  readonly ranAt: string;
  readonly commit: string | null;
}

export interface TestStanding extends TestReference {
  readonly standing: Standing;
  readonly tests: number;
  readonly failed: number;
  /** The oldest result that counts here; null without any. */
  readonly ranAt: string | null;
  readonly commit: string | null;
}

/** How a reference stands by the last results: one failure breaks it, no result leaves it unknown. */
export function standingOfTests(reference: TestReference, results: readonly TestResult[]): TestStanding {
  const own = results.filter(({ file, title }) => file === reference.file && (reference.title === undefined || title === reference.title));
  const failed = own.filter(({ status }) => status === 'failed').length;
  const oldest = own.reduce<TestResult | null>((found, one) => (found === null || one.ranAt < found.ranAt ? one : found), null);
  return { ...reference, standing: own.length === 0 ? 'unknown' : failed > 0 ? 'broken' : 'proven', tests: own.length, failed, ranAt: oldest?.ranAt ?? null, commit: oldest?.commit ?? null };
}

/** All that a control rests on, together: broken if any is, proven only if every one is. Nothing to rest on proves nothing. */
export function together(standings: readonly Standing[]): Standing {
  if (standings.includes('broken')) return 'broken';
  return standings.length > 0 && standings.every((one) => one === 'proven') ? 'proven' : 'unknown';
}
