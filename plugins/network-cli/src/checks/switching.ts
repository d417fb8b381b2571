import { result, type Check, type Item } from '@jackfield/sdk';
import { openVSwitch } from '../drivers/open-vswitch.ts';
import { interfacesOf, portsOf, textOf, tryDatabase, type Row } from '../open-vswitch/database.ts';
import type { Settings } from '../settings.ts';
import { fits } from '../words.ts';

function portItem(bridge: string, port: Row, members: readonly Row[], watch: string): Item {
  const name = `${bridge}/${textOf(port, 'name')}`;
  const error = members.map((member) => textOf(member, 'error')).find((text) => text !== '');
  if (error !== undefined) return { name, state: 'critical', summary: error.slice(0, 200) };
  const up = members.filter((member) => textOf(member, 'link_state') === 'up').length;
  if (up > 0) return { name, state: up < members.length ? 'warning' : 'ok', summary: up < members.length ? `${up} of ${members.length} members have link` : 'up' };
  // A port that is shut down has no link by intent.
  if (members.length > 0 && members.every((member) => textOf(member, 'admin_state') === 'down')) return { name, state: 'ok', summary: 'shut down' };
  return { name, state: fits(watch, name) ? 'critical' : 'warning', summary: 'no link' };
}

/** Whether Open vSwitch works, and the ports of its bridges. */
export const switching: Check<Settings> = async ({ ssh, settings: { switching: settings } }) => {
  const all = await tryDatabase(ssh);
  if (all === null) return result.ok('no Open vSwitch here');
  if (!openVSwitch.version.test((await ssh.exec('ovsDaemon')).stdout)) return result.critical('ovs-vswitchd does not run');
  const ports = all.bridges.flatMap((bridge) => portsOf(all, bridge).map((port) => ({ item: portItem(textOf(bridge, 'name'), port, interfacesOf(all, port), settings.watch), port })));
  const items = [...new Map(ports.filter(({ item }) => !fits(settings.ignore, item.name)).map(({ item }) => [item.name, item])).values()];
  const counted = (summary: (text: string, item: Item) => boolean): number => items.filter((item) => summary(item.summary, item)).length;
  const down = counted((text) => text === 'no link' || text === 'shut down');
  const up = counted((text, { state }) => text === 'up' || (state === 'warning' && text !== 'no link'));
  const metrics = [{ name: 'ports.up', value: up }, { name: 'ports.down', value: down }, { name: 'ports.failed', value: items.length - up - down }];
  const ill = items.filter(({ state }) => state !== 'ok');
  const more = ill.length > 3 ? ` and ${ill.length - 3} more` : '';
  const summary = ill.length > 0 ? `${ill.slice(0, 3).map(({ name, summary: said }) => `${name}: ${said}`).join('; ')}${more}` : `${items.length} ports on ${all.bridges.length} bridges`;
  return result.fromItems(summary, items, metrics);
};
