import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '../../core/src/api/index.ts';
import { changeOf, FakeServices, openIncident, portsStatus, savingPlugin, switchDevice } from '../../core/src/testing/index.ts';
import { hasBrowser, TestBrowser } from './browser.ts';

/** Each would say so in `window.ran`, or ask another server. */
const markup = '<img src="http://elsewhere.test/x" onerror="window.ran=1"><script>window.ran=1</script><svg onload="window.ran=1">';
const link = 'javascript:window.ran=1';
/** More than a manifest may have; the palette makes a heading of it by CSS. */
const commandTitle = `\\'; background: url(http://elsewhere.test/y) ${markup}`;

describe.skipIf(!hasBrowser)('what devices and plugins say of themselves, in a browser (Debian’s chromium)', () => {
  const stack = new AsyncDisposableStack();
  let fake: FakeServices;
  let place: string;
  let browser: TestBrowser;

  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'jackfield-markup-'));
    stack.defer(() => rm(directory, { recursive: true }));
    fake = new FakeServices(directory, join(directory, 's.sock'));
    const { services } = fake;
    const device = {
      ...switchDevice, name: markup, vendor: link, model: markup, version: markup, serial: link, labels: { role: markup }, interfaces: switchDevice.interfaces.map((one) => ({ ...one, name: markup, alias: markup, description: link })),
      neighbours: switchDevice.neighbours.map((one) => ({ ...one, remoteName: markup, remotePort: link })),
    };
    const commands = { look: { title: commandTitle, category: markup, starts: { kind: 'check' as const, check: 'ports' } } };
    const plugin = { ...savingPlugin, id: 'snmp-switch', manifest: { ...savingPlugin.manifest, title: markup, contributes: Object.assign(structuredClone(savingPlugin.manifest.contributes), { commands }) } };
    const hostile = {
      ...services, catalogue: { plugins: [plugin], refused: [], find: () => plugin }, inventory: { ...services.inventory, devices: () => [device], find: () => device },
      health: { ...services.health, statuses: () => [{ ...portsStatus, title: markup, summary: markup }], incidents: async () => [{ ...openIncident, summary: markup, item: link }] },
      changes: { ...services.changes, list: async () => [{ ...changeOf('kept'), title: markup, person: link }] },
    };
    const { listen } = stack.use(await createApi({ services: hostile, daemon: { socket: fake.socket, listen: { address: '127.0.0.1', port: 0 } }, stop: () => {} }));
    place = `http://localhost:${listen.port}`;
    browser = stack.use(await TestBrowser.start());
  });
  afterAll(async () => stack.disposeAsync());

  test('is shown as text: nothing of it runs, and nothing is loaded from elsewhere', async () => {
    const { page, context } = await browser.window();
    const elsewhere: string[] = [];
    const refused: string[] = [];
    page.on('response', (response) => {
      if (response.status() >= 400) refused.push(`${response.status()} ${new URL(response.url()).pathname.slice(0, 16)}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(place) && !request.url().startsWith('data:')) elsewhere.push(request.url());
    });
    await fake.people.add('ada', [{ role: 'admin', at: { level: 'organization' } }]);
    const { secret } = await fake.people.sessions.open('ada', 'link', { address: '127.0.0.1', agent: '' });
    await context.addCookies([{ name: 'jackfield', value: secret, url: place, httpOnly: true, sameSite: 'Strict' }]);
    await page.goto(place);
    // As it stands: the summary of the incident.
    await page.getByText(markup).first().waitFor();
    const paths = await Promise.all((await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').all()).map((one) => one.getAttribute('href')));
    expect(paths.length).toBeGreaterThan(5);
    const ran: unknown[] = [];
    for (const path of [...paths, `/devices/${switchDevice.id}`, `/devices/${encodeURIComponent(markup)}`, `/?q=${encodeURIComponent(markup)}`, `/api/devices`, `/api/${encodeURIComponent(markup)}`]) {
      await page.goto(`${place}${path}`, { waitUntil: 'networkidle' });
      ran.push(await page.evaluate('window.ran ?? document.querySelector(\'a[href^="javascript:"], img[onerror], svg[onload]\')?.outerHTML ?? null'));
    }
    await page.goto(place);
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog');
    await palette.getByRole('button', { name: commandTitle }).click();
    await palette.getByRole('button', { name: markup }).click();
    await page.getByRole('status').getByText(commandTitle).waitFor();
    ran.push(await page.evaluate('window.ran ?? null'));
    expect(ran.filter((one) => one !== null)).toEqual([]);
    expect(elsewhere).toEqual([]);
    // There is no such route; all else is answered, and nothing offends the policy of the page.
    expect(refused).toEqual(['404 /api/%3Cimg%20sr']);
    expect(browser.complaints).toEqual(refused.map(() => 'Failed to load resource: the server responded with a status of 404 (Not Found)'));
  }, 60_000);
});
