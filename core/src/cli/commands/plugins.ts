import { Option, type Command } from 'commander';
import type { RateOrder } from '../../diagnosis/index.ts';
import { daemonPlace } from '../place.ts';
import type { Session } from '../session.ts';
import { crashesView, crashLines, crashView } from '../views/crash-view.ts';
import { noticeLines, pluginTable, refusedLines, resourceTable } from '../views/status-view.ts';
import { counted, example, json, refuseGiven } from './options.ts';

// Written out, held to the host's by the type: to import them would load the host for three words.
const rateOrders: { readonly [order in RateOrder]: true } = { cpu: true, memory: true, operations: true };

/** What plugins do, and how they ended. */
export function addPluginsCommands(program: Command, session: Session): void {
  const { terminal } = session;
  example(json(program.command('plugins').description('list the plugins: state, restarts, CPU, memory, operations')), 'jackfield plugins --top')
    .option('--resources', 'instead: what each can configure, with the key and the commit class of it')
    .option('--top', 'what they do now, every second; on a terminal until q, sorted by c, m or o')
    .option('--count <number>', 'with --top: end after so many samples; 1 with --json unless told', counted)
    .addOption(new Option('--sort <by>', 'with --top: the most of it first').choices(Object.keys(rateOrders)).default('cpu' satisfies RateOrder))
    .action(async (options: { top?: boolean; resources?: boolean; json?: boolean; count?: number; sort: RateOrder }, command: Command) => {
      if (options.top !== true) refuseGiven(command, ['count', 'sort'], 'goes with --top');
      else refuseGiven(command, ['resources'], 'and --top are two lists: give one of them');
      if (options.top === true) {
        const { showTop } = await import('../plugins-top.ts');
        return showTop(session, command, { sort: options.sort, json: options.json === true, count: options.count ?? (options.json === true ? 1 : Infinity) });
      }
      if (options.resources === true) {
        const { installed } = await session.call(command, 'plugins', {});
        return session.show(command, installed.map(({ id, version, resources }) => ({ id, version, resources })), (all) => resourceTable(all, terminal));
      }
      return session.show(command, await session.call(command, 'plugins', {}), ({ plugins, installed, refused, crashes }) =>
        pluginTable(plugins, terminal) + noticeLines(plugins, installed, terminal.colours) + refusedLines(refused, terminal.colours) + crashLines(crashes, terminal.colours, Date.now()));
    });
  example(json(program.command('crashes').description('reports of plugin processes that crashed, hung or were ended; needs no daemon')), 'jackfield crashes')
    .argument('[report]', 'id of one report, or the beginning or end of it')
    .action(async (id: string | undefined, _options: object, command: Command) => {
      const { stateDirectory } = await daemonPlace(session.directory(command));
      const { findCrash, listCrashes } = await import('../../diagnosis/index.ts');
      if (id !== undefined) return session.show(command, await findCrash(stateDirectory, id), (crash) => crashView(crash, terminal));
      return session.show(command, await listCrashes(stateDirectory), (all) => crashesView(all, terminal, Date.now()));
    });
}
