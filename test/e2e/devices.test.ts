import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Daemon } from '../docs/daemon.ts';
import { hasBrowser, picturesOf, TestBrowser } from './browser.ts';
import { ExampleConsole, violationsOf } from './example-console.ts';

/** What a device may call itself, its ports and its neighbours. */
const hostileName = '"><img src=x onerror="robbed=1">';
const hostileAlias = 'uplink <script>robbed=1</script>';

async function makeHostile({ folder }: Daemon): Promise<void> {
  const file = join(folder, 'config/simulators.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replaceAll('name: bristol-access-1', `name: '${hostileName}'`).replace('alias: uplink leeds-core-2', `alias: '${hostileAlias}'`));
}

const picture = picturesOf('operator-finds');

describe.skipIf(!hasBrowser)('an operator finds what is wrong with a device (Debian’s chromium)', () => {
  const stack = new AsyncDisposableStack();
  let host: ExampleConsole;
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    host = stack.use(await ExampleConsole.start('127.120', makeHostile));
    browser = stack.use(await TestBrowser.start());
    ({ page } = await browser.window());
    await host.enter(page, 'otto', 'operator', 'organization');
  });
  afterAll(async () => stack.disposeAsync());

  const well = async (): Promise<void> => expect({ at: page.url(), violations: await violationsOf(page) }).toEqual({ at: page.url(), violations: [] });

  /** Goes on with Tab until what has the focus is like that. */
  async function tabTo(what: string): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(what)})`)) return;
    }
    throw new Error(`the keyboard does not get to ${what}`);
  }

  test('by a search that says what it does not understand, and with the keyboard alone', async () => {
    await page.getByRole('link', { name: 'Devices', exact: true }).click();
    const search = page.getByRole('combobox', { name: 'Search devices' });
    await search.fill('state:critcal');
    await page.getByText('did you mean state:critical?').waitFor();
    await well();
    await search.fill('state:critical kind:sw');
    await page.getByRole('option', { name: 'kind:switch' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/search=state%3Acritical\+kind%3Aswitch/);
    await page.getByText('1 of 9 devices').waitFor();
    await tabTo('[data-device]');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'leeds-access-1', level: 1 }).waitFor();
    const failing = page.getByRole('table', { name: 'Items of Ports' }).getByRole('row').nth(1);
    expect(await failing.textContent()).toContain('critical26');
    await well();
    await picture(page, 'device');
    await tabTo('[role=tab]');
    await page.keyboard.press('ArrowRight');
    // The port that is wrong stands first; what somebody wrote on it is text.
    expect(await page.getByRole('table', { name: 'Ports', exact: true }).getByRole('row').nth(1).textContent()).toContain(hostileAlias);
  });

  test('its chart, also as a table, and its neighbours', async () => {
    await page.getByRole('tab', { name: 'Charts' }).click();
    const chart = page.getByRole('figure', { name: 'The device itself: Ports' });
    await chart.scrollIntoViewIfNeeded();
    await chart.locator('canvas').waitFor();
    await chart.getByText('as a table').click();
    expect(await chart.getByRole('table').textContent()).toContain('25 ports');
    await page.getByRole('region', { name: 'What happened in this time' }).getByText('Ports: 26 down').waitFor();
    await well();
    await picture(page, 'charts');
    await page.getByRole('tab', { name: 'Network' }).click();
    await page.getByRole('table', { name: 'Neighbours' }).getByRole('link', { name: 'leeds-core-1' }).click();
    await page.getByRole('heading', { name: 'leeds-core-1', level: 1 }).waitFor();
  });

  test('what hangs on a port, in the topology', async () => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Show in the topology' }).click();
    await page.getByRole('region', { name: 'Behind leeds-core-1' }).waitFor();
    await page.getByRole('button', { name: 'What is behind Te1/1/1 of leeds-core-1' }).press('Enter');
    await page.getByText('1 device is cut off (1 switch)').waitFor();
    await well();
    await picture(page, 'topology-behind');
  });

  test('from anywhere, with the palette and the keyboard alone', async () => {
    const palette = page.getByRole('dialog');
    const choose = async (typed: string, meant: RegExp): Promise<void> => {
      await page.keyboard.press('Control+k');
      await palette.getByRole('textbox').waitFor();
      await page.keyboard.type(typed);
      // What is meant is the first that is offered, and Enter takes it.
      await vi.waitFor(async () => expect(await palette.locator('[data-selected]').textContent()).toMatch(meant), { timeout: 15_000 });
      await picture(page, `palette ${typed}`);
      await page.keyboard.press('Enter');
      await palette.waitFor({ state: 'detached' });
    };
    await choose('leeds-pbx', /^leeds-pbx/);
    await page.getByRole('heading', { name: 'leeds-pbx', level: 1 }).waitFor();
    const ran = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().includes('/checks'));
    await choose('run the checks', /^Run the checks of leeds-pbx/);
    expect((await ran).status()).toBe(200);
    await choose('in the topology', /^Show leeds-pbx in the topology/);
    await page.getByRole('region', { name: 'Behind leeds-pbx' }).getByText('who hangs on it nobody can say').waitFor();
    await well();
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.getByRole('heading', { name: 'Reports', level: 1 }).waitFor();
  }, 60_000);

  test('and nothing that a device says of itself is more than text', async () => {
    await page.goto(`${host.place}/devices?search=site%3Abristol`);
    await page.getByRole('link', { name: hostileName }).click();
    await page.getByRole('heading', { name: hostileName, level: 1 }).waitFor();
    for (const path of ['/topology/bristol', '/', '/devices']) {
      await page.goto(`${host.place}${path}`);
      await page.getByText(path === '/' ? 'Bristol, western office' : hostileName).first().waitFor();
      expect(await page.evaluate('typeof robbed')).toBe('undefined');
    }
    expect(browser.complaints).toEqual([]);
  });
});
