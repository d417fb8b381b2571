import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
    expect(browser.complaints).toEqual([]);
  }, 120_000);
});
