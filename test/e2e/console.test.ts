import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { hasBrowser, picturesOf, TestBrowser } from './browser.ts';
import { ExampleConsole, violationsOf } from './example-console.ts';

const picture = picturesOf('pages');

describe.skipIf(!hasBrowser)('the console in a browser (Debian’s chromium)', () => {
  const stack = new AsyncDisposableStack();
  let host: ExampleConsole;
  let browser: TestBrowser;

  beforeAll(async () => {
    host = stack.use(await ExampleConsole.start('127.119'));
    browser = stack.use(await TestBrowser.start());
  });
  afterAll(async () => stack.disposeAsync());

  test('every page is complete for people who cannot see colours, use a mouse, or have a phone only', async () => {
    const { page } = await browser.window();
    await host.enter(page, 'ada', 'admin', 'organization');
    const pages = await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').all();
    const places = await Promise.all(pages.map(async (link) => ({ path: (await link.getAttribute('href')) ?? '', title: (await link.textContent()) ?? '' })));
    expect(places.length).toBeGreaterThan(5);
    for (const { path, title } of places) {
      await page.goto(`${host.place}${path}`);
      await page.getByRole('heading', { name: title, level: 1 }).waitFor();
      await page.waitForLoadState('load');
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        expect({ path, scheme, violations: await violationsOf(page) }).toEqual({ path, scheme, violations: [] });
        await picture(page, `${title.toLowerCase()}-${scheme}`);
      }
      await page.setViewportSize({ width: 360, height: 740 });
      expect({ path, wide: await page.evaluate('document.documentElement.scrollWidth') }).toEqual({ path, wide: 360 });
      await picture(page, `${title.toLowerCase()}-phone`);
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    const { output } = await host.daemon.run(['device', 'leeds-core-1', '--json']);
    const { id } = z.object({ id: z.string() }).parse(JSON.parse(output));
    await page.setViewportSize({ width: 360, height: 740 });
    for (const path of ['/devices/discovery', '/devices/hostkeys', '/devices/traps', `/devices/${id}`, `/devices/${id}/recordings`, `/devices/${id}/recovery`]) {
      await page.goto(`${host.place}${path}`);
      await page.getByRole('tab', { selected: true }).waitFor();
      await page.waitForLoadState('load');
      expect({ path, violations: await violationsOf(page), wide: await page.evaluate('document.documentElement.scrollWidth') }).toEqual({ path, violations: [], wide: 360 });
    }
    expect(browser.complaints).toEqual([]);
  }, 120_000);

  test('an operator has a part of a site looked at, leaves a note for the next, stops all changes and lets them begin again', async () => {
    const { page } = await browser.window();
    await host.enter(page, 'olga', 'operator', 'organization');
    await page.goto(`${host.place}/devices/discovery`);
    await page.getByLabel('Where', { exact: true }).selectOption('leeds');
    await page.getByLabel('Only this network or address').fill('127.119.1.1');
    await page.getByRole('button', { name: 'Discover', exact: true }).click();
    const run = page.getByRole('region', { name: 'Discovery of 127.119.1.1 at leeds' });
    await run.getByText('done', { exact: true }).waitFor();
    await run.getByText('1 asked, 1 answered, 1 found').waitFor();

    await page.goto(`${host.place}/devices/leeds-core-1`);
    const notes = page.getByRole('region', { name: 'Notes' });
    await notes.getByRole('button', { name: 'Write a note' }).click();
    await page.keyboard.type('Port 7 is the camera');
    await notes.getByRole('button', { name: 'Save' }).click();
    await notes.getByRole('button', { name: 'Write the note anew' }).click();
    await notes.getByLabel('Note').fill('Port 8 is the camera');
    await notes.getByRole('button', { name: 'Save' }).click();
    await notes.getByText('written anew by olga').waitFor();
    await page.route('**/notes/*', async (route) => {
      // Somebody else was faster.
      expect((await page.request.put(route.request().url(), { data: { text: 'Port 9 is the camera' }, headers: { ...route.request().headers(), 'if-match': '*', 'idempotency-key': 'the other' } })).status()).toBe(200);
      await route.continue();
    }, { times: 1 });
    await notes.getByRole('button', { name: 'Write the note anew' }).click();
    await notes.getByLabel('Note').fill('Port 8 is the camera, port 9 the door');
    await notes.getByRole('button', { name: 'Save' }).click();
    await notes.getByRole('button', { name: 'Write mine into what is there now' }).click();
    await notes.getByText('Port 8 is the camera, port 9 the door').and(notes.locator('p')).waitFor();
    expect((await host.daemon.run(['device-notes', 'leeds-core-1'])).output).toContain('Port 8 is the camera, port 9 the door');
    expect((await host.daemon.run(['audit', '--limit', '9'])).output).toContain('Port 9 is the camera → Port 8 is the camera, port 9 the door');

    await page.keyboard.press('ControlOrMeta+K');
    await page.keyboard.type('Stop all');
    await page.getByText('Stop all changes…').click();
    await page.getByLabel('Why').fill('loops at Leeds');
    await page.getByRole('dialog', { name: 'Stop all changes?' }).getByRole('button', { name: 'Stop all changes' }).click();
    const banner = page.getByRole('region', { name: 'All changes are stopped' });
    await banner.getByText('“loops at Leeds” · olga').waitFor();
    await page.goto(`${host.place}/reports`);
    await banner.getByRole('button', { name: 'Let them begin again' }).click();
    await page.getByRole('button', { name: 'Let them begin', exact: true }).click();
    await banner.waitFor({ state: 'detached' });
    // The one that was refused, as it should be.
    expect(browser.complaints).toEqual([expect.stringContaining('412')]);
  }, 60_000);
});
