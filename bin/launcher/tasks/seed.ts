// Run by the launcher in the demonstration: patients, wards, plans, people. Safe to repeat. Writes the logins into the home,
// shows its progress as lines on stderr, and prints one JSON object. With --empty there are no patients.
import { openDatabase } from '../../../db/connect';
import { seedDemonstration, seedHospital } from '../../../db/seeds';
import { KeyRing } from '../../../keys/keyRing';
import { auditImport } from '../../support/auditImport';
import { messageOf } from '../failure';
import { homeAt, writePrivate } from '../home';
import { readLogins } from '../logins';

async function main(): Promise<void> {
  const { DATABASE_URL: url, CAREWAY_KEYS: keys, CAREWAY_HOME: home, CAREWAY_DEMO_PASSWORD: password } = process.env;
  if (!url || !keys || !home || !password) throw new Error('DATABASE_URL, CAREWAY_KEYS, CAREWAY_HOME and CAREWAY_DEMO_PASSWORD have to be set.');
  const keyRing = KeyRing.parse(keys);
  const database = await openDatabase(url, keyRing, { poolSize: 3 });
  try {
    // A record that was there before this home: its people have passwords nobody here knows.
    const resetPasswords = readLogins(homeAt(home)).length === 0;
    const seed = { passwords: password, resetPasswords };
    const { logins, imported } = process.argv.includes('--empty')
      ? { logins: await seedHospital(database, seed), imported: null }
      : await seedDemonstration(database, { ...seed, onProgress: showSteps(), beforeCommit: await auditImport(database, keyRing) });
    writePrivate(homeAt(home).file('logins.json'), JSON.stringify(logins, null, 2));
    process.stdout.write(`${JSON.stringify({ logins: logins.length, kept: imported?.totals.kept ?? 0, rejected: imported?.totals.rejected ?? 0 })}\n`);
  } finally {
    await database.close();
  }
}

/** A line for each file, when it begins. */
function showSteps(): (progress: { step: string; bytes: number; totalBytes: number }) => void {
  let last = '';
  return ({ step, bytes, totalBytes }) => {
    if (step === last) return;
    last = step;
    process.stderr.write(`${totalBytes === 0 ? 0 : Math.floor((bytes / totalBytes) * 100)} % ${step}\n`);
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 3;
});
