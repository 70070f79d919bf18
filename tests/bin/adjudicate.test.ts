import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { given, line } from '../domain/adjudication/support';

const CAREWAY = join(__dirname, '../../bin/careway');

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real command, with no database, Redis or Temporal to be found. */
function careway(args: readonly string[], stdin = ''): Promise<Outcome> {
  const nowhere = { DATABASE_URL: 'mysql://nobody@127.0.0.1:1/none', REDIS_URL: 'redis://127.0.0.1:1', TEMPORAL_ADDRESS: '127.0.0.1:1' };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CAREWAY, 'adjudicate', ...args], { env: { ...process.env, ...nowhere } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.on('error', () => undefined); // the command may leave without reading
    child.stdin.end(stdin);
  });
}

describe('careway adjudicate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'careway-adjudicate-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const input = given({ plan: { coinsuranceRate: 0.285 }, claim: { lines: [line(1, '99213', 100)] } });
  const wrong = { ...input, claim: { ...input.claim, lines: [line(1, '99213', 1.5)] } };

  test('answers one object from a file with one result', async () => {
    const { code, stdout, stderr } = await careway([file('one.json', JSON.stringify(input))]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ status: '1', chargeCents: 100, paidCents: 71, patientResponsibilityCents: 29, lines: [{ number: 1 }] });
  });

  test('answers a list from standard input with a list, in order', async () => {
    const { code, stdout } = await careway(['-'], JSON.stringify([input, { ...input, member: { found: false } }, input]));
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { status: string }[]).map(({ status }) => status)).toEqual(['1', '4', '1']);
  });

  test('answers an empty list with an empty list', async () => {
    expect(await careway(['-'], '[]')).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
  });

  test('reads a file with a byte order mark, and takes --json like every command', async () => {
    const { code, stdout } = await careway(['--json', file('mark.json', `\uFEFF${JSON.stringify(input)}`)]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('explanation');
  });

  test('a long answer comes whole through a pipe', async () => {
    const { code, stdout } = await careway(['-'], JSON.stringify(Array.from({ length: 3_000 }, () => input)));
    expect(code).toBe(0);
    expect(stdout.length).toBeGreaterThan(1_000_000);
    expect(JSON.parse(stdout)).toHaveLength(3_000);
  });

  const refusals: readonly (readonly [string, readonly string[], string, string])[] = [
    ['an amount that is none, by its JSON path', ['-'], JSON.stringify(wrong), '$.claim.lines[0].chargeCents'],
    ['one bad input in a list, and none of the good ones is answered', ['-'], JSON.stringify([input, wrong]), '$[1].claim.lines[0].chargeCents'],
    ['a key it does not know', ['-'], JSON.stringify({ ...input, patientName: 'Jane Doe' }), '$.patientName'],
    ['text that is not JSON', ['-'], '{"receivedOn": Jane}', '$: is not JSON'],
    ['nothing at all', ['-'], '', '$: is not JSON'],
    ['a number', ['-'], '5', '$: must be an object'],
    ['a list in a list', ['-'], '[[]]', '$[0]: must be an object'],
    ['a file that is not there', ['/nowhere/claim.json'], '', 'ENOENT'],
    ['a folder', [tmpdir()], '', 'EISDIR'],
    ['no file named', [], '', 'missing required argument'],
    ['too many files', ['-', '-'], '', 'too many arguments'],
    ['an option it does not know', ['--fast', '-'], '', 'unknown option'],
  ];
  test.each(refusals)('exit 2, and nothing on standard output: %s', async (_what, args, stdin, names) => {
    const { code, stdout, stderr } = await careway(args, stdin);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(names);
    expect(stderr).not.toContain('Jane');
  });

  test('--help', async () => {
    const { code, stdout } = await careway(['--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('careway adjudicate');
  });
});
