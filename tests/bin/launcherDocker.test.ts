import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bareEnvironment, runToEnd, temporaryHome } from './launcherSupport';

// No engine runs here. A `docker` that only writes down how it was called shows that the launcher asks the right things of one.
let folder: ReturnType<typeof temporaryHome>;
beforeEach(() => { folder = temporaryHome(); });
afterEach(() => folder.remove());

function withDocker(script: string): NodeJS.ProcessEnv {
  const programs = join(folder.path, 'programs');
  mkdirSync(programs);
  writeFileSync(join(programs, 'docker'), `#!/bin/sh\necho "$@" >> ${folder.path}/calls\n${script}\n`);
  chmodSync(join(programs, 'docker'), 0o755);
  return bareEnvironment({ PATH: `${programs}:${process.env['PATH']}` });
}

const evaluate = (code: string, env: NodeJS.ProcessEnv) => runToEnd(['--require', 'tsx/cjs', '-e', `
  const docker = require('./bin/launcher/docker'); const { homeAt } = require('./bin/launcher/home');
  const home = homeAt(${JSON.stringify(folder.path)});
  (async () => { ${code} })().catch((error) => { console.error(error.message); process.exitCode = error.exitCode; });`], env);
const calls = () => (existsSync(join(folder.path, 'calls')) ? readFileSync(join(folder.path, 'calls'), 'utf8').trim().split('\n') : []);

test('an engine that answers is used, with a project of this home\'s own', () => {
  const { stdout, stderr } = evaluate(`
    console.log(await docker.dockerAnswers());
    await docker.composeUp(home, 'redis', { CAREWAY_REDIS_PORT: '1' }, { note: console.log });
    await docker.composeStop(home, {}, true);`, withDocker('echo 28.1'));
  expect({ stdout, stderr }).toEqual({ stdout: 'true\nstarting the redis container (docker compose)\n', stderr: '' });
  const [, , up, down] = calls();
  expect(up).toMatch(/^compose -p careway-[0-9a-f]{8} -f \S+\/servers\/compose\.yml up --detach --wait redis$/);
  expect(down).toMatch(/^compose -p careway-[0-9a-f]{8} -f \S+ down --volumes$/);
});

test('a docker program without an engine counts as none', () => {
  const { stdout } = evaluate('console.log(await docker.dockerAnswers());', withDocker('echo "Cannot connect to the Docker daemon" >&2; exit 1'));
  expect(stdout).toBe('false\n');
  expect(calls()).toEqual(['info --format {{.ServerVersion}}']);
});

test('a container that does not start is one sentence', () => {
  const { code, stderr } = evaluate("await docker.composeUp(home, 'redis', {}, { note: () => undefined });", withDocker('echo "no space left on device" >&2; exit 1'));
  expect(code).toBe(3);
  expect(stderr).toMatch(/^docker compose could not start redis \("no space left on device"\): see docker compose -p careway-\w+ logs redis\.\n$/);
});
