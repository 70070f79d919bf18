import { Command } from 'commander';
import { type KeyStatus, keyStatus, rotateKeys, RotationRefused, type Rotated } from '../../db/keys/rotate';
import { EXIT, LaunchFailure } from '../launcher/failure';
import { openRecord } from '../support/record';

/** `careway keys`: which keys seal the record, and a change of keys while people work. */
export function keysCommand(): Command {
  const keys = new Command('keys').description('the keys that seal the record');
  keys.command('status')
    .description('which keys there are and how much each has sealed; counts every sealed value')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const { database, keys: ring } = await openRecord('look at');
      const status = await keyStatus(database.sequelize, ring).finally(() => database.close());
      process.stdout.write(json ? `${JSON.stringify(status, null, 2)}\n` : `${statusInWords(status)}\n`);
    });
  keys.command('rotate')
    .description('seal everything anew: data keys under the newest key of CAREWAY_KEYS, every field under a new data key; stopped anywhere, it goes on when called again')
    .option('--per-second <values>', 'seal so many values a second at most', wholeNumber)
    .option('--json', 'print one JSON object')
    .action(async ({ json, perSecond }: { json?: boolean; perSecond?: number }) => {
      const { database, keys: ring } = await openRecord('rotate the keys of');
      try {
        const progress = (text: string) => void process.stderr.write(`• ${text}\n`);
        const rotated = await rotateKeys(database.sequelize, ring, database.cipher, { perSecond: perSecond ?? null, progress });
        process.stdout.write(json ? `${JSON.stringify(rotated, null, 2)}\n` : `${rotatedInWords(rotated)}\n`);
      } catch (error) {
        if (error instanceof RotationRefused) throw new LaunchFailure(error.message, EXIT.usage);
        throw error;
      } finally {
        await database.close();
      }
    });
  return keys;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new LaunchFailure(`"${text}" is no whole number above zero.`, EXIT.usage);
  return value;
}

function statusInWords({ masterKeys, dataKeys, processes }: KeyStatus): string {
  return [
    ...masterKeys.map(({ id, newest, dataKeys: count }) => `master key ${id}: ${newest ? 'the newest; ' : ''}${count} data keys${count === 0 && !newest ? '; needed by the audit chain, running journeys and older backups only' : ''}`),
    ...dataKeys.map(({ id, purpose, masterKey, sealsFrom, retiredAt, values, forGood }) => `data key ${id} (${purpose}, under ${masterKey}): ${purpose === 'index' ? 'blind index' : `${values} values, ${forGood} on the audit trail${retiredAt ? ', retired' : sealsFrom ? '' : ', seals nothing yet'}`}`),
    `${processes} running processes hold them`,
  ].join('\n');
}

function rotatedInWords({ rewrapped, dataKey, resumed, resealed, seconds }: Rotated): string {
  return `✓ ${resumed ? 'Went on with' : 'Made'} ${dataKey}: ${resealed} values sealed anew, ${rewrapped} data keys wrapped anew (${seconds} s). Older master keys are needed by the audit chain, running journeys (until Temporal's retention has passed) and older backups.`;
}
