import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, picturesOf, TestBrowser } from './browser.ts';
import { ExampleConsole, violationsOf } from './example-console.ts';

/** The port whose cable was taken away, and backups of the PBX. */
const schedule = `
  - device: leeds-backup
    resource: backup-appliance/schedule
    spec:
      name: leeds-pbx
      repository: /srv/backup/leeds-pbx
      paths: [/etc/asterisk]
      onCalendar: '*-*-* 02:30'
      keep: { daily: 14, weekly: 8, monthly: 12 }
`;

/** The PBX does not know this codec, and says so when the port is pushed already. */
const refused = `title: A phone for the gate
changes:
  - id: port
    device: leeds-access-1
    resource: snmp-switch/port
    spec: { port: '8', alias: Phone of the gate }
  - after: [port]
    device: leeds-pbx
    resource: asterisk/endpoint
    spec: { name: '1004', password: example-phone-4, context: internal, codecs: [opus9] }
`;

/** The device takes it, and it reads back as wanted: but the port has no cable, and as an uplink it is watched again. */
const watchedAgain = `title: The old uplink is back
health: { checks: [snmp-switch/ports] }
changes:
  - device: leeds-access-1
    resource: snmp-switch/port
    spec: { port: '26', alias: uplink leeds-core-2 }
`;

const retention = `title: Keep fewer copies of the PBX
changes:
  - device: leeds-backup
    resource: backup-appliance/retention
    spec: { name: leeds-pbx, keep: { daily: 3, weekly: 2, monthly: 2 } }
`;

const picture = picturesOf('operator-and-approver');

describe.skipIf(!hasBrowser)('a day of an operator and an approver (Debian’s chromium)', () => {
  const stack = new AsyncDisposableStack();
  let host: ExampleConsole;
  let browser: TestBrowser;
  let olga: Page;

  beforeAll(async () => {
    host = stack.use(await ExampleConsole.start('127.121'));
    browser = stack.use(await TestBrowser.start());
    olga = (await browser.window()).page;
    await host.enter(olga, 'olga', 'operator', 'organization');
  });
  afterAll(async () => stack.disposeAsync());

  /** Writes the text of a change in place of what stands there, and plans it. */
  async function plan(text: string, title: string): Promise<void> {
    await olga.goto(`${host.place}/changes/write`);
    await olga.getByText('YAML', { exact: true }).click();
    const editor = olga.getByRole('textbox', { name: 'Text of the change, as YAML' });
    await editor.click();
    await olga.keyboard.press('ControlOrMeta+A');
    // Typed over what is selected, the browser would carry over its look, as a style that the page does not take.
    await olga.keyboard.press('Delete');
    await olga.keyboard.insertText(text);
    await olga.getByRole('button', { name: 'Plan' }).click();
    await olga.getByRole('heading', { name: title, level: 1 }).waitFor();
  }

  test('the operator finds an incident, acknowledges it, and ends it by a change', async () => {
    await olga.getByRole('link', { name: 'Incidents' }).first().click();
    await olga.getByRole('link', { name: /26 down/ }).click();
    await olga.getByRole('heading', { name: 'Why it is red' }).waitFor();
    const incident = olga.url();
    expect(await violationsOf(olga)).toEqual([]);
    await picture(olga, 'incident');
    await olga.getByRole('button', { name: 'Check now' }).click();
    await olga.getByText('Looked at now: Ports is critical').waitFor();
    await olga.getByRole('button', { name: 'Acknowledge' }).click();
    await olga.getByLabel('Comment').last().fill('The old uplink: I take its name away.');
    await olga.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
    await olga.getByText('acknowledged by olga').first().waitFor();

    await olga.goto(`${host.place}/changes/write?device=leeds-access-1&resource=snmp-switch/port`);
    await olga.getByLabel('Title').fill('The old uplink is no more');
    await olga.getByLabel('Alias').fill('was an uplink');
    // What is missing is said, and it cannot be planned.
    await olga.getByText('to mend before it can be planned').waitFor();
    expect(await olga.getByRole('button', { name: 'Plan' }).isDisabled()).toBe(true);
    await olga.getByLabel('Port *', { exact: true }).fill('26');
    expect(await violationsOf(olga)).toEqual([]);
    await olga.getByText('YAML', { exact: true }).click();
    const editor = olga.getByRole('textbox', { name: 'Text of the change, as YAML' });
    await editor.getByText('alias: was an uplink').click();
    await olga.keyboard.press('ControlOrMeta+End');
    await olga.keyboard.insertText(schedule);
    expect(await violationsOf(olga)).toEqual([]);
    await picture(olga, 'change-yaml');
    // Form and text are one.
    await olga.getByText('Form', { exact: true }).click();
    await olga.getByRole('heading', { name: 'Backup schedule and retention' }).waitFor();
    await picture(olga, 'change-form');
    await olga.getByRole('button', { name: 'Plan' }).click();
    await olga.getByRole('heading', { name: 'The old uplink is no more', level: 1 }).waitFor();
    await olga.getByText('was an uplink').waitFor();
    expect(await violationsOf(olga)).toEqual([]);
    await picture(olga, 'plan');
    await olga.emulateMedia({ colorScheme: 'dark' });
    expect(await violationsOf(olga)).toEqual([]);
    await olga.emulateMedia({ colorScheme: 'light' });
    await olga.getByRole('button', { name: 'Apply' }).click();
    await olga.getByRole('button', { name: 'Apply it' }).click();
    await olga.getByRole('button', { name: 'Undo' }).waitFor();
    expect(await olga.getByRole('status').filter({ hasText: 'kept' }).count()).toBe(1);

    // The check says so by itself in its next turn.
    await olga.goto(incident);
    await olga.getByText(/resolved .* after/).waitFor({ timeout: 60_000 });
    await olga.getByRole('heading', { name: 'As it is now' }).waitFor();
  }, 120_000);

  test('a change that is written as wanted is undone all the same, when health gets worse', async () => {
    await plan(watchedAgain, 'The old uplink is back');
    // Who would lose what is said beside the plan, and drawn.
    const wrong = olga.getByRole('region', { name: 'If it goes wrong' });
    await wrong.getByText('leeds-access-1, port 26').waitFor();
    await wrong.getByText('2 devices of the same sites have no known neighbour').waitFor();
    await wrong.getByRole('link', { name: 'Topology of leeds' }).click();
    await olga.getByRole('region', { name: 'If the plan goes wrong' }).waitFor();
    await olga.getByRole('group', { name: /^leeds-access-1, at risk/ }).waitFor();
    expect(await violationsOf(olga)).toEqual([]);
    await picture(olga, 'if it goes wrong');
    await olga.getByRole('link', { name: 'Open the plan' }).click();
    await olga.getByRole('button', { name: 'Apply' }).click();
    await olga.getByRole('button', { name: 'Apply it' }).click();
    await olga.getByText('It was reverted, because').waitFor();
    await olga.getByText(/health got worse|Ports: 26/).first().waitFor();
    expect(await olga.getByText('reverted', { exact: true }).count()).toBeGreaterThan(1);
    await picture(olga, 'undone for its health');
    // On the device there is what was there before.
    await plan(watchedAgain, 'The old uplink is back');
    await olga.getByText('was an uplink').waitFor();
  }, 120_000);

  test('a change that one device refuses is undone on all, and says why', async () => {
    await plan(refused, 'A phone for the gate');
    await olga.getByRole('button', { name: 'Apply' }).click();
    await olga.getByRole('button', { name: 'Apply it' }).click();
    await olga.getByText('It was reverted, because').waitFor();
    await olga.getByText(/endpoint 1004 .*JF6017/).waitFor();
    expect(await olga.getByText('reverted', { exact: true }).count()).toBe(3);
    expect(await violationsOf(olga)).toEqual([]);
    await picture(olga, 'change-undone');
    // The devices are read again: all of it would still have to be done.
    await plan(refused, 'A phone for the gate');
    await olga.getByText('2 steps on 2 devices at leeds').waitFor();
  }, 120_000);

  test('what nobody can undo waits for an approver, who finds it; then it is asked twice', async () => {
    await plan(retention, 'Keep fewer copies of the PBX');
    expect(await olga.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);
    const { page: alan } = await browser.window();
    await host.enter(alan, 'alan', 'approver', 'organization');
    await alan.goto(`${host.place}/changes/plans`);
    await alan.getByRole('link', { name: 'Keep fewer copies of the PBX' }).click();
    await alan.getByText('Nobody can undo this').waitFor();
    await alan.getByRole('button', { name: 'Approve' }).click();
    await alan.getByText('1 of 1').waitFor();
    // She sees it without asking again.
    await olga.getByText('1 of 1').waitFor();
    await olga.getByRole('button', { name: 'Apply' }).click();
    await olga.getByRole('button', { name: 'Go on' }).click();
    expect(await olga.getByRole('button', { name: 'Apply it' }).isDisabled()).toBe(true);
    await olga.getByLabel(/Type/).fill('irreversible');
    await olga.getByRole('button', { name: 'Apply it' }).click();
    await olga.getByRole('status').filter({ hasText: 'kept' }).waitFor();
    expect(await olga.getByRole('button', { name: 'Undo' }).count()).toBe(0);
    expect(browser.complaints).toEqual([]);
  }, 120_000);
});
