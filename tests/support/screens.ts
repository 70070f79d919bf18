import { type Browser } from 'playwright-core';
import { type TestApi, startTestApi } from './api';
import { launchBrowser, type Person, signIn, type SignInOptions } from './browser';
import { startTestWeb, type TestWeb } from './web';

/** An API, the web in front of it and a browser: what a test file of pages needs. */
export class Screens {
  private constructor(readonly api: TestApi, private readonly web: TestWeb, private readonly browser: Browser) {}

  /** `live`: pages change by themselves, as the real Redis tells them. */
  static async open(options: { live?: boolean } = {}): Promise<Screens> {
    const [api, browser] = await Promise.all([startTestApi(options), launchBrowser()]);
    return new Screens(api, await startTestWeb(api.url), browser);
  }

  /** Somebody at a screen of their own. */
  signIn(username: string, options: SignInOptions = {}): Promise<Person> {
    return signIn(this.browser, this.web.url, username, options);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.web.stop();
    await this.api.stop();
  }
}
