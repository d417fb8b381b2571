import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { Daemon } from '../docs/daemon.ts';

let daemon: Daemon;
beforeAll(async () => {
  daemon = await Daemon.onExample('127.89');
  daemon.start();
  const ready = (): void => {
    if (!daemon.told.includes('Try next')) throw new Error(`the example is not up yet: ${daemon.told}`);
  };
  await vi.waitFor(ready, { timeout: 45_000, interval: 200 });
}, 60_000);
afterAll(() => daemon[Symbol.asyncDispose]());

const file = 'config/changes/phone-desk.yaml';
const changeSchema = z.object({ id: z.string(), state: z.string(), steps: z.array(z.object({ resource: z.string(), state: z.string(), message: z.string().nullable() })) });

async function planned(): Promise<void> {
  const { code, output } = await daemon.run(['plan', file, '--out', 'desk.plan.json', '--detailed-exitcode']);
  expect(output).toContain('5 steps on 3 devices of 1 site');
  expect(output).not.toContain('example-phone-3');
  expect(code).toBe(2);
}

const applied = async (): Promise<z.infer<typeof changeSchema>> => changeSchema.parse(JSON.parse((await daemon.run(['apply', 'desk.plan.json', '--yes', '--json'])).result));

/** What the devices of three technologies say: everything is to be pushed, or nothing. */
const isNothingToDo = async (): Promise<boolean> => (await daemon.run(['plan', file, '--out', 'again.plan.json', '--detailed-exitcode'])).code === 0;

async function sayCodec(codec: string): Promise<void> {
  const site = join(daemon.folder, 'config/sites/leeds.yaml');
  await writeFile(site, (await readFile(site, 'utf8')).replace(/deskCodec: .*/, `deskCodec: ${codec}`));
  await daemon.run(['reload']);
}

test('a phone desk is pushed to switch, PBX, server and appliance as one change, and undone as one', { timeout: 60_000 }, async () => {
  await planned();
  const change = await applied();
  expect(change).toMatchObject({ state: 'kept', steps: [{ resource: 'port' }, { resource: 'portVlans' }, { resource: 'endpoint' }, { resource: 'file' }, { resource: 'schedule' }] });
  expect(await isNothingToDo()).toBe(true);
  expect((await daemon.run(['undo', change.id])).code).toBe(0);
  await planned();
});

test('when the PBX does not take the phone, the port that was pushed is put back, and nothing after it is begun', { timeout: 60_000 }, async () => {
  await sayCodec('opus9');
  await planned();
  const change = await applied();
  expect(change.state).toBe('reverted-verified');
  expect(change.steps.map(({ resource, state }) => [resource, state])).toEqual([['port', 'restored'], ['portVlans', 'restored'], ['endpoint', 'restored'], ['file', 'untouched'], ['schedule', 'untouched']]);
  expect(change.steps[2]?.message).toMatch(/reads back otherwise in running/);
  await sayCodec('alaw');
  await planned();
});

test('a VLAN that the switch does not have is told while it is planned', { timeout: 30_000 }, async () => {
  await writeFile(join(daemon.folder, 'vlan.yaml'), "title: Nowhere\nchanges:\n  - { device: leeds-access-1, resource: snmp-switch/portVlans, spec: { port: '7', untagged: 999 } }\n");
  const { code, output } = await daemon.run(['plan', 'vlan.yaml', '--out', 'vlan.plan.json']);
  expect({ code, output }).toMatchObject({ code: 1, output: expect.stringMatching(/JF6009 vlan\.yaml:3:\d+ leeds-access-1: snmp-switch\/portVlans: there is no VLAN 999 on the switch/) });
});

test('a plan says when a port carries the way to the switch itself, and of no other port', { timeout: 30_000 }, async () => {
  const ofPort = async (port: string): Promise<string> => {
    await writeFile(join(daemon.folder, 'port.yaml'), `title: Off\nchanges:\n  - { device: leeds-access-1, resource: snmp-switch/port, spec: { port: '${port}', adminStatus: down } }\n`);
    return (await daemon.run(['plan', 'port.yaml', '--out', 'port.plan.json'])).output;
  };
  const uplink = await ofPort('25');
  expect(uplink).toContain('leeds-access-1: port 25 is the way to leeds-access-1 itself.');
  expect(uplink).toMatch(/Apply it with `(npx )?jackfield apply port\.plan\.json`/);
  expect(await ofPort('7')).not.toContain('itself');
});
