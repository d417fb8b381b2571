import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApi } from '../../core/src/api/index.ts';
import { FakeServices, TestIdentityProvider } from '../../core/src/testing/index.ts';
import { root } from '../docs/daemon.ts';
import { hasBrowser, picturesOf, TestBrowser } from './browser.ts';

/** What the page for integrators says to write. */
async function documented(): Promise<string> {
  const page = await readFile(join(root, 'docs/integrators/api.md'), 'utf8');
  return /```js\n(.*?)```/s.exec(page)?.[1] ?? '';
}

const sentence = 'a long sentence for tests';
const picture = picturesOf('log-in');

const authenticator = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } as const;

describe.skipIf(!hasBrowser)('logging in, in a browser (Debian’s chromium)', () => {
  const stack = new AsyncDisposableStack();
  let fake: FakeServices;
  let place: string;
  let browser: TestBrowser;

  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'jackfield-passkeys-'));
    stack.defer(() => rm(directory, { recursive: true }));
    fake = new FakeServices(directory, join(directory, 's.sock'));
    browser = stack.use(await TestBrowser.start());
  });
  afterAll(async () => stack.disposeAsync());
  // An API for each: they log in more often together than one network may.
  beforeEach(async () => {
    const api = await createApi({ services: fake.services, daemon: { socket: fake.socket, listen: { address: '127.0.0.1', port: 0 } }, stop: () => {} });
    place = `http://localhost:${api.listen.port}`;
    fake.publicUrl = place;
    return async () => {
      await browser.closeWindows();
      await api[Symbol.asyncDispose]();
    };
  });

  test('what the documentation says makes a passkey and logs in with it', async () => {
    const { page, context } = await browser.window();
    const devices = await context.newCDPSession(page);
    await devices.send('WebAuthn.enable');
    await devices.send('WebAuthn.addVirtualAuthenticator', { options: authenticator });
    await fake.people.add('ada', []);
    const { secret, csrf } = await fake.people.sessions.open('ada', 'link', { address: '127.0.0.1', agent: '' });
    await context.addCookies([{ name: 'jackfield', value: secret, url: place, httpOnly: true, sameSite: 'Strict' }]);
    await page.goto(`${place}/set-up`);
    const script = await documented();
    expect(await page.evaluate(`(async () => { ${script}; return makePasskey('laptop', ${JSON.stringify(csrf)}); })()`)).toMatchObject({ title: 'laptop' });

    await context.clearCookies();
    expect(await page.evaluate(`(async () => { ${script}; return logInWithPasskey(); })()`)).toMatchObject({ person: 'ada' });
    expect(await page.evaluate("fetch('/api/session').then((response) => response.json())")).toMatchObject({ person: 'ada' });
    // A device that holds one already makes no second.
    const { csrf: held } = await page.evaluate<{ readonly csrf: string }>("fetch('/api/session').then((response) => response.json())");
    await expect(page.evaluate(`(async () => { ${script}; return makePasskey('again', ${JSON.stringify(held)}); })()`)).rejects.toThrow('InvalidStateError');
    expect(browser.complaints).toEqual([]);
  });

  test('a passkey is made and used by the buttons of the console, also to say once more who one is', async () => {
    const { page, context } = await browser.window();
    const devices = await context.newCDPSession(page);
    await devices.send('WebAuthn.enable');
    await devices.send('WebAuthn.addVirtualAuthenticator', { options: authenticator });
    await fake.people.setUp((await fake.people.add('dora', [{ at: { level: 'organization' }, role: 'viewer' }])).secret, 'dora', sentence);
    const longAgo = async (): Promise<void> => {
      const { secret } = await fake.people.sessions.open('dora', 'password', { address: '127.0.0.1', agent: 'long ago' }, { provedAt: 0 });
      await context.addCookies([{ name: 'jackfield', value: secret, url: place, httpOnly: true, sameSite: 'Strict' }]);
      await page.goto(`${place}/settings`);
    };
    const asked = page.getByRole('dialog', { name: 'Is it you?' });
    await longAgo();
    await page.getByLabel('Name of a new one').fill('laptop');
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await asked.getByLabel('Your password').fill(sentence);
    await asked.getByRole('button', { name: 'It is me' }).click();
    // What was refused is done, without another click.
    await page.getByRole('table', { name: 'Passkeys' }).getByText('laptop').waitFor();
    await picture(page, 'passkey made');

    await page.getByRole('button', { name: 'dora: menu' }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'With a passkey' }).click();
    await page.getByRole('button', { name: 'dora: menu' }).waitFor();
    await picture(page, 'logged in by it');

    await fake.people.sessions.open('dora', 'password', { address: '192.0.2.7', agent: 'somewhere else' });
    await longAgo();
    await page.getByRole('button', { name: 'End the session at 192.0.2.7' }).click();
    await page.getByRole('button', { name: 'End it', exact: true }).click();
    await asked.getByRole('button', { name: 'With a passkey' }).click();
    await page.getByRole('button', { name: 'End the session at 192.0.2.7' }).waitFor({ state: 'detached' });
    expect(browser.complaints.filter((complaint) => !complaint.includes('403'))).toEqual([]);
  }, 60_000);

  test('who has to log in once more goes on where they were; somebody else begins anew', async () => {
    const { page, context } = await browser.window();
    for (const name of ['bob', 'cid']) await fake.people.setUp((await fake.people.add(name, [{ at: { level: 'organization' }, role: 'viewer' }])).secret, name, sentence);
    const { secret } = await fake.people.sessions.open('bob', 'password', { address: '127.0.0.1', agent: '' }, { provedAt: 0 });
    await context.addCookies([{ name: 'jackfield', value: secret, url: place, httpOnly: true, sameSite: 'Strict' }]);
    await page.goto(`${place}/settings/tokens`);
    const title = page.getByRole('textbox', { name: 'For', exact: true });
    const make = page.getByRole('button', { name: 'Make it' });
    await title.fill('backup');
    await make.click();
    await page.getByLabel('Your password').fill(sentence);
    await page.getByRole('button', { name: 'It is me' }).click();
    // What was refused is done at once, in the new session.
    await page.getByText('The token “backup”, shown this once').waitFor();

    const over = page.getByRole('dialog', { name: 'Your session is over' });
    const logIn = over.getByRole('button', { name: 'Log in' });
    const fillIn = async (name: string): Promise<void> => {
      await fake.people.sessions.endAll('bob');
      await make.click();
      await over.getByRole('textbox', { name: 'Name' }).fill(name);
      await over.getByRole('textbox', { name: 'Password' }).fill(sentence);
    };
    await title.fill('report');
    await fillIn('bob');
    // The proxy before the host is away, then the host says to wait: neither says anything of the session.
    await page.route('**/api/session', async (route) => route.fulfill({ status: 502, body: 'bad gateway' }));
    await logIn.click();
    await over.getByText('The host does not answer').waitFor();
    await picture(page, 'session over and no answer');
    await page.unroute('**/api/session');
    const wait = { type: 'x', title: 'x', status: 429, detail: 'too many logins from here', code: 'JF8405', hint: 'Wait a minute.', where: '', more: [] };
    await page.route('**/api/session', async (route) => route.fulfill({ status: 429, contentType: 'application/problem+json', body: JSON.stringify(wait) }));
    await logIn.click();
    await over.getByText('too many logins from here').waitFor();
    expect(await over.getByRole('textbox', { name: 'Password' }).inputValue()).toBe(sentence);
    await page.unroute('**/api/session');
    await logIn.click();
    await over.waitFor({ state: 'detached' });
    expect(await title.inputValue()).toBe('report');
    await make.click();
    await page.getByText('The token “report”, shown this once').waitFor();
    await page.getByText('live', { exact: true }).waitFor();

    await title.fill('of bob');
    await fillIn('cid');
    await logIn.click();
    await over.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'cid: menu' }).waitFor();
    expect(await title.inputValue()).toBe('');
    expect(await page.getByText('shown this once').count()).toBe(0);
    expect(browser.complaints.filter((complaint) => !/status of (403|429|502)/.test(complaint))).toEqual([]);
  }, 60_000);

  test('the page that the identity provider sends back to completes the login, and keeps nothing in the address', async () => {
    await using provider = await TestIdentityProvider.start(place);
    fake.oidc = { title: 'Acme', place: { file: 'jackfield.yaml', line: 1, column: 1 }, issuer: provider.issuer, clientId: 'jackfield', credentials: 'sso', alsoAt: [], scopes: [], nameClaim: 'preferred_username', create: true, groups: null };
    provider.accounts.set('s-eve', { preferred_username: 'eve', groups: [] });
    provider.atKeyboard = 's-eve';
    const { page } = await browser.window();
    await page.goto(`${place}/set-up`);
    await page.evaluate(`(async () => { ${await documented()}; location.href = (await post('/session/oidc/begin')).url; })()`);
    await page.waitForURL(`${place}/`);
    expect(await page.evaluate("fetch('/api/session').then((response) => response.json())")).toMatchObject({ person: 'eve' });
    // Who comes there without having begun is told, and is nobody.
    const { page: other } = await browser.window();
    await other.goto(`${place}/oidc?code=stolen&state=stolen`);
    await other.getByText('another browser').waitFor();
    expect(other.url()).toBe(`${place}/oidc`);
  });
});
