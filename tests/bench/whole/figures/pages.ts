import { PlainBrowser } from '../../../support/web';
import { BENCH_PASSWORD, type BenchHospital } from '../benchHospital';
import { type Spread, timeCalls } from '../stats';

const ROUNDS = 15;

/** The page each role comes to after sign-in, made by the web from what the API answers; by role. A patient signs in with a second factor and is left out. */
export async function measurePages({ logins, hospital }: BenchHospital): Promise<Record<string, Spread>> {
  const pages: Record<string, Spread> = {};
  for (const { role, username, totpSecret } of logins) {
    if (role === 'patient' || pages[role]) continue;
    const browser = new PlainBrowser(hospital.webUrl);
    const { location } = await browser.signIn(username, BENCH_PASSWORD, totpSecret);
    const home = location === '/' ? (await browser.get('/')).location : location;
    if (!home) throw new Error(`${role} could not sign in.`);
    pages[role] = await timeCalls(async () => {
      const { status } = await browser.get(home);
      if (status !== 200) throw new Error(`${home} answered ${status} to ${role}.`);
    }, ROUNDS);
  }
  return pages;
}
