import type { Command } from 'commander';
import type { Session } from '../session.ts';
import { deviceView, devicesView, discoveryView, proposalsView } from '../views/device-view.ts';
import { behindView, planBehindView } from '../views/behind-view.ts';
import { linksView, whereView } from '../views/topology-view.ts';
import { example, json, refuseGiven } from './options.ts';

/** What there is: discovery, the inventory, and decisions about it. */
export function addDeviceCommands(program: Command, session: Session): void {
  const { terminal } = session;
  example(json(program.command('discover').description('sweep the networks and find devices')), 'jackfield discover --site leeds')
    .option('--site <site>', 'one site only')
    .action(async ({ site }: { site?: string }, command: Command) => {
      const report = await session.call(command, 'discover', site === undefined ? {} : { site });
      session.show(command, report, (found) => discoveryView(found, terminal));
    });
  example(json(program.command('devices').description('list the devices')), 'jackfield devices --json | jq -r ".[].name"')
    .option('--site <site>', 'one site only')
    .action(async ({ site }: { site?: string }, command: Command) => {
      const devices = await session.call(command, 'devices', { ports: true, ...(site === undefined ? {} : { site }) });
      session.show(command, devices, (all) => devicesView(all, terminal));
    });
  example(json(program.command('device').description('everything about one device')), 'jackfield device leeds-core-1')
    .argument('<name>', 'name, id or address')
    .action(async (name: string, _options: object, command: Command) => {
      session.show(command, await session.call(command, 'device', { device: name }), (device) => deviceView(device, terminal, Date.now()));
    });
  example(json(program.command('links').description('which devices hang together, over which ports, and how sure that is')), 'jackfield links --device leeds-core-1')
    .option('--site <site>', 'links with an end at one site')
    .option('--device <name>', 'links of one device')
    .action(async ({ site, device }: { site?: string; device?: string }, command: Command) => {
      const links = await session.call(command, 'links', { ...(site === undefined ? {} : { site }), ...(device === undefined ? {} : { device }) });
      session.show(command, links, (all) => linksView(all, terminal));
    });
  example(json(program.command('behind').description('who loses what without a device, without one of its ports, or if a plan goes wrong')), 'jackfield behind leeds-core-1 --port Te1/1/1')
    .argument('[device]', 'name, id or address')
    .option('--port <name>', 'without this port only')
    .option('--plan <plan>', 'if this plan goes wrong; the first letters of its id are enough')
    .action(async (device: string | undefined, { port, plan }: { port?: string; plan?: string }, command: Command) => {
      if (plan !== undefined) {
        refuseGiven(command, ['port'], 'goes with a device: a plan says itself which ports it changes');
        if (device !== undefined) command.error('--plan takes no device: a plan says itself which devices it changes');
        session.show(command, await session.call(command, 'plan-behind', { plan }), (found) => planBehindView(found, terminal));
        return;
      }
      if (device === undefined) return command.error('name a device, or a plan with --plan');
      session.show(command, await session.call(command, 'behind', { device, ...(port === undefined ? {} : { port }) }), (found) => behindView(found, terminal));
    });
  example(json(program.command('where').description('behind which port a device or a hardware address is')), 'jackfield where 02:4c:45:07:00:31')
    .argument('<what>', 'hardware address, or a device by name, id or address')
    .action(async (what: string, _options: object, command: Command) => {
      session.show(command, await session.call(command, 'where', { what }), (found) => whereView(found, terminal));
    });
  example(json(program.command('proposals').description('devices that may be one, for you to decide')), 'jackfield proposals')
    .action(async (_options: object, command: Command) => {
      session.show(command, await session.call(command, 'proposals', {}), (all) => proposalsView(all, terminal, Date.now()));
    });
  example(json(program.command('merge').description('decide that the devices of a proposal are one, or are not')), 'jackfield merge 7d3f --apart')
    .argument('<proposal>', 'id of the proposal')
    .option('--apart', 'they are different devices')
    .action(async (proposal: string, { apart }: { apart?: boolean }, command: Command) => {
      session.show(command, await session.call(command, 'merge', { proposal, merge: apart !== true }), ({ merged }) => (merged ? 'Merged. Undo it with `jackfield split NAME`.\n' : 'Kept apart.\n'));
    });
  example(json(program.command('split').description('undo the last merge into a device')), 'jackfield split leeds-core-1')
    .argument('<name>', 'name, id or address')
    .action(async (name: string, _options: object, command: Command) => {
      session.show(command, await session.call(command, 'split', { device: name }), ({ split }) => `${split} is a device of its own again.\n`);
    });
  example(json(program.command('remove').description('take a device out of the inventory')), 'jackfield remove old-switch')
    .argument('<name>', 'name, id or address')
    .action(async (name: string, _options: object, command: Command) => {
      session.show(command, await session.call(command, 'remove', { device: name }), (removed) => `${removed.name} is removed. Discovery finds it again while it answers.\n`);
    });
}
