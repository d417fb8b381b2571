import { Option, type Command } from 'commander';
import type { InstallResult } from '../../packages/index.ts';
import { exitCodes } from '../exit-code.ts';
import { packagesOf, type InstallOptions, type Packages } from '../packages.ts';
import { ProgressBar } from '../progress-bar.ts';
import type { Session } from '../session.ts';
import { counted, example, json } from './options.ts';
import { addPluginSigningCommands } from './plugin-signing.ts';
import { enabledView, historyView, installedView, packagesView, takenText } from '../views/package-view.ts';

/** For those who run plugins: install, enable, upgrade, and the way back. A daemon takes each over by itself; on its machine none is needed. */
export function addPluginPackageCommands(plugin: Command, session: Session): void {
  addPluginSigningCommands(plugin, session);
  const { terminal } = session;
  const at = async <Result>(command: Command, work: (packages: Packages) => Promise<Result>): Promise<Result> => {
    using bar = new ProgressBar(terminal);
    return await work(await packagesOf(session, command, bar));
  };
  const installing = (command: Command): Command => json(command).option('--grant', 'grant what it asks for without a question').option('--downgrade', 'an older version is meant');
  const install = async (command: Command, work: (packages: Packages) => Promise<InstallResult>): Promise<void> => {
    session.show(command, await at(command, work), (result) => installedView(result, terminal));
  };

  example(installing(plugin.command('install').description('install a plugin from a folder, a .tgz file or the npm registry')), 'jackfield plugin install acme-jackfield-plugin-widget-1.0.0.tgz')
    .argument('<from>', 'folder, .tgz file, or name of an npm package with a version or range, such as @acme/jackfield-plugin-widget@^1.0.0')
    .action((from: string, options: InstallOptions, command: Command) => install(command, (packages) => packages.install(from, options)));
  example(installing(plugin.command('upgrade').description('go over to the newest version; the one before is kept')), 'jackfield plugin upgrade widget')
    .argument('<id>', 'id of the plugin')
    .argument('[from]', 'folder, .tgz file or npm package; else where it came from')
    .action((id: string, from: string | undefined, options: InstallOptions, command: Command) => install(command, (packages) => packages.upgrade(id, from ?? null, options)));
  example(json(plugin.command('rollback').description('go back to the version before, with its grant')), 'jackfield plugin rollback widget')
    .argument('<id>', 'id of the plugin')
    .action(async (id: string, _options: object, command: Command) => {
      const done = await at(command, (packages) => packages.rollback(id));
      session.show(command, done, ({ version, before, granted, taken }) => `${id} runs in ${version} again, as ${granted.by} granted it on ${granted.at.slice(0, 10)}; ${before} is kept.\n${takenText(taken)}`);
    });
  example(json(plugin.command('remove').description('take a plugin away, with the version that is kept')), 'jackfield plugin remove widget')
    .argument('<id>', 'id of the plugin')
    .option('--force', 'also when it is enabled: disable it first')
    .action(async (id: string, { force }: { force?: boolean }, command: Command) => {
      const done = await at(command, (packages) => packages.remove(id, force === true));
      session.show(command, done, ({ version, edited, taken }) => `${id} ${version} is removed${edited.length > 0 ? `, and disabled in ${edited.join(', ')}` : ''}.\n${takenText(taken)}`);
    });
  for (const enabled of [true, false]) {
    const [name, does] = enabled ? ['enable', 'let a plugin work at a site'] : ['disable', 'keep a plugin from working at a site'];
    const command = example(json(plugin.command(name).description(`${does}: edits the site's file`)), `jackfield plugin ${name} widget --site leeds`)
      .argument('<id>', 'id of the plugin')
      .requiredOption('--site <site>', 'the site');
    if (enabled) command.addOption(new Option('--grant <what>', 'read: all it asks for reading; write: all it asks').choices(['read', 'write'] as const));
    command.action(async (id: string, { site, grant }: { site: string; grant?: 'read' | 'write' }, given: Command) => {
      const done = await at(given, (packages) => packages.enable({ plugin: id, site, enabled, grant: grant ?? null }));
      session.show(given, done, (result) => enabledView(result, terminal));
    });
  }
  example(json(plugin.command('list').description('the installed packages, held against what is on disk')), 'jackfield plugin list')
    .action(async (_options: object, command: Command) => {
      const listed = await at(command, (packages) => packages.list());
      session.show(command, listed, (all) => packagesView(all, terminal));
      if (listed.some(({ problem }) => problem !== null)) session.exitCode = exitCodes.problem;
    });
  example(json(plugin.command('history').description('what was done to the packages, newest first')), 'jackfield plugin history')
    .option('--limit <number>', 'how many records', counted, 50)
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const records = await at(command, (packages) => packages.history(limit));
      session.show(command, records, (all) => historyView(all, terminal));
    });
}
