import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const ROOMS = ['domain', 'workflows', 'activities', 'api', 'web', 'notifications', 'interop', 'db', 'keys', 'telemetry'];

function filesIn(folder: string, ending: RegExp): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'node_modules' || name === 'public' ? [] : filesIn(path, ending);
    return ending.test(name) ? [path] : [];
  });
}

const sources = ROOMS.flatMap((room) => filesIn(join(ROOT, room), /\.ts$/)).map((file) => ({ name: relative(ROOT, file), text: readFileSync(file, 'utf8') }));
const templates = filesIn(join(ROOT, 'web'), /\.hbs$/).map((file) => ({ name: relative(ROOT, file), text: readFileSync(file, 'utf8') }));

interface Rule {
  readonly says: string;
  readonly pattern: RegExp;
  /** Where it may stand, and why. */
  readonly allowed: Readonly<Record<string, string>>;
  /** What it must catch, so that the rule itself is tested. */
  readonly planted: string;
}

const RULES: readonly Rule[] = [
  {
    says: 'markup is made from data only where every value is escaped', pattern: /\bSafeString\(/, planted: 'return new SafeString(patient.name);',
    allowed: {
      'web/render/helpers.ts': 'times, icons and scores; every value goes through escapeExpression or Number',
      'web/render/barcode.ts': 'bars from a code, whose words are escaped',
      'web/pages/profile/secondFactor.ts': 'the picture the QR library draws of an otpauth address',
      'web/pages/patients/vitalsCharts.ts': 'charts drawn from numbers',
      'web/pages/results/trendChart.ts': 'charts drawn from numbers',
    },
  },
  { says: 'templates are compiled with escaping on', pattern: /noEscape\s*:\s*true/, planted: 'Handlebars.compile(text, { noEscape: true })', allowed: {} },
  { says: 'no code is made from text', pattern: /\beval\(|new Function\(|setTimeout\(\s*['"`]/, planted: "eval('1')", allowed: {} },
  { says: 'no shell', pattern: /shell\s*:\s*true|\bexecSync\(|\bexec\(\s*`/, planted: "spawn('ls', { shell: true })", allowed: {} },
  {
    says: 'nothing secret comes from Math.random', pattern: /Math\.random\(/, planted: 'const token = Math.random().toString(36)',
    allowed: { 'api/http/transaction.ts': 'the wait before a deadlock’s victim runs again', 'api/temporal/fastForward.ts': 'the name of one request to skip time', 'telemetry/trace.ts': 'which traces are kept when a share is' },
  },
  { says: 'nothing is printed but through the logger', pattern: /\bconsole\.\w+\(/, planted: 'console.log(patient)', allowed: {} },
  {
    says: 'requests leave only through the checked ways', pattern: /\bfetch\(/, planted: 'await fetch(body.url)',
    allowed: { 'api/client/client.ts': 'the API itself', 'web/http/live.ts': 'the API itself', 'activities/main.ts': 'the API itself', 'web/app.ts': 'the API itself', 'telemetry/export.ts': 'the collector that the operator names' },
  },
];

describe('the sources', () => {
  test.each(RULES)('$says', ({ pattern, allowed, planted }) => {
    expect(planted).toMatch(pattern);
    expect(sources.filter(({ name, text }) => pattern.test(text) && !Object.hasOwn(allowed, name)).map(({ name }) => name)).toEqual([]);
  });

  // Stored script in names (CVE-2021-30030).
  test('no template prints data raw', () => {
    const raw = /\{\{\{|\{\{~\{|\{\{~?&/;
    expect('<h1>{{{patient.name}}}</h1>').toMatch(raw);
    expect('<h1>{{& patient.name}}</h1>').toMatch(raw);
    expect(templates.length).toBeGreaterThan(100);
    expect(templates.filter(({ text }) => raw.test(text)).map(({ name }) => name)).toEqual([]);
  });

  // Somebody who steers a sort or a filter steers SQL (CVE-2026-24908).
  test('nothing from a request is spliced into SQL', () => {
    const spliced = /\$\{\s*(?:query|body|params|input)\.(?!limit\b)[\w.]+\s*\}/;
    const statement = /`[^`]*\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|ORDER BY)\b[^`]*`/g;
    const isSpliced = (text: string) => (text.match(statement) ?? []).some((sql) => spliced.test(sql));
    expect(isSpliced('`SELECT id FROM tasks ORDER BY ${query.sort}`')).toBe(true);
    expect(sources.filter(({ name, text }) => name.startsWith('api/') && isSpliced(text)).map(({ name }) => name)).toEqual([]);
  });
});

describe('what the house is built on', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Record<string, { version?: string; integrity?: string; optional?: boolean; link?: boolean; os?: string[] }> };

  test('is pinned to one version each', () => {
    const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(([, version]) => !/^(npm:[@\w/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(ranges).toEqual([]);
  });

  test('is what the lock file says, and every package that runs here carries its hash', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version.split('@').pop()]);
    // Builds for other systems are listed without one until they are installed there.
    const unhashed = Object.entries(lock.packages).filter(([path, { integrity, link, optional }]) => path !== '' && !link && !(optional ?? false) && !/^sha512-/.test(integrity ?? ''));
    expect(unhashed.map(([path]) => path)).toEqual([]);
  });
});
