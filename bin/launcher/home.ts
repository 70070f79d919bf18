import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EXIT, LaunchFailure, messageOf } from './failure';

/** The folder of the project itself. */
export const ROOT = resolve(__dirname, '..', '..');

const NEEDED_BYTES = 1024 ** 3;

/** Secrets made once for a home and kept in `secrets.json`, readable by its owner only. */
export interface Secrets {
  /** Key ring for field encryption and the payload codec: "k1:<base64 of 32 bytes>", newest first. */
  readonly keys: string;
  readonly serviceToken: string;
  readonly databasePassword: string;
  readonly databaseOwnerPassword: string;
  readonly redisPassword: string;
  readonly smsApiKey: string;
  /** Password of the demonstration's logins, easy to type. */
  readonly demoPassword: string;
}

/** Where one installation keeps data, logs, secrets and the record of what it runs. */
export interface Home {
  readonly path: string;
  readonly logs: string;
  readonly tools: string;
  file(...parts: string[]): string;
}

/** Names a home without touching the disk. `CAREWAY_HOME` or `given` moves it; the default lies in the project. */
export function homeAt(given: string | undefined, fallback = '.careway'): Home {
  const path = given ? resolve(given) : join(ROOT, fallback);
  return { path, logs: join(path, 'logs'), tools: join(path, 'tools'), file: (...parts) => join(path, ...parts) };
}

/** Creates the home's folders, private to this user. Fails when they cannot be written or the disk is nearly full. */
export function openHome(home: Home): void {
  try {
    for (const folder of [home.path, home.logs, home.tools]) mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(home.path, 0o700);
  } catch (error) {
    throw new LaunchFailure(`The data folder ${home.path} cannot be written (${messageOf(error)}): choose another with CAREWAY_HOME or make it writable.`);
  }
  assertSpace(home.path);
}

function assertSpace(path: string): void {
  const disk = statfsSync(path);
  const free = disk.bavail * disk.bsize;
  if (free >= NEEDED_BYTES) return;
  throw new LaunchFailure(`Only ${Math.floor(free / 1024 ** 2)} MiB are free on the disk of ${path} and Careway needs 1 GiB: free some space, or choose a folder on another disk with CAREWAY_HOME.`);
}

/** Removes everything in the home but downloaded tools. The caller has made sure that nothing of it is running. */
export function wipeHome(home: Home): void {
  if (!existsSync(home.path)) return;
  assertOurs(home);
  for (const name of readdirSync(home.path)) {
    if (name !== 'tools' && name !== 'launcher.lock') rmSync(home.file(name), { recursive: true, force: true });
  }
}

/** `--fresh` deletes; a CAREWAY_HOME that points at somebody's documents must not lose them. */
function assertOurs(home: Home): void {
  const names = readdirSync(home.path).filter((name) => name !== 'launcher.lock');
  if (names.length === 0 || names.includes('secrets.json') || names.every((name) => name === 'logs' || name === 'tools')) return;
  throw new LaunchFailure(`${home.path} does not look like a Careway data folder, so --fresh leaves it alone: check CAREWAY_HOME.`, EXIT.usage);
}

/** Reads the home's secrets, making those it does not have yet: all on the first run, later ones after an upgrade. */
export function secretsOf(home: Home): Secrets {
  const file = home.file('secrets.json');
  const known = existsSync(file) ? readSecrets(file) : {};
  const secrets: Secrets = { ...newSecrets(), ...known };
  if (Object.keys(known).length < Object.keys(secrets).length) writePrivate(file, JSON.stringify(secrets, null, 2));
  return secrets;
}

function newSecrets(): Secrets {
  return {
    keys: `k1:${randomBytes(32).toString('base64')}`,
    serviceToken: randomBytes(32).toString('base64url'),
    databasePassword: randomBytes(18).toString('base64url'),
    databaseOwnerPassword: randomBytes(18).toString('base64url'),
    redisPassword: randomBytes(18).toString('base64url'),
    smsApiKey: randomBytes(18).toString('base64url'),
    demoPassword: `care-${randomBytes(6).toString('hex')}`,
  };
}

function readSecrets(file: string): Partial<Secrets> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>;
  } catch (error) {
    throw new LaunchFailure(`${file} cannot be read (${messageOf(error)}): restore it from a backup, or begin again with npm start -- --fresh.`);
  }
}

/** Writes a file that only its owner can read, in one step, so that a reader never sees half of it. */
export function writePrivate(file: string, text: string): void {
  const draft = `${file}.${process.pid}.new`;
  try {
    writeFileSync(draft, text, { mode: 0o600 });
  } catch (error) {
    rmSync(draft, { force: true }); // half of it, on a full disk
    throw error;
  }
  // Rename is atomic within one folder; the mode comes with the new file.
  renameSync(draft, file);
}
