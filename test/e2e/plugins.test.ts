import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hasBrowser, picturesOf, TestBrowser } from './browser.ts';
import { ExampleConsole, violationsOf } from './example-console.ts';

const picture = picturesOf('manager');

/** What was made before today may go, but for one: nobody can take that back. */
const thinOut = `title: Fewer copies of the files of York
changes:
  - device: leeds-backup
    resource: backup-appliance/prune
    spec: { repository: /srv/backup/york-files, before: '${new Date().toISOString().slice(0, 10)}', keep: { daily: 1, weekly: 0, monthly: 0 } }
`;

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

  test('a manager enables a plugin for a district, rolls a setting out, approves what nobody can undo, and reads the month', async () => {
    const { page } = await browser.window();
    await host.enter(page, 'mona', 'manager', 'organization');
    // Somebody else has planned it; it waits.
    await writeFile(join(host.daemon.folder, 'fewer-copies.yaml'), thinOut);
    expect(await host.daemon.run(['plan', 'fewer-copies.yaml'])).toMatchObject({ code: 0 });

    await page.goto(`${host.place}/plugins/sites`);
    await page.getByRole('grid').getByRole('button', { name: /^Linux server at York.*: off/ }).waitFor();
    await page.getByRole('button', { name: /^Linux server in district yorkshire: edit/ }).press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('combobox', { name: 'Enabled' }).selectOption('true');
    await drawer.getByRole('button', { name: 'Save 1 key' }).click();
    await drawer.getByText('1 key written to organization.yaml').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Linux server at York.*: enabled/ }).waitFor();
    // Along the row to another plugin, by keys.
    await page.getByRole('button', { name: /^Linux server in district yorkshire: edit/ }).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await drawer.getByRole('spinbutton', { name: 'Warn after a restart (seconds)' }).or(drawer.getByRole('textbox', { name: 'Warn after a restart (seconds)' })).fill('900');
    await drawer.getByRole('button', { name: 'Roll out in waves' }).click();
    await drawer.getByLabel('Title').fill('Longer after a restart');
    await drawer.getByLabel('Sites in a wave').fill('1');
    await drawer.getByLabel('Watched for').fill('1s');
    expect({ violations: await violationsOf(page) }).toEqual({ violations: [] });
    await picture(page, 'roll out in waves');
    await drawer.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('article', { name: 'Longer after a restart' }).waitFor();

    // It goes on by itself, while she looks at what waits for her.
    await page.getByRole('link', { name: 'Changes', exact: true }).click();
    await page.getByRole('tab', { name: /Plans that wait/ }).click();
    await page.getByRole('link', { name: 'Fewer copies of the files of York' }).click();
    await page.getByText('Nobody can undo this').waitFor();
    await page.getByRole('region', { name: 'If it goes wrong' }).getByText('nobody can put it back').waitFor();
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('1 of 1').waitFor();
    expect({ violations: await violationsOf(page) }).toEqual({ violations: [] });
    await picture(page, 'approved');

    await page.getByRole('link', { name: 'Reports', exact: true }).click();
    await page.getByRole('table', { name: 'Availability of sites' }).getByRole('cell', { name: 'Leeds, head office' }).waitFor();
    await page.getByRole('table', { name: 'Incidents' }).getByRole('cell', { name: /26 down/ }).waitFor();
    await picture(page, 'report of the month');

    await page.goto(`${host.place}/plugins/rollouts`);
    await page.getByRole('article', { name: 'Longer after a restart' }).getByText('2 of 2 sites done').waitFor({ timeout: 60_000 });
    expect(await readFile(join(host.daemon.folder, 'config/sites/york.yaml'), 'utf8')).toContain('900');
    await picture(page, 'rolled out');
    expect(browser.complaints).toEqual([]);
  }, 120_000);
});
