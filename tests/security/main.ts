import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newToken } from '../../api/services/sessions';
import { ServiceToken, StaffRole } from '../../db/models';
import { newId } from '../../db/newId';
import { ROLES } from '../../domain/roles';
import { startTestApi, type TestApi } from '../support/api';
import { makeHousehold, makeTown, type Records } from '../support/walk/world';

/**
 * schemathesis against the API's own OpenAPI document: each operation is asked what it allows and what it forbids, as nobody, as somebody with every
 * role and as a process, with IDs that lead nowhere and with those of a household. An answer of a status or shape that is not documented, or a
 * fault of the server, is a failure. `npm run security` runs this on servers of its own.
 */
const EXAMPLES = process.env['EXAMPLES'] ?? '3';
const PROGRAM = process.env['SCHEMATHESIS'] ?? 'schemathesis';
const CHECKS = ['not_a_server_error', 'status_code_conformance', 'content_type_conformance', 'response_schema_conformance', 'response_headers_conformance', 'unsupported_method', 'ignored_auth'];
/** They end what the others are asked with. */
const LAST = ['signOut', 'endSession', 'endAllSessions', 'confirmIdentity', 'changePassword'];

interface Asker {
  readonly who: string;
  readonly token: string | null;
}

async function main(): Promise<number> {
  const api = await startTestApi();
  const folder = mkdtempSync(join(tmpdir(), 'careway-security-'));
  try {
    await makeTown();
    const { records } = await makeHousehold(api);
    const failed: string[] = [];
    let runs = 0;
    const [everybody, ...others] = await askers(api);
    const asked = [{ ...everybody, about: 'records that are not there', known: {} }, ...[everybody, ...others].map((asker) => ({ ...asker, about: 'a household', known: records }))];
    for (const { about, known, ...asker } of asked) {
      const name = `${asker.who}, about ${about}`;
      process.stderr.write(`\n▶ ${name} (${runs + 1} of ${asked.length}, some minutes)\n`);
      runs += 1;
      if ((await ask(api, folder, asker, known)) !== 0) failed.push(name);
    }
    process.stdout.write(`${JSON.stringify({ security: 'schemathesis', runs, failed })}\n`);
    return failed.length === 0 ? 0 : 1;
  } finally {
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function askers(api: TestApi): Promise<[Asker, ...Asker[]]> {
  const staff = await api.as('administrator');
  await StaffRole.bulkCreate(ROLES.filter((role) => !['administrator', 'patient', 'service'].includes(role)).map((role) => ({ userId: staff.id, role })));
  const { token, hash } = newToken();
  await ServiceToken.create({ id: newId(), name: 'security', tokenHash: hash });
  return [{ who: 'somebody with every role', token: staff.token }, { who: 'a process', token }, { who: 'nobody', token: null }];
}

/** One run; its exit code. */
function ask(api: TestApi, folder: string, { token }: Asker, known: Records): Promise<number> {
  const config = join(folder, 'schemathesis.toml');
  writeFileSync(config, ['[parameters]', ...Object.entries(known).map(([name, id]) => `"path.${name}" = ${JSON.stringify(id)}`), ''].join('\n'));
  const child = spawn(PROGRAM, [
    '--config-file', config, 'run', `${api.url}/openapi.json`, '--url', api.url, '--checks', CHECKS.join(','), '--max-examples', EXAMPLES, '--phases', 'examples,coverage,fuzzing', '--workers', '1', '--continue-on-failure', '--no-color',
    '--generation-database', 'none', '--seed', '1', '--warnings', 'off', ...(token ? ['--header', `Authorization: Bearer ${token}`] : []), ...LAST.flatMap((id) => ['--exclude-operation-id', id]),
  ], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve, reject) => child.once('error', reject).once('close', (code) => resolve(code ?? 1)));
}

main().then((code) => process.exit(code), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
