import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hasBrowser, picture, TestBrowser } from './browser.ts';
import { Rig } from '../packages/rig.ts';
import { ExampleConsole, violationsOf } from './example-console.ts';

describe.skipIf(!hasBrowser)('a manager’s day with plugins, in a browser (Debian’s chromium)', () => {
  const stack = new AsyncDisposableStack();
  let host: ExampleConsole;
  let rig: Rig;
  let browser: TestBrowser;

  beforeAll(async () => {
    rig = stack.use(await Rig.open());
    // A plugin that is developed here needs no signature.
    host = stack.use(await ExampleConsole.start('127.122', ({ folder }) => writeFile(join(folder, 'config/trust.yaml'), 'unsigned: ["@lab"]\n')));
    browser = stack.use(await TestBrowser.start());
  });
  afterAll(async () => stack.disposeAsync());

  test('a plugin is ended for a district: sites, file and a conflicting edit by hand are seen; then a person is added', async () => {
    const file = join(host.daemon.folder, 'config/organization.yaml');
    const { page } = await browser.window();
    await host.enter(page, 'ada', 'admin', 'organization');
    await page.goto(`${host.place}/plugins/sites`);
    await page.getByRole('button', { name: /^Linux server at Leeds.*: enabled/ }).waitFor();
    await page.getByRole('button', { name: /^Linux server in district yorkshire: edit/ }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('combobox', { name: 'Enabled' }).selectOption('false');
    await drawer.getByRole('button', { name: 'Save 1 key' }).click();
    await drawer.getByText('1 key written to organization.yaml').waitFor();
    expect({ violations: await violationsOf(page) }).toEqual({ violations: [] });
    await picture(page, 'plugin-at-a-district');
    const written = await readFile(file, 'utf8');
    expect(written).toContain('linux-server: { enabled: false }');
    expect(written).toContain('# read: discover and check; write: may push configuration too');

    // Somebody edits the same file by hand while this is typed.
    await drawer.getByRole('combobox', { name: 'Enabled' }).selectOption('true');
    await writeFile(file, written.replace('linux-server: { enabled: false }', 'linux-server: { enabled: false, grant: read }'));
    await drawer.getByText('organization.yaml was edited meanwhile').waitFor();
    await drawer.getByRole('table', { name: 'Both versions' }).getByRole('cell', { name: 'true' }).waitFor();
    await picture(page, 'plugin-conflict');
    await drawer.getByRole('button', { name: 'Take what is in the file' }).click();
    await drawer.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: /^Linux server at Leeds.*: off/ }).waitFor();
    await vi.waitFor(async () => expect(await readFile(file, 'utf8')).toContain('grant: read }'));
    await picture(page, 'plugin-matrix');

    await page.goto(`${host.place}/settings/people`);
    await page.getByRole('button', { name: 'Add a person' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('bob');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    const link = await page.getByText(/\/set-up#name=bob&secret=/).textContent();
    await picture(page, 'person-added');
    const { page: other } = await browser.window();
    await other.goto(link ?? '');
    await other.getByRole('heading', { name: 'Choose a password' }).waitFor();
    expect([await other.getByLabel('Name').inputValue(), new URL(other.url()).hash]).toEqual(['bob', '']);
    expect(browser.complaints).toEqual([]);
  }, 120_000);

  test('a plugin is installed from a file, and an upgrade that asks for more waits, is seen beside what runs and granted; a backup is taken', async () => {
    const widget = { name: '@lab/jackfield-plugin-widget' };
    const file = async (name: string, more: object): Promise<string> => rig.file(await rig.packed({ ...widget, ...more }), name);
    const [first, second] = [await file('first.tgz', {}), await file('second.tgz', { version: '1.1.0', permissions: { snmp: { read: true, write: ['1.3.6.1.2.1.1.6'] } } })];
    const { page } = await browser.window();
    await host.enter(page, 'eve', 'admin', 'organization');
    const hand = async (button: string, path: string): Promise<void> => {
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('dialog').locator('input[type=file]').setInputFiles(path);
      await page.getByRole('button', { name: 'Hand it over' }).click();
    };
    await page.goto(`${host.place}/plugins`);
    await hand('Install a plugin', first);
    await page.getByText('It asks for 1 permission, none of them to change a device.').waitFor();
    await page.getByRole('button', { name: 'Grant this and install it' }).click();
    await page.getByText('granted by eve').waitFor({ timeout: 60_000 });

    await hand('Upgrade from a file', second);
    const sides = page.getByRole('table', { name: 'Permissions of widget' });
    await sides.getByRole('cell', { name: '+ new: set values below 1.3.6.1.2.1.1.6 over SNMP writes' }).waitFor();
    await sides.getByRole('cell', { name: /^− gone: run its script gather\.sh/ }).waitFor();
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      expect({ scheme, violations: await violationsOf(page) }).toEqual({ scheme, violations: [] });
    }
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await picture(page, 'plugin-upgrade-phone');
    await page.setViewportSize({ width: 1280, height: 800 });
    await picture(page, 'plugin-upgrade');

    // Who may not sees what waits, and why the answer is not theirs.
    const { page: other } = await browser.window();
    await host.enter(other, 'vic', 'viewer', 'site:leeds');
    await other.getByText('Widget 1.1.0 waits for approval').waitFor();
    await other.getByRole('link', { name: 'Look at what it asks for' }).click();
    await other.getByText('An admin of the organization decides').waitFor();

    await page.getByRole('button', { name: 'Grant this and install it' }).click();
    await page.getByRole('button', { name: 'Roll back to 1.0.0' }).click({ timeout: 60_000 });
    await page.getByRole('dialog').getByText('It may no longer:').waitFor();
    // The other window hears of it.
    await other.getByText('Nothing of it waits').waitFor();

    await page.goto(`${host.place}/settings/backup`);
    await page.getByRole('button', { name: 'Make one now' }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: /^Download jackfield-/ }).click();
    expect((await coming).suggestedFilename()).toMatch(/^jackfield-\d{8}T\d{9}Z\.db$/);
    expect({ violations: await violationsOf(page) }).toEqual({ violations: [] });
    await picture(page, 'backup');
    expect(browser.complaints).toEqual([]);
  }, 120_000);
});
