import { setTimeout as pause } from 'node:timers/promises';
import { type Chance } from '../../../bin/simulate/random';
import { STAFF, usernameOf } from '../../../db/seeds/staff';
import { type Role } from '../../../domain/roles';
import { PLAYED_PASSWORD } from '../../support/playedHospital';
import { PlainBrowser } from '../../support/web';

/** Who looks, and at what. */
const ROUNDS: readonly { readonly role: Role; readonly pages: readonly string[] }[] = [
  { role: 'charge-nurse', pages: ['/tasks', '/journeys', '/patients', '/beds', '/observations', '/shift', '/incidents'] },
  { role: 'physician', pages: ['/tasks', '/journeys', '/patients', '/observations', '/results', '/beds'] },
  { role: 'billing', pages: ['/claims', '/accounts', '/journeys', '/tasks', '/incidents'] },
  { role: 'coder', pages: ['/tasks', '/claims', '/patients'] },
];
const LINK = /href="(\/(?:journeys|patients|tasks|claims)\/[0-9a-f-]{36})"/g;
const BETWEEN_MS = 5_000;
const TRIES = 60;

interface Visitor {
  readonly role: Role;
  readonly pages: readonly string[];
  readonly browser: PlainBrowser;
}

/** People who only look, page after page, while everything fails around them. Nobody may be signed out by a fault, or be shown that what a list leads to is not there. */
export class Visitors {
  /** What they were shown, by status; `none`: nothing answered. */
  readonly met: Record<string, number> = {};
  readonly wrong: string[] = [];

  private constructor(private readonly visitors: readonly Visitor[], private readonly chance: Chance) {}

  /** Nobody, when there is no web. */
  static async signIn(web: string | null, chance: Chance): Promise<Visitors> {
    const visitors = web === null ? [] : await Promise.all(ROUNDS.map(async ({ role, pages }) => ({ role, pages, browser: await signedIn(web, role) })));
    return new Visitors(visitors, chance);
  }

  async browse(isOver: () => boolean): Promise<void> {
    await Promise.all(this.visitors.map(async (visitor) => {
      while (!isOver()) {
        const link = this.chance.pick((await this.look(visitor, this.chance.pick(visitor.pages) ?? '/')) ?? []);
        if (link) await this.look(visitor, link);
        await pause(BETWEEN_MS);
      }
    }));
  }

  /** Everything is healed: everybody gets every page. */
  async lookAround(): Promise<void> {
    for (const visitor of this.visitors) {
      for (const page of visitor.pages) if ((await this.look(visitor, page)) === null) this.wrong.push(`${visitor.role} does not get ${page} although all is healed`);
    }
  }

  /** The links of a page that was shown; null when it was not. */
  private async look({ role, browser }: Visitor, path: string): Promise<string[] | null> {
    const answer = await browser.get(path).catch(() => null);
    const status = String(answer?.status ?? 'none');
    this.met[status] = (this.met[status] ?? 0) + 1;
    if (answer && answer.status >= 300 && answer.status < 500) this.wrong.push(`${role} asked for ${path} and got ${status} ${answer.location ?? ''}`);
    return answer?.status === 200 ? [...answer.text.matchAll(LINK)].map(([, link = '/']) => link) : null;
  }
}

async function signedIn(web: string, role: Role): Promise<PlainBrowser> {
  const username = usernameOf(STAFF.find((one) => one.role === role)?.name ?? '');
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const browser = new PlainBrowser(web);
    const answer = await browser.signIn(username, PLAYED_PASSWORD).catch(() => null);
    if (answer?.status === 303) return browser;
    await pause(500);
  }
  throw new Error(`${username} cannot sign in at ${web}.`);
}
