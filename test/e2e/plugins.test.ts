import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hasBrowser, picturesOf, TestBrowser } from './browser.ts';
import { Rig } from '../packages/rig.ts';
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

  test('a manager names a mail server, a channel and an escalation, tries it, and meets an edit by hand', async () => {
    const file = join(host.daemon.folder, 'config/organization.yaml');
    const { page } = await browser.window();
    await host.enter(page, 'mia', 'admin', 'organization');
    await page.goto(`${host.place}/settings/notifications`);
    const dialog = page.getByRole('dialog');

    await page.getByRole('button', { name: 'Name a mail server' }).click();
    await dialog.getByLabel('Host').fill('127.0.0.1');
    // Nobody listens there.
    await dialog.getByLabel('Port').fill('1');
    await dialog.getByLabel('Security').selectOption('none');
    await dialog.getByLabel('From').fill('jackfield@example.org');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('article', { name: 'mail server mail' }).waitFor();

    await page.getByRole('button', { name: 'Add a channel' }).click();
    await dialog.getByLabel('Name').fill('ada');
    await dialog.getByLabel('To').fill('ada@example.org');
    await dialog.getByLabel('To').press('Enter');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('article', { name: 'channel ada' }).waitFor();

    await page.getByRole('button', { name: 'Add a route' }).click();
    await dialog.getByLabel('Name').fill('night');
    await dialog.getByRole('checkbox', { name: 'ada@example.org by mail' }).check();
    await dialog.getByRole('combobox', { name: 'When' }).selectOption('15m');
    await dialog.getByRole('switch', { name: 'Quiet hours' }).check();
    await dialog.getByRole('group', { name: 'Except for' }).getByRole('checkbox', { name: 'critical' }).check();
    expect({ violations: await violationsOf(page) }).toEqual({ violations: [] });
    await picture(page, 'notification-route');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('region', { name: 'Who is told' }).getByText(/^ada@example\.org by mail after 15 min, if nobody acknowledged it, also between 22:00 and 06:00 \(.+\), and when it is resolved$/).waitFor();
    const written = await readFile(file, 'utf8');
    for (const part of ['# Impatient, so that an incident shows in seconds.', 'from: jackfield@example.org', 'ada@example.org', 'after: 15m']) expect(written).toContain(part);

    await page.getByRole('button', { name: 'Send a test message to the route night' }).click();
    await page.getByText('ada did not take the test message yet: it is tried again').waitFor();
    await page.getByText(/^JF5103: .*127\.0\.0\.1:1/).first().waitFor();
    await page.getByText('Look at host, port, security and credentials').first().waitFor();
    await picture(page, 'notifications');

    // Somebody edits the same file by hand while this is typed.
    await page.getByRole('button', { name: 'Edit route night' }).click();
    await dialog.getByRole('combobox', { name: 'When' }).selectOption('30m');
    await writeFile(file, `${written.replace('after: 15m', 'after: 20m')}# by hand\n`);
    await dialog.getByText('organization.yaml was edited meanwhile').waitFor();
    await dialog.getByRole('table', { name: 'Both versions' }).getByRole('cell', { name: '20m' }).waitFor();
    await picture(page, 'notification-conflict');
    await dialog.getByRole('button', { name: 'Write mine into what is there now' }).click();
    await page.getByRole('region', { name: 'Who is told' }).getByText('after 30 min').waitFor();
    expect(await readFile(file, 'utf8')).toMatch(/after: 30m[^]*# by hand\n$/);

    await page.goto(`${host.place}/reports`);
    await page.getByRole('button', { name: 'Send a report by itself' }).click();
    await dialog.getByLabel('Name').fill('monthly');
    await dialog.getByRole('checkbox', { name: 'ada@example.org by mail' }).check();
    await dialog.getByLabel('In the zone').fill('Europe/London');
    await picture(page, 'report-schedule');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('To ada@example.org by mail, on the 1st of each month at 07:00 (Europe/London)').waitFor();

    await page.goto(`${host.place}/settings/notifications`);
    await page.getByRole('article', { name: 'route night' }).waitFor();
    expect({ violations: await violationsOf(page) }).toEqual({ violations: [] });
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await picture(page, 'notifications-phone');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Remove route night' }).click();
    await dialog.getByRole('button', { name: 'Remove it' }).click();
    await page.getByRole('region', { name: 'Who is told' }).getByText('nobody is told').nth(2).waitFor();
    await vi.waitFor(async () => expect(await readFile(file, 'utf8')).not.toContain('after: 30m'));

    // What was altered stands in the audit, before and after; times are in the zone that she chooses.
    await page.goto(`${host.place}/settings`);
    await page.getByLabel('Times are shown in').selectOption('Asia/Tokyo');
    await page.getByRole('tab', { name: 'Audit' }).click();
    await page.getByRole('table', { name: 'Audit' }).getByText('notifications.routes.night.after: 20m → 30m').waitFor();
    await page.locator('time[title*="GMT+9"]').first().waitFor();
    await picture(page, 'audit-changes');
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
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight');
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
    await page.getByRole('region', { name: 'If it goes wrong' }).getByText('nobody can revert it').waitFor();
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
