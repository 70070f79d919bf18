import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingOptional } from '../../bin/support/completeLock';
import { installReason } from '../../bin/launcher/bootstrap';
import { ROOT } from './launcherSupport';

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}
const read = <T>(name: string) => JSON.parse(readFileSync(join(ROOT, name), 'utf8')) as T;
const manifest = read<Manifest>('package.json');
const lock = read<{ packages: Record<string, { optionalDependencies?: Record<string, string> }> & { '': Manifest } }>('package-lock.json');

test('npm ci can install the lock on a fresh clone: no optional package is missing from it (else: node bin/support/completeLock.js)', () => {
  expect(missingOptional(lock.packages)).toEqual([]);
});

test('a missing optional package would be noticed, beside its parent or above it', () => {
  const packages = { '': {}, 'node_modules/a': { optionalDependencies: { 'a-linux-x64': '1.0.0', 'a-darwin-x64': '1.0.0' } }, 'node_modules/a-linux-x64': {} };
  expect(missingOptional(packages)).toEqual([{ name: 'a-darwin-x64', version: '1.0.0', wantedBy: 'node_modules/a' }]);
});

test('lock and manifest name the same packages', () => {
  const { dependencies, devDependencies } = lock.packages[''];
  expect({ dependencies, devDependencies }).toEqual({ dependencies: manifest.dependencies, devDependencies: manifest.devDependencies });
});

test('every dependency is pinned to one version', () => {
  const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.filter((version) => !/^(npm:[@\w/-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('the packages that run this test are those of the lock', () => {
  expect(installReason()).toBeUndefined();
});
