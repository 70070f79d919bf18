import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KeyRing } from '../../keys/keyRing';
import { checkTrail, compareLoaded, loadBeside } from './loadBeside';
import { type Manifest, checkBackup } from './manifest';
import { type Places } from './places';
import { refuseOtherServer } from './refusal';
import { unpackFolders } from './restoreFolders';
import { secondsSince } from './takeBackup';

export interface Verified {
  readonly manifest: Manifest;
  readonly auditEvents: number;
  readonly seconds: number;
}

/** Prove a backup by restoring it into a scratch database and counting; the database is dropped, and nothing of the hospital is touched. */
export async function verifyBackup(places: Pick<Places, 'ownerUrl'>, keys: KeyRing, folder: string, progress: (text: string) => void): Promise<Verified> {
  const started = performance.now();
  const backup = await checkBackup(folder, keys, (name) => progress(`reading ${name}`));
  await refuseOtherServer(places.ownerUrl, backup.manifest);
  const staging = mkdtempSync(join(tmpdir(), 'careway-verify-'));
  const loaded = await loadBeside(places.ownerUrl, backup, progress);
  try {
    await unpackFolders(backup, staging);
    progress('comparing');
    await compareLoaded(loaded, backup.manifest);
    const auditEvents = await checkTrail(loaded, keys, join(staging, 'audit'));
    return { manifest: backup.manifest, auditEvents, seconds: secondsSince(started) };
  } finally {
    await loaded.drop();
    rmSync(staging, { recursive: true, force: true });
  }
}
