import { readdir } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { reportOf } from '../../control/index.ts';
import type { Configuration, ConfigurationAnswers, Explanation, VaultPlaces } from '../../sites/index.ts';
import { emptySecret } from '../errors.ts';
import { daemonPlace } from '../place.ts';
import type { Session } from '../session.ts';
import { shortPath } from '../text.ts';
import { explanationView } from '../views/record-view.ts';
import { example, json } from './options.ts';

/** The network of this machine's first address, as a guess to begin with; RFC 5737's when it has none. */
export function firstNetwork(interfaces: ReturnType<typeof networkInterfaces>): string {
  for (const address of Object.values(interfaces).flatMap((all) => all ?? [])) {
    if (address.internal || address.family !== 'IPv4' || address.cidr === null) continue;
    const [, length = '24'] = address.cidr.split('/');
    const kept = Math.max(22, Number(length));
    const bits = address.address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
    const network = bits - (bits % 2 ** (32 - kept));
    return `${[24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join('.')}/${kept}`;
  }
  return '192.0.2.0/24';
}

// Reading a configuration loads much of the host: commands that only ask the daemon start without it.
const sitesRoom = () => import('../../sites/index.ts');

/** A device that no file names may have been found: the daemon knows. */
async function requireFound(session: Session, command: Command, { sites }: Configuration, site: string, device: string): Promise<void> {
  const { requireAt } = await import('../../api/index.ts');
  try {
    requireAt(await session.call(command, 'device', { device }), site);
  } catch (error) {
    if (reportOf(error).code !== 'JF8001') throw error;
    const { deviceNotNamed, didYouMean } = await sitesRoom();
    const meant = didYouMean(device, sites.get(site)?.devices.map(({ name }) => name) ?? []);
    throw deviceNotNamed(`the file of ${site} names no device ${device}, and no daemon runs that could have found it`, meant === null ? {} : { hint: `Did you mean ${meant}?` });
  }
}

/** What stands for devices, as a daemon that runs knows them; undefined when none answers. */
async function standIns(session: Session, command: Command, { key, site, device }: { readonly key: string; readonly site: string | undefined; readonly device: string | undefined }): Promise<Explanation['devices']> {
  const asked = { key, ...(site === undefined ? {} : { site }), ...(device === undefined ? {} : { device }) };
  return session.call(command, 'explain', asked).then((told) => told.devices, () => undefined);
}

/** The plugins that came along: in the workspace they have a folder of their own, else they lie beside @jackfield/core. */
async function plugins(): Promise<Pick<ConfigurationAnswers, 'plugins' | 'switches'>> {
  const workspace = fileURLToPath(new URL('../../../../plugins', import.meta.url));
  if (await readdir(workspace).then(() => true, () => false)) return { plugins: [workspace], switches: true };
  const beside = fileURLToPath(new URL('../../../..', import.meta.url));
  const installed = (await readdir(beside)).filter((name) => name.startsWith('plugin-')).sort();
  return { plugins: installed.map((name) => join(beside, name)), switches: installed.includes('plugin-snmp-switch') };
}

/** The configuration: written, explained, with its secrets. All work without a daemon. */
export function addSiteCommands(program: Command, session: Session): void {
  const { terminal } = session;
  const places = async (command: Command): Promise<VaultPlaces> => {
    const directory = session.directory(command);
    return { directory, stateDirectory: (await daemonPlace(directory)).stateDirectory };
  };
  /** A running daemon takes the secret at once; without one it is read at the next start. */
  const taken = async (command: Command): Promise<boolean> => session.call(command, 'reload-credentials', {}).then(() => true, () => false);
  const told = (isTaken: boolean): string => (isTaken ? 'The daemon has it.' : 'The daemon reads it when it starts.');

  example(json(program.command('explain').description('the value of a setting, and every layer that set or hid it')), 'jackfield explain transports.snmp.port --site leeds --device core-1')
    .argument('<key>', 'dotted key, such as health.attempts or plugins.snmp-switch.enabled')
    .option('--site <site>', 'at a site')
    .option('--device <name>', 'for a device of the site')
    .action(async (key: string, { site, device }: { site?: string; device?: string }, command: Command) => {
      if (device !== undefined && site === undefined) command.error('--device needs --site');
      if (session.host(command) !== null) {
        const place = { ...(site === undefined ? {} : { site }), ...(device === undefined ? {} : { device }) };
        session.show(command, await session.call(command, 'explain', { key, ...place }), (found) => explanationView(found, terminal));
        return;
      }
      const [{ settingSchemas }, { catalogueOf, explainKey }, { isNamed, scopeOf }, { loadConfiguration }] = await Promise.all([import('../../host/index.ts'), import('../../plugins/index.ts'), import('../../api/index.ts'), sitesRoom()]);
      const configuration = await loadConfiguration(session.directory(command), { schemas: settingSchemas });
      const explanation = await explainKey(key, await catalogueOf(configuration), configuration, scopeOf(site, device), null);
      if (site !== undefined && device !== undefined && !isNamed(configuration, site, device)) await requireFound(session, command, configuration, site, device);
      const devices = explanation.devices === undefined ? undefined : await standIns(session, command, { key, site, device });
      session.show(command, devices === undefined ? explanation : { ...explanation, devices }, (found) => explanationView(found, terminal));
    });

  const vault = example(program.command('vault').description('secrets, encrypted beside the configuration'), 'jackfield vault set leeds-community');
  example(json(vault.command('set').description('store a secret: typed unseen, or from standard input')), 'pass show leeds | jackfield vault set leeds-community')
    .argument('<name>', 'name that credentials.yaml refers to')
    .action(async (name: string, _options: object, command: Command) => {
      const place = await places(command);
      const secret = await terminal.askSecret(`Secret for ${name}: `);
      if (secret === '') throw emptySecret(`nothing was stored as ${name}`);
      const { vaultSet } = await sitesRoom();
      await vaultSet(place, name, secret);
      session.show(command, { name, taken: await taken(command) }, (done) => `${name} is stored. ${told(done.taken)}\n`);
    });
  example(json(vault.command('list').description('the names of the secrets')), 'jackfield vault list')
    .action(async (_options: object, command: Command) => {
      const { vaultList } = await sitesRoom();
      session.show(command, await vaultList(await places(command)), (names) => (names.length === 0 ? 'The vault is empty.\n' : names.map((name) => `${name}\n`).join('')));
    });
  example(json(vault.command('remove').description('forget a secret')), 'jackfield vault remove leeds-community')
    .argument('<name>', 'name of the secret')
    .action(async (name: string, _options: object, command: Command) => {
      const { vaultRemove } = await sitesRoom();
      await vaultRemove(await places(command), name);
      session.show(command, { name, taken: await taken(command) }, (done) => `${name} is removed. ${told(done.taken)}\n`);
    });

  example(json(program.command('init').description('write a configuration for your own network')), 'jackfield init my-network --network 192.168.1.0/24')
    .argument('[dir]', 'folder to write into', 'config')
    .option('--organization <name>', 'name of the organization', 'my-organization')
    .option('--site <name>', 'name of the first site', 'home')
    .option('--network <cidr>', 'network of its devices; that of this machine unless told')
    .action(async (directory: string, { organization, site, network }: { organization: string; site: string; network?: string }, command: Command) => {
      const swept = network ?? firstNetwork(networkInterfaces());
      const [{ writeExampleConfiguration }, { sweepText }] = await Promise.all([sitesRoom(), import('../views/up-view.ts')]);
      const files = await writeExampleConfiguration(directory, {
        organization, site, network: swept, community: { vault: 'snmp-community' }, ...(await plugins()),
      });
      const shown = files.map((file) => `  ${shortPath(file)}\n`).join('');
      const option = directory === 'config' ? '' : ` --config ${directory}`;
      session.show(command, { files, site, network: swept, guessed: network === undefined }, () => `Written:\n${shown}\nDiscovery will sweep ${sweepText({ id: site, networks: [swept] })}${network === undefined ? ': this machine\'s own network, a guess' : ''}.\n\nNext:\n  1. look through ${join(directory, 'sites', `${site}.yaml`)}: its networks are what discovery sweeps\n  2. jackfield vault set snmp-community${option}\n  3. jackfield doctor${option}\n  4. jackfield up${option}\n`);
    });
}
