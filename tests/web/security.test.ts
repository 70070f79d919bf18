import { makeJourney, makePatient, makeWard } from '../factories/hospital';
import { makeTask } from '../factories/tasks';
import { type TestApi, startTestApi, TEST_PASSWORD } from '../support/api';
import { PlainBrowser, startTestWeb, type TestWeb } from '../support/web';

let api: TestApi;
let web: TestWeb;
beforeAll(async () => {
  api = await startTestApi();
  web = await startTestWeb(api.url);
});
afterAll(async () => {
  await web.stop();
  await api.stop();
});

describe('the web’s defences', () => {
  test('nothing inline, nothing from elsewhere, nothing stored', async () => {
    const { headers } = await new PlainBrowser(web.url).get('/login');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-|\*|https?:/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('the session cookie cannot be read by scripts nor sent from elsewhere', async () => {
    const nurse = await api.as('nurse');
    const answer = await new PlainBrowser(web.url).signIn(nurse.username);
    const session = answer.headers.getSetCookie().find((line) => line.startsWith('__Host-careway=')) ?? '';
    expect(session).toMatch(/; HttpOnly; SameSite=Lax; Secure/);
    expect(session).toContain('Path=/');
    expect(session).not.toContain('Domain');
    expect(answer).toMatchObject({ status: 303, location: '/tasks' });
  });

  test('a browser that refuses secure cookies on loopback can sign in there, and never over https', async () => {
    const nurse = await api.as('nurse');
    const safari = new PlainBrowser(web.url, false);
    expect((await safari.signIn(nurse.username)).location).toBe('/tasks');
    expect((await safari.get('/tasks')).status).toBe(200);
    const https = await startTestWeb(api.url, { CAREWAY_WEB_URL: 'https://careway.example' });
    const answer = await new PlainBrowser(https.url).signIn(nurse.username);
    expect(answer.headers.getSetCookie().filter((line) => !line.startsWith('__Host-'))).toEqual([]);
    expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    await https.stop();
  });

  test('a post without the page’s token, or from another site, changes nothing', async () => {
    const nurse = await api.as('nurse');
    const browser = new PlainBrowser(web.url);
    await browser.signIn(nurse.username);
    const page = await browser.get('/tasks');
    expect(page.text).toContain('name="_csrf"');
    const without = await fetch(`${web.url}/logout`, { method: 'POST', redirect: 'manual', headers: { cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; '), 'content-type': 'application/x-www-form-urlencoded' }, body: '_csrf=made.up' });
    expect(without.status).toBe(403);
    expect((await browser.post('/logout', {}, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await browser.post('/logout', {}, { origin: 'null' })).status).toBe(403);
    expect((await browser.get('/tasks')).status).toBe(200);
    expect((await browser.post('/logout', {}, { origin: web.url })).location).toBe('/login');
    expect((await browser.get('/tasks')).location).toBe('/login?next=%2Ftasks');
  });

  test('sign-in returns to a page of ours only', async () => {
    const nurse = await api.as('nurse');
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', '/tasks\r\nset-cookie: x=1']) {
      const browser = new PlainBrowser(web.url);
      await browser.get('/login');
      expect((await browser.post('/login', { username: nurse.username, password: TEST_PASSWORD, next })).location).toBe('/tasks');
    }
    const browser = new PlainBrowser(web.url);
    await browser.get('/login');
    expect((await browser.post('/login', { username: nurse.username, password: TEST_PASSWORD, next: '/beds?show=all' })).location).toBe('/beds?show=all');
  });

  test('a name with markup in it is text (CVE-2021-30030)', async () => {
    const { wardId } = await makeWard();
    const patient = await makePatient(api.database, { family: '<script>alert(1)</script>', given: '"><img src=x>' });
    await makeTask(await makeJourney(api.database, { patient, wardId }), 'observation-round', { wardId });
    const browser = new PlainBrowser(web.url);
    await browser.signIn((await api.as('nurse')).username);
    const { text } = await browser.get('/tasks');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toMatch(/<script>alert|<img src=x>/);
  });

  test('style and script may be kept for ever, under an address that changes with them', async () => {
    const { text } = await new PlainBrowser(web.url).get('/login');
    const style = /href="(\/assets\/[^"]+\.css)"/.exec(text)?.[1] ?? '';
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(text)?.[1] ?? '';
    let total = 0;
    for (const path of [style, script]) {
      const answer = await fetch(web.url + path, { headers: { 'accept-encoding': 'identity' } });
      expect(answer.headers.get('cache-control')).toContain('immutable');
      total += (await answer.arrayBuffer()).byteLength;
    }
    expect(total).toBeGreaterThan(10_000);
    expect((await fetch(`${web.url}/assets/000000000000/careway.css`)).status).toBe(404);
    expect((await fetch(`${web.url}/assets/..%2f..%2fpackage.json`)).status).toBe(404);
  });

  test('no page holds what a nurse may not see: each asks the API with her token', async () => {
    const browser = new PlainBrowser(web.url);
    await browser.signIn((await api.as('nurse')).username);
    for (const path of ['/claims', '/accounts', '/admin', '/admin/users', '/audit', '/incidents', '/my-care']) {
      const answer = await browser.get(path);
      expect([path, answer.status]).toEqual([path, 403]);
      expect(answer.text).toContain('<h1>');
    }
  });
});
