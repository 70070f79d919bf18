import { existsSync, readFileSync } from 'node:fs';
import { type Home } from './home';

/** One way into the demonstration, written by the seed into the home's `logins.json`. */
export interface Login {
  readonly role: string;
  readonly username: string;
  readonly password: string;
  readonly totpSecret?: string;
}

/** The demonstration's logins; none where no demonstration was loaded. */
export function readLogins(home: Home): Login[] {
  const file = home.file('logins.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Login[]) : [];
}
