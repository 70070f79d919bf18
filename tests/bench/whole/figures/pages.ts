import { newToken } from '../../../../api/services/sessions';
import { Session, StaffUser } from '../../../../db/models';
import { newId } from '../../../../db/newId';
import { homeOf } from '../../../../web/navigation';
import { PlainBrowser } from '../../../support/web';
import { type BenchHospital } from '../benchHospital';
import { type Spread, timeCalls } from '../stats';

const ROUNDS = 15;
const HOUR_MS = 3_600_000;

/** The first page of each role after sign-in, made by the web from what the API answers; by role. */
export async function measurePages({ logins, hospital }: BenchHospital): Promise<Record<string, Spread>> {
  const pages: Record<string, Spread> = {};
  for (const { role, username } of logins) {
    if (pages[role]) continue;
    const browser = new PlainBrowser(hospital.webUrl);
    browser.cookies.set('__Host-careway', await signedIn(username));
    const home = homeOf([role]);
    pages[role] = await timeCalls(async () => {
      const { status } = await browser.get(home);
      if (status !== 200) throw new Error(`${home} answered ${status} to ${role}.`);
    }, ROUNDS);
  }
  return pages;
}

/** A session as signing in with both factors leaves it: codes sign in once in half a minute, and are measured nowhere here. */
async function signedIn(username: string): Promise<string> {
  const user = await StaffUser.findOne({ where: { username } });
  if (!user) throw new Error(`Nobody is ${username}.`);
  const { token, hash: tokenHash } = newToken();
  await Session.create({ id: newId(), tokenHash, userId: user.id, twoFactor: 1, expiresAt: new Date(Date.now() + HOUR_MS) });
  return token;
}
