import { Command } from 'commander';
import { EXIT, LaunchFailure } from '../launcher/failure';
import { homeAt } from '../launcher/home';
import { readLogins } from '../launcher/logins';

/** `careway logins`: the demonstration's logins. Refused where no demonstration was loaded. */
export function loginsCommand(): Command {
  return new Command('logins')
    .description('the logins of the demonstration hospital, one or more per role')
    .option('--json', 'print a JSON array')
    .action(({ json }: { json?: boolean }) => {
      const logins = readLogins(homeAt(process.env['CAREWAY_HOME']));
      if (logins.length === 0 || process.env['CAREWAY_DEMO'] === '0') {
        throw new LaunchFailure('Logins are printed for the demonstration hospital only, and none has been loaded here: npm start loads it.', EXIT.usage);
      }
      const lines = logins.map(({ role, username, password, totpSecret }) => `${role.padEnd(22)}${username.padEnd(26)}${password}${totpSecret ? `  TOTP ${totpSecret}` : ''}`);
      process.stdout.write(json ? `${JSON.stringify(logins, null, 2)}\n` : `${lines.join('\n')}\n`);
    });
}
