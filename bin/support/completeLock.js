'use strict';
// npm leaves a package for another platform out of package-lock.json when the registry it asked does not carry it, and
// `npm ci` then refuses the lock everywhere. This writes the missing entries back: name and version stand in the package that
// wants them, system and processor in the name. Run it after `npm install` on such a registry; a test tells when it is needed.
const fs = require('node:fs');
const path = require('node:path');

const FILE = path.join(__dirname, '..', '..', 'package-lock.json');
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];

/** The optional packages that a lock's packages ask for and it does not have: [{ name, version, wantedBy }]. */
function missingOptional(packages) {
  return Object.entries(packages).flatMap(([place, entry]) => Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => !isResolved(packages, place, name))
    .map(([name, version]) => ({ name, version, wantedBy: place })));
}

/** Node's own search: beside the package, then in every folder above it. */
function isResolved(packages, place, name) {
  for (let base = place; ; base = base.slice(0, Math.max(base.lastIndexOf('/node_modules/'), 0))) {
    if (packages[`${base ? `${base}/` : ''}node_modules/${name}`]) return true;
    if (!base) return false;
  }
}

function entryFor({ name, version, wantedBy }, packages) {
  const words = name.split('/').pop().split('-');
  const system = SYSTEMS.find((each) => words.includes(each));
  const processor = PROCESSORS.find((each) => words.includes(each));
  if (!system || !processor || !/^\d/.test(version)) throw new Error(`${name}@${version}: write its entry by hand, its name does not say which platform it is for`);
  const libc = words.includes('musl') ? ['musl'] : system === 'linux' && words.includes('gnu') ? ['glibc'] : undefined;
  const { dev, license, engines } = packages[wantedBy];
  return { version, cpu: [processor], ...(dev ? { dev } : {}), ...(libc ? { libc } : {}), license, optional: true, os: [system], ...(engines ? { engines } : {}) };
}

function complete() {
  const lock = JSON.parse(fs.readFileSync(FILE, 'utf8'));
  const missing = missingOptional(lock.packages);
  for (const each of missing) lock.packages[`node_modules/${each.name}`] = entryFor(each, lock.packages);
  const [root, ...others] = Object.entries(lock.packages);
  // npm's own order, so that its next change is a small one.
  others.sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries([root, ...others]);
  fs.writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`${missing.length} entries added to package-lock.json\n`);
}

module.exports = { missingOptional };
if (require.main === module) complete();
