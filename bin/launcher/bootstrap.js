'use strict';
// What must be true before any TypeScript can run: a Node that is new enough, and the packages of package-lock.json.
// Node built-ins only, and syntax that an old Node still parses, so that it can say what is wrong.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '..', '..');
const OLDEST_NODE = [20, 19];
const LOCK = path.join(ROOT, '.careway-installing');

/** Makes the project runnable. True when it is; otherwise says why on stderr, sets the exit code and is false. */
function prepare() {
  const problem = nodeProblem(process.versions.node) || installProblem();
  if (!problem) return true;
  process.stderr.write('✗ ' + problem + '\n');
  process.exitCode = 2;
  return false;
}

/** One sentence when this Node is older than package.json asks for, else undefined. */
function nodeProblem(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return undefined;
  return 'Careway needs Node ' + OLDEST_NODE.join('.') + ' or newer and this is Node ' + version + ': install a newer Node (https://nodejs.org) and run the command again.';
}

/** Installs the packages when they are missing or not those of package-lock.json; one sentence when that fails. */
function installProblem() {
  const reason = installReason();
  if (!reason) return undefined;
  const lockProblem = takeLock();
  if (lockProblem) return lockProblem;
  try {
    const stillNeeded = installReason(); // another launcher may have installed while this one waited for the lock
    return stillNeeded ? install(stillNeeded) : undefined;
  } finally {
    fs.rmSync(LOCK, { recursive: true, force: true });
  }
}

function install(reason) {
  process.stderr.write('• Packages: ' + reason + '; running npm ci (about a minute)\n');
  const started = Date.now();
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=warn'], { cwd: ROOT, stdio: ['ignore', process.stderr, process.stderr], env: npmEnvironment() });
  if (npm.error && npm.error.code === 'ENOENT') return 'npm is not on the PATH: install npm (it comes with Node) and run the command again.';
  if (npm.signal) return 'The installation of packages was stopped (' + npm.signal + '): run the command again.';
  if (npm.status !== 0) return 'npm ci failed (its messages are above): check the network, the package registry (npm config get registry) and the free disk space, then run the command again.';
  process.stderr.write('✓ Packages installed (' + ((Date.now() - started) / 1000).toFixed(0) + ' s)\n');
  return undefined;
}

/** An outer `npm start` exports its own settings as npm_config_*; a production setting there would leave out what the tests need. */
function npmEnvironment() {
  const env = Object.assign({}, process.env, { npm_config_include: 'dev' });
  delete env.npm_config_omit;
  delete env.NODE_ENV;
  return env;
}

/** Why an installation is needed, or undefined: npm leaves what it installed in node_modules/.package-lock.json. */
function installReason() {
  const wanted = readPackages(path.join(ROOT, 'package-lock.json'));
  const installed = readPackages(path.join(ROOT, 'node_modules', '.package-lock.json'));
  if (!wanted) return undefined; // nothing to compare with: npm itself will complain when it is asked to
  if (!installed) return 'not installed yet';
  for (const place of Object.keys(wanted)) {
    if (place === '' || wanted[place].link) continue;
    const found = installed[place];
    if (!found && (wanted[place].optional || wanted[place].peer)) continue; // for another platform, or left to the user
    if (!found || found.version !== wanted[place].version) return 'package-lock.json has changed (' + place.replace(/^.*node_modules\//, '') + ')';
  }
  return undefined;
}

function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Two launchers must not run npm ci in one folder at once. Waits up to five minutes; a lock whose owner is gone is taken over. */
function takeLock() {
  const deadline = Date.now() + 300_000;
  let said = false;
  for (;;) {
    try {
      fs.mkdirSync(LOCK);
      fs.writeFileSync(path.join(LOCK, 'pid'), String(process.pid));
      return undefined;
    } catch (error) {
      if (error.code !== 'EEXIST') return 'The packages cannot be installed in ' + ROOT + ' (' + error.code + '): make the folder writable for this user.';
    }
    if (ownerIsGone()) {
      fs.rmSync(LOCK, { recursive: true, force: true });
      continue;
    }
    if (Date.now() > deadline) return 'Another installation of the packages has been running for five minutes: wait for it, or remove ' + LOCK + ' if there is none.';
    if (!said) process.stderr.write('• Packages: waiting for another installation to end\n');
    said = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  }
}

function ownerIsGone() {
  try {
    const pid = Number(fs.readFileSync(path.join(LOCK, 'pid'), 'utf8'));
    if (!pid) return Date.now() - fs.statSync(LOCK).mtimeMs > 5000;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    if (error.code === 'ENOENT') return fs.existsSync(LOCK) && Date.now() - fs.statSync(LOCK).mtimeMs > 5000;
    return error.code === 'ESRCH';
  }
}

module.exports = { prepare, nodeProblem, installReason };
