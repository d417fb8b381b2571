import type { Command } from 'commander';
import type { Session } from '../session.ts';
import { behindView, planBehindView } from '../views/behind-view.ts';
import { deviceNotesView } from '../views/device-notes-view.ts';
import { deviceView, devicesView, discoveriesView, discoveryView, proposalsView } from '../views/device-view.ts';
import { linksView, whereView } from '../views/topology-view.ts';
import { example, json, refuseGiven } from './options.ts';

/** What there is: discovery, the inventory, and decisions about it. */
export function addDeviceCommands(program: Command, session: Session): void {
  const { terminal } = session;
  example(json(program.command('discover').description('sweep the networks and find devices')), 'jackfield discover --site leeds')
    .option('--site <site>', 'one site only')
    .option('--network <network>', 'one network or address only, within the networks of a site')
    .option('--list', 'those since the start of the daemon, as far as they are')
    .option('--end <discovery>', 'end one before its time')
    .action(async ({ site, network, list, end }: { site?: string; network?: string; list?: boolean; end?: string }, command: Command) => {
      if (end !== undefined) return session.show(command, await session.call(command, 'discover-end', { run: end }), (run) => discoveriesView([run], terminal, Date.now()));
      if (list === true) return session.show(command, await session.call(command, 'discoveries', {}), (all) => discoveriesView(all, terminal, Date.now()));
      const report = await session.call(command, 'discover', { ...(site === undefined ? {} : { site }), ...(network === undefined ? {} : { network }) });
      session.show(command, report, (found) => discoveryView(found, terminal));
    });
  example(json(program.command('devices').description('list the devices')), 'jackfield devices --json | jq -r ".[].name"')
    .option('--site <site>', 'one site only')
    .option('--search <text>', 'only those with this in their name or in one of their addresses')
    .option('--command <id>', 'only those that you can start this command of a plugin on')
    .action(async ({ site, search, command: started }: { site?: string; search?: string; command?: string }, command: Command) => {
      const devices = await session.call(command, 'devices', {
        ports: true, ...(site === undefined ? {} : { site }), ...(search === undefined ? {} : { search }), ...(started === undefined ? {} : { command: started }),
      });
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
  example(json(program.command('device-notes').description('what people wrote of a device; with a text, one more')), [
    'jackfield device-notes leeds-core-1', 'jackfield device-notes leeds-core-1 "port 7 is the camera"', 'jackfield device-notes leeds-core-1 "port 8 is the camera" --edit 3f9a01bc', 'jackfield device-notes leeds-core-1 --remove 3f9a01bc',
  ].join('\n  '))
    .argument('<name>', 'name, id or address')
    .argument('[text]', 'what to write')
    .option('--edit <note>', 'write this note anew: its id, or its first letters')
    .option('--remove <note>', 'remove this note')
    .action(async (device: string, text: string | undefined, { edit, remove }: { edit?: string; remove?: string }, command: Command) => {
      if (edit !== undefined && (text === undefined || remove !== undefined)) command.error('--edit goes with a text');
      if (remove !== undefined && text !== undefined) command.error('--remove goes with no text');
      const meant = edit ?? remove;
      if (meant !== undefined) {
        const notes = (await session.call(command, 'device-notes', { device })).filter(({ id }) => id.startsWith(meant));
        const [note] = notes;
        if (note === undefined || notes.length > 1) return command.error(`${meant} is the beginning of ${notes.length === 0 ? 'no note' : 'several notes'} of ${device}`);
        const of = { device, note: note.id, etag: note.etag };
        if (text === undefined) await session.call(command, 'device-note-remove', of);
        else await session.call(command, 'device-note-edit', { ...of, text });
      } else if (text !== undefined) await session.call(command, 'device-note-add', { device, text });
      session.show(command, await session.call(command, 'device-notes', { device }), (notes) => deviceNotesView(notes, terminal, Date.now()));
    });
  example(json(program.command('remove').description('take a device out of the inventory')), 'jackfield remove old-switch')
    .argument('<name>', 'name, id or address')
    .action(async (name: string, _options: object, command: Command) => {
      session.show(command, await session.call(command, 'remove', { device: name }), (removed) => `${removed.name} is removed. Discovery finds it again while it answers.\n`);
    });
}
