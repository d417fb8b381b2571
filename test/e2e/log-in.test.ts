import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '../../core/src/api/index.ts';
import { FakeServices, TestIdentityProvider } from '../../core/src/testing/index.ts';
import { root } from '../docs/daemon.ts';
import { hasBrowser, TestBrowser } from './browser.ts';

/** What the page for integrators says to write. */
async function documented(): Promise<string> {
  const page = await readFile(join(root, 'docs/integrators/api.md'), 'utf8');
  return /```js\n(.*?)```/s.exec(page)?.[1] ?? '';
}

describe.skipIf(!hasBrowser)('logging in, in a browser (Debian’s chromium)', () => {
  const stack = new AsyncDisposableStack();
  let fake: FakeServices;
  let place: string;
  let browser: TestBrowser;

  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'jackfield-passkeys-'));
    stack.defer(() => rm(directory, { recursive: true }));
    fake = new FakeServices(directory, join(directory, 's.sock'));
    const { listen } = stack.use(await createApi({ services: fake.services, daemon: { socket: fake.socket, listen: { address: '127.0.0.1', port: 0 } }, stop: () => {} }));
    place = `http://localhost:${listen.port}`;
    fake.publicUrl = place;
    browser = stack.use(await TestBrowser.start());
  });
  afterAll(async () => stack.disposeAsync());

  test('what the documentation says makes a passkey and logs in with it', async () => {
    const { page, context } = await browser.window();
    const devices = await context.newCDPSession(page);
    await devices.send('WebAuthn.enable');
    await devices.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
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
