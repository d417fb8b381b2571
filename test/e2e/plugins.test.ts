import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hasBrowser, picture, TestBrowser } from './browser.ts';
import { ExampleConsole, violationsOf } from './example-console.ts';

describe.skipIf(!hasBrowser)('a manager’s day with plugins, in a browser (Debian’s chromium)', () => {
  const stack = new AsyncDisposableStack();
  let host: ExampleConsole;
  let browser: TestBrowser;

  beforeAll(async () => {
    host = stack.use(await ExampleConsole.start('127.122'));
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
});
