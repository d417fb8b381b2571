import { expect, test } from 'vitest';
import { FakeClock } from '../clock/index.ts';
import { MemoryFiles } from '../files/index.ts';
import type { ProgramResult } from '../ssh/index.ts';
import { machineModelSchema, machinePrograms, type MachineModelInput } from './machine.ts';

function start(model: MachineModelInput, text = '') {
  const clock = new FakeClock();
  const files = new MemoryFiles({ '/etc/frr/frr.conf': text }, clock);
  const programs = machinePrograms(machineModelSchema.parse(model), clock);
  const run = async (argv: readonly string[], stdin = ''): Promise<ProgramResult | null> => programs({ argv, stdin, user: 'root', files });
  return { clock, files, run, trial: (...args: readonly string[]) => run(['sh', '-s', '--', ...args], '# jackfield-cli-trial 1\n') };
}

const frr = { frr: { hostname: 'r1', interfaces: [{ name: 'eth1' }] } };
const startup = '!\ninterface eth1\n description Old\nexit\n!\n';

test('FRRouting takes lines on trial, and takes them back when nobody confirms', async () => {
  const { clock, files, run, trial } = start(frr, startup);
  expect(await trial('run', 'frr', 't', '60', 'interface eth1\ndescription New\nip address 192.0.2.1/24\nexit', 'interface eth1\ndescription Old\nno ip address 192.0.2.1/24\nexit')).toEqual({});
  expect((await run(['vtysh', '-c', 'show running-config no-header']))?.stdout).toContain(' description New\n ip address 192.0.2.1/24\n');
  expect(files.text('/etc/frr/frr.conf')).toBe(startup);
  await clock.advance(61_000);
  expect((await run(['vtysh', '-c', 'show running-config no-header']))?.stdout).toContain(startup);
  expect(await trial('confirm', 'frr', 't')).toEqual({ code: 76 });
});

test('FRRouting changes nothing when it does not know a line', async () => {
  const { files, trial } = start(frr, startup);
  expect(await trial('run', 'frr', 't', '0', 'interface eth1\nno description\nbogus\nexit', '')).toEqual({ code: 65, stderr: '% Unknown command: bogus' });
  expect(files.state()).toHaveProperty(['/etc/frr/frr.conf'], expect.stringContaining(startup));
  expect(files.exists('/etc/frr/running.conf')).toBe(false);
});

test('Open vSwitch does all of a transaction or none, and says which port it cannot open', async () => {
  const { run } = start({ openVSwitch: { devices: ['eth1'], bridges: { br0: {} } } });
  const tags = async (): Promise<unknown> => JSON.parse((await run(['ovs-vsctl', '--format=json', '--columns=name,tag', 'list', 'Port']))?.stdout ?? '').data;
  expect(await run(['ovs-vsctl', '--', 'add-port', 'br0', 'eth1', '--', 'set', 'Port', 'nowhere', 'tag=5'])).toEqual({ stderr: 'ovs-vsctl: no row "nowhere" in table Port\n', code: 1 });
  expect(await tags()).toEqual([['br0', ['map', []]]]);
  expect(await run(['ovs-vsctl', '--', 'add-port', 'br0', 'eth1', '--', 'set', 'Port', 'eth1', 'tag=5'])).toEqual({ stdout: '', stderr: '' });
  expect(await tags()).toEqual([['br0', ['map', []]], ['eth1', 5]]);
  expect((await run(['ovs-vsctl', '--', 'add-port', 'br0', 'eth9']))?.stderr).toContain("Error detected while setting up 'eth9'");
});
