import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { PluginCatalogue } from '../../plugins/index.ts';
import { fileUnreadable } from '../errors.ts';
import { exitCodes } from '../exit-code.ts';
import { ProgressBar } from '../progress-bar.ts';
import type { Session } from '../session.ts';
import { readinessView } from '../views/readiness-view.ts';
import { example, json } from './options.ts';

/** Asked before an update: run by the new version, it says which of the installed plugins would break in it. */
export function addPluginReadinessCommand(plugin: Command, session: Session): void {
  const { terminal } = session;
  example(json(plugin.command('readiness').description('load all installed plugins in this version of Jackfield, and say which would break')), 'jackfield plugin readiness --plugins plugins')
    .option('--plugins <dir...>', 'folders of plugins, in place of those of the configuration')
    .action(async ({ plugins }: { plugins?: readonly string[] }, command: Command) => {
      const [{ readiness }, { readCatalogue }] = await Promise.all([import('../../conformance/index.ts'), import('../../plugins/index.ts')]);
      for (const folder of plugins ?? []) {
        if (!(await stat(folder).then((entry) => entry.isDirectory(), () => false))) throw fileUnreadable(`there is no folder ${folder}`, { hint: 'Name folders of plugin packages with --plugins.' });
      }
      const catalogue = plugins === undefined ? await configured(session.directory(command)) : await readCatalogue(plugins.map((folder) => resolve(folder)));
      const found = [];
      {
        using bar = new ProgressBar(terminal);
        bar.show({ done: 0, total: catalogue.plugins.length, label: 'plugins' });
        for await (const one of readiness(catalogue)) {
          session.signal.throwIfAborted();
          found.push(one);
          bar.show({ done: Math.min(found.length, catalogue.plugins.length), total: catalogue.plugins.length, label: one.plugin });
        }
      }
      session.show(command, found, (all) => readinessView(all, terminal));
      if (found.some(({ ending }) => ending === 'breaks')) session.exitCode = exitCodes.problem;
    });
}

/** The plugins that a daemon with this configuration would load: those of its folders, and installed packages. */
async function configured(directory: string): Promise<PluginCatalogue> {
  const [{ settingSchemas }, { readCatalogue, storeOf }, { loadConfiguration }] = await Promise.all([import('../../host/index.ts'), import('../../plugins/index.ts'), import('../../sites/index.ts')]);
  const configuration = await loadConfiguration(directory, { schemas: settingSchemas });
  return readCatalogue(configuration.daemon.plugins, storeOf(configuration));
}
