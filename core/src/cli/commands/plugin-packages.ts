import { Option, type Command } from 'commander';
import type { GrantQuestion, InstallNeeds, InstallResult, PackageNeeds } from '../../packages/index.ts';
import { currentPerson } from '../../control/index.ts';
import { exitCodeOf, exitCodes } from '../exit-code.ts';
import { ProgressBar } from '../progress-bar.ts';
import type { Session } from '../session.ts';
import { counted, example, json } from './options.ts';
import { addPluginSigningCommands } from './plugin-signing.ts';
import { enabledView, grantView, historyView, installedView, packagesView, takenText } from '../views/package-view.ts';

// Packages load much of the host: the other commands start without it.
const packages = () => import('../../packages/index.ts');

interface InstallOptions {
  readonly grant?: boolean;
  readonly downgrade?: boolean;
}

/** Tells the daemon; false when none runs: it reads the files when it starts. */
async function activate(session: Session, command: Command): Promise<boolean> {
  try {
    const { kind, errors } = await session.call(command, 'reload', {});
    const { reloadRefused } = await packages();
    if (kind === 'refused') throw reloadRefused(errors.map(({ code, where, message }) => [code, where, message].filter((part) => part !== '').join(' ')).join('\n'));
    return true;
  } catch (error) {
    if (exitCodeOf(error) === exitCodes.notRunning) return false;
    throw error;
  }
}

async function needs(session: Session, command: Command, bar: ProgressBar): Promise<PackageNeeds> {
  const { packageSteps } = await packages();
  return {
    directory: session.directory(command),
    person: currentPerson(),
    activate: () => activate(session, command),
    onStep: (step) => bar.show({ done: packageSteps.indexOf(step), total: packageSteps.length, label: step }),
  };
}

/** `--grant` says yes; else the person at the terminal is asked, and nobody is no. */
function consent({ terminal }: Session, { grant }: InstallOptions): InstallNeeds['consent'] {
  return async (question: GrantQuestion) => {
    if (grant === true) return true;
    terminal.writeError(grantView(question, terminal));
    if (!terminal.interactive) return false;
    return ['y', 'yes'].includes((await terminal.ask(`Grant this to ${question.plugin} ${question.version}? [y/N] `)).toLowerCase());
  };
}

/** For those who run plugins: install, enable, upgrade, and the way back. A daemon takes each over by itself; none is needed. */
export function addPluginPackageCommands(plugin: Command, session: Session): void {
  addPluginSigningCommands(plugin, session);
  const { terminal } = session;
  const installing = (command: Command): Command => json(command).option('--grant', 'grant what it asks for without a question').option('--downgrade', 'an older version is meant');
  const install = async (command: Command, options: InstallOptions, work: (given: InstallNeeds) => Promise<InstallResult>): Promise<void> => {
    using bar = new ProgressBar(terminal);
    const done = await work({ ...(await needs(session, command, bar)), consent: consent(session, options), downgrade: options.downgrade === true });
    session.show(command, done, (result) => installedView(result, terminal));
  };

  example(installing(plugin.command('install').description('install a plugin from a folder, a .tgz file or the npm registry')), 'jackfield plugin install acme-jackfield-plugin-widget-1.0.0.tgz')
    .argument('<from>', 'folder, .tgz file, or name of an npm package with a version or range, such as @acme/jackfield-plugin-widget@^1.0.0')
    .action((from: string, options: InstallOptions, command: Command) => install(command, options, async (given) => (await packages()).installPackage(from, given)));
  example(installing(plugin.command('upgrade').description('go over to the newest version; the one before is kept')), 'jackfield plugin upgrade widget')
    .argument('<id>', 'id of the plugin')
    .argument('[from]', 'folder, .tgz file or npm package; else where it came from')
    .action((id: string, from: string | undefined, options: InstallOptions, command: Command) => install(command, options, async (given) => (await packages()).upgradePackage(id, from ?? null, given)));
  example(json(plugin.command('rollback').description('go back to the version before, with its grant')), 'jackfield plugin rollback widget')
    .argument('<id>', 'id of the plugin')
    .action(async (id: string, _options: object, command: Command) => {
      using bar = new ProgressBar(terminal);
      const { rollbackPackage } = await packages();
      const done = await rollbackPackage(id, await needs(session, command, bar));
      session.show(command, done, ({ version, before, granted, taken }) => `${id} runs in ${version} again, as ${granted.by} granted it on ${granted.at.slice(0, 10)}; ${before} is kept.\n${takenText(taken)}`);
    });
  example(json(plugin.command('remove').description('take a plugin away, with the version that is kept')), 'jackfield plugin remove widget')
    .argument('<id>', 'id of the plugin')
    .option('--force', 'also when it is enabled: disable it first')
    .action(async (id: string, { force }: { force?: boolean }, command: Command) => {
      using bar = new ProgressBar(terminal);
      const { removePackage } = await packages();
      const done = await removePackage(id, { ...(await needs(session, command, bar)), force: force === true });
      session.show(command, done, ({ version, edited, taken }) => `${id} ${version} is removed${edited.length > 0 ? `, and disabled in ${edited.join(', ')}` : ''}.\n${takenText(taken)}`);
    });
  for (const enabled of [true, false]) {
    const [name, does] = enabled ? ['enable', 'let a plugin work at a site'] : ['disable', 'keep a plugin from working at a site'];
    const command = example(json(plugin.command(name).description(`${does}: edits the site's file`)), `jackfield plugin ${name} widget --site leeds`)
      .argument('<id>', 'id of the plugin')
      .requiredOption('--site <site>', 'the site');
    if (enabled) command.addOption(new Option('--grant <what>', 'read: all it asks for reading; write: all it asks').choices(['read', 'write'] as const));
    command.action(async (id: string, { site, grant }: { site: string; grant?: 'read' | 'write' }, given: Command) => {
      using bar = new ProgressBar(terminal);
      const { enablePlugin } = await packages();
      const done = await enablePlugin(id, { ...(await needs(session, given, bar)), site, enabled, grant: grant ?? null });
      session.show(given, done, (result) => enabledView(result, terminal));
    });
  }
  example(json(plugin.command('list').description('the installed packages, held against what is on disk')), 'jackfield plugin list')
    .action(async (_options: object, command: Command) => {
      const { listPackages } = await packages();
      const listed = await listPackages(session.directory(command));
      session.show(command, listed, (all) => packagesView(all, terminal));
      if (listed.some(({ problem }) => problem !== null)) session.exitCode = exitCodes.problem;
    });
  example(json(plugin.command('history').description('what was done to the packages, newest first')), 'jackfield plugin history')
    .option('--limit <number>', 'how many records', counted, 50)
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const { packageHistory } = await packages();
      const records = (await packageHistory(session.directory(command))).toReversed().slice(0, limit);
      session.show(command, records, (all) => historyView(all, terminal));
    });
}
