import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { busyVisit, institutional, professional, stay, visit } from '../interop/x12/samples/claims';
import { paid, denied, remittance, takenBack } from '../interop/x12/samples/remittances';
import { altered, positionOf, recounted, sound, textOf } from '../interop/x12/samples/text';

const CAREWAY = join(__dirname, '..', '..', 'bin', 'careway');
const folder = mkdtempSync(join(tmpdir(), 'careway-x12-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function careway(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CAREWAY, ...args], { cwd: folder, maxBuffer: 1 << 28 }, (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }));
  });
}

function file(name: string, text: string | Buffer): string {
  writeFileSync(join(folder, name), text);
  return name;
}

describe('careway x12 parse', () => {
  const remit = textOf(remittance([paid, denied], takenBack));

  test('shows what a sound file holds', async () => {
    expect(await careway('x12', 'parse', file('a.835', remit))).toEqual({ code: 0, stdout: '835 0001: 2 claims, charge $600.00, paid $155.50\n', stderr: '' });
  });

  test('--json gives everything in it', async () => {
    for (const text of [remit, textOf(professional(visit, busyVisit)), textOf(institutional(stay))]) {
      const { code, stdout } = await careway('x12', 'parse', file('b.x12', text), '--json');
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual({ interchanges: sound(text), warnings: [] });
    }
  });

  test('a file that is wrong: exit 2, the place on standard error, nothing on standard output', async () => {
    const at = positionOf(remit, 'CLP*CLM1002');
    const { code, stdout, stderr } = await careway('x12', 'parse', file('c.835', altered(remit, 'CLP*CLM1002*1*350*0*', 'CLP*CLM1002*1*350*1*')), '--json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`c.835: error: segment ${at} (CLP04, loop 2100): charge, adjustments and payment of the claim do not balance — 0.00 expected, 1.00 stated`);
  });

  test.each<[string, string | Buffer, string]>([
    ['cut short', remit.slice(0, 700), 'the file ends before its envelope is closed'],
    ['UTF-8 beyond ASCII', Buffer.from(remit.replace('Morales', 'Mor\u00e1les'), 'utf8'), 'a character that is not allowed'],
    ['UTF-16', Buffer.from(remit, 'utf16le'), 'does not begin with an ISA segment'],
    ['no X12 at all', 'Dear biller,', 'does not begin with an ISA segment'],
    ['empty', '', 'does not begin with an ISA segment — the file is empty'],
  ])('%s', async (_what, text, message) => {
    const { code, stdout, stderr } = await careway('x12', 'parse', file('d.x12', text));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('no file, a folder, no argument: exit 2', async () => {
    expect(await careway('x12', 'parse', 'nowhere.835')).toMatchObject({ code: 2, stdout: '', stderr: 'nowhere.835: cannot be read (ENOENT)\n' });
    expect(await careway('x12', 'parse', '.')).toMatchObject({ code: 2, stdout: '' });
    expect(await careway('x12', 'parse')).toMatchObject({ code: 2, stdout: '' });
  });

  test('warnings do not refuse a file', async () => {
    const text = recounted(textOf(remittance([paid])).replace(/PER\*BL[^~]*~/, ''));
    expect(await careway('x12', 'parse', file('e.835', text))).toMatchObject({ code: 0, stderr: expect.stringContaining('e.835: warning: segment') });
  });
});
