import { existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { installReason, nodeProblem } from '../bootstrap';
import { findChromium } from '../chromium';
import { canInstallPackages } from '../debian';
import { dockerAnswers } from '../docker';
import { type Home, ROOT } from '../home';
import { type Finding, note, ok, problem } from './finding';

const GIB = 1024 ** 3;

/** Node, packages, disk, rights: what has to be right before any server. */
export async function examineMachine(home: Home): Promise<Finding[]> {
  return [examineNode(), examinePackages(), examineDisk(home), ...examineSecrets(home), examineChromium(), await examineInstallers()];
}

function examineNode(): Finding {
  const wrong = nodeProblem(process.versions.node);
  return wrong ? problem('Node', `version ${process.versions.node}`, wrong) : ok('Node', process.versions.node);
}

function examinePackages(): Finding {
  const reason = installReason();
  return reason ? problem('Packages', reason, `npm ci in ${ROOT}`) : ok('Packages', 'those of package-lock.json');
}

function examineDisk(home: Home): Finding {
  const disk = statfsSync(existsSync(home.path) ? home.path : existing(dirname(home.path)));
  const free = disk.bavail * disk.bsize;
  const text = `${(free / GIB).toFixed(1)} GiB free for ${home.path}`;
  return free < GIB ? problem('Disk', text, 'free at least 1 GiB, or choose a folder on another disk with CAREWAY_HOME') : ok('Disk', text);
}

function existing(path: string): string {
  return existsSync(path) ? path : existing(dirname(path));
}

function examineSecrets(home: Home): Finding[] {
  const findings: Finding[] = [];
  for (const name of ['secrets.json', 'environment.json', 'state.json', 'logins.json']) {
    const file = home.file(name);
    if (existsSync(file) && (statSync(file).mode & 0o077) !== 0) findings.push(problem('Secrets', `${file} can be read by other users`, `chmod 600 ${file}`));
  }
  const keys = process.env['CAREWAY_KEYS'];
  if (keys && !keys.split(',').every(isKey)) findings.push(problem('Secrets', 'CAREWAY_KEYS is not "name:<base64 of 32 bytes>", comma separated', 'make one with: node -p "\'k1:\'+require(\'crypto\').randomBytes(32).toString(\'base64\')"'));
  return findings.length > 0 ? findings : [ok('Secrets', existsSync(home.file('secrets.json')) ? 'readable by this user only' : 'none yet; made at the first start')];
}

function isKey(text: string): boolean {
  const [name, key, ...rest] = text.trim().split(':');
  return Boolean(name) && rest.length === 0 && Buffer.from(key ?? '', 'base64').length === 32;
}

function examineChromium(): Finding {
  const found = findChromium();
  return found ? ok('Chromium', found) : note('Chromium', 'not found: only the browser tests need it', canInstallPackages() ? 'npm test installs it' : 'install chromium, or set CHROMIUM_PATH');
}

async function examineInstallers(): Promise<Finding> {
  const ways = [canInstallPackages() ? `Debian packages (${osName()})` : undefined, (await dockerAnswers()) ? 'docker compose' : undefined].filter(Boolean);
  return ways.length > 0
    ? ok('Installing', `missing servers can come from ${ways.join(' or ')}`)
    : note('Installing', 'missing servers cannot be installed from here: not root on Debian, and no docker engine answers', 'install them yourself, or set DATABASE_URL, REDIS_URL and TEMPORAL_ADDRESS');
}

function osName(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'apt';
  } catch {
    return 'apt';
  }
}
