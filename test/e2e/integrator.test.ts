import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root, type Daemon } from '../docs/daemon.ts';
import { hasBrowser, picturesOf, TestBrowser } from './browser.ts';
import { ExampleConsole, violationsOf } from './example-console.ts';

const execute = promisify(execFile);
const picture = picturesOf('integrator');

/** What a new plugin is tried on, among the devices of the example. */
const ups = `
  - title: leeds-ups
    address: 127.124.1.9
    snmp:
      community: public
      writeCommunity: example-write
      model:
        name: leeds-ups
        descr: Acme Ups Model 7
        objectID: 1.3.6.1.4.1.99999.7
        variables: { 1.3.6.1.4.1.99999.1.1.0: Model 7, 1.3.6.1.4.1.99999.1.3.0: S-0001, 1.3.6.1.4.1.99999.2.1.2.1: Inlet, 1.3.6.1.4.1.99999.2.1.3.1: 62 }
`;

/** A second folder of plugins, which is empty yet. */
async function prepare({ folder }: Daemon): Promise<void> {
  await mkdir(join(folder, 'plugins'));
  // What a new plugin is built with, as its npm install would bring it.
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const [settings, devices] = [join(folder, 'config/jackfield.yaml'), join(folder, 'config/simulators.yaml')];
  await writeFile(settings, (await readFile(settings, 'utf8')).replace('/plugins]', `/plugins, ${join(folder, 'plugins')}]`));
  await writeFile(devices, (await readFile(devices, 'utf8')) + ups);
}

describe.skipIf(!hasBrowser)('an integrator’s day, in a browser (Debian’s chromium)', () => {
  const stack = new AsyncDisposableStack();
  let host: ExampleConsole;
  let browser: TestBrowser;

  beforeAll(async () => {
    host = stack.use(await ExampleConsole.start('127.124', prepare));
    browser = stack.use(await TestBrowser.start());
  }, 90_000);
  afterAll(async () => stack.disposeAsync());

  test('a new plugin appears in the console that is open, is enabled for a site, and its command runs its check', async () => {
    const { daemon } = host;
    const { page } = await browser.window();
    await host.enter(page, 'iris', 'admin', 'organization');
    await page.getByRole('link', { name: 'Plugins', exact: true }).click();
    await page.getByRole('link', { name: 'SNMP switch' }).waitFor();
    const palette = page.getByRole('dialog');
    const search = palette.getByRole('textbox');
    await page.keyboard.press('Control+k');
    await search.fill('check the sensors');
    await palette.getByRole('button', { name: /Check the sensors.*SNMP switch/ }).waitFor();
    expect(await palette.getByRole('button', { name: /Acme Ups/ }).count()).toBe(0);
    await page.keyboard.press('Escape');

    const plugin = join(daemon.folder, 'plugins/acme-ups');
    await daemon.run(['plugin', 'create', plugin, '--name', 'acme-ups', '--scope', '@acme', '--yes']);
    await execute(join(root, 'node_modules/.bin/jackfield-plugin-build'), [], { cwd: plugin });
    await daemon.run(['reload']);
    await page.getByRole('link', { name: 'Acme Ups' }).waitFor();
    await picture(page, 'gallery');
    const enabled = await daemon.run(['plugin', 'enable', 'acme-ups', '--site', 'leeds', '--grant', 'write']);
    expect(enabled.code).toBe(0);
    await daemon.run(['discover', '--site', 'leeds']);

    // By the keyboard alone: what to do, then on which device.
    await page.keyboard.press('Control+k');
    await search.fill('acme ups');
    await palette.getByRole('button', { name: /Check the sensors.*Acme Ups/ }).waitFor();
    await picture(page, 'palette');
    await search.fill('check the sensors');
    await page.keyboard.press('Enter');
    await palette.getByRole('button', { name: /leeds-ups/ }).waitFor();
    expect({ violations: await violationsOf(page) }).toEqual({ violations: [] });
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'leeds-ups', level: 1 }).waitFor();
    await page.getByRole('status').getByText('Sensors: 1 of 1 sensors too hot').waitFor();
    expect({ violations: await violationsOf(page) }).toEqual({ violations: [] });
    await picture(page, 'device');
    expect(browser.complaints).toEqual([]);
  }, 120_000);
});
