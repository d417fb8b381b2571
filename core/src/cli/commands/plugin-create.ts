import type { PartialAnswers, PluginAnswers } from '@jackfield/sdk/create';
import { Option, type Command } from 'commander';
import { pluginNotCreated } from '../errors.ts';
import type { Session } from '../session.ts';
import { example } from './options.ts';

type CreateOptions = PartialAnswers & { readonly packages?: string; readonly yes?: boolean };

// Written out, held to the SDK's by the type: the other commands start without what makes plugins.
const kinds: { readonly [kind in PluginAnswers['kind']]: true } = { device: true, profile: true, transport: true };
const transports: { readonly [transport in PluginAnswers['transport']]: true } = { http: true, rest: true, tcp: true };
const licences: { readonly [licence in PluginAnswers['licence']]: true } = { MIT: true, 'Apache-2.0': true, UNLICENSED: true };

/** A new plugin in a folder of its own: the same as `npm create jackfield-plugin`. */
export function addPluginCreateCommand(plugin: Command, session: Session): void {
  const { terminal, signal } = session;
  example(plugin.command('create').description('make a plugin that builds, tests and passes conformance as it stands'), 'jackfield plugin create acme-ups --kind device --scope @acme --yes')
    .argument('[dir]', 'folder to write into; jackfield-plugin-NAME unless told')
    .option('--name <name>', 'id of the plugin, such as acme-ups')
    .addOption(new Option('--kind <kind>', 'device, profile without code, or example of several transports; device unless told').choices(Object.keys(kinds)))
    .addOption(new Option('--transport <name>', 'what the kind transport speaks: lines of its own over tcp, http beside SSH, or http alone (rest); http unless told').choices(Object.keys(transports)))
    .option('--scope <scope>', 'npm scope, such as @acme')
    .option('--publisher <name>', 'who holds the copyright')
    .addOption(new Option('--licence <licence>', 'MIT unless told').choices(Object.keys(licences)))
    .option('--packages <dir>', 'folder with the packages of Jackfield, as npm pack makes them of a clone; from the registry unless told')
    .option('--yes', 'do not ask')
    .action(async (directory: string | undefined, { yes, packages, ...given }: CreateOptions) => {
      const { askAnswers, createPlugin, CreateRefused, namedBy, nameOfFolder, nextSteps, parseAnswers } = await import('@jackfield/sdk/create');
      const suggested = directory === undefined ? null : nameOfFolder(directory);
      const isAsked = yes !== true && terminal.interactive;
      try {
        const answers = isAsked
          ? await askAnswers(given, suggested, (question) => terminal.ask(question))
          : parseAnswers(namedBy(directory, given));
        terminal.write(nextSteps(await createPlugin(directory ?? `jackfield-plugin-${answers.name}`, answers, packages, signal)));
      } catch (error) {
        if (signal.aborted) terminal.writeError('\nLeft; nothing was made.\n');
        if (error instanceof CreateRefused) throw pluginNotCreated(error.message, { hint: error.hint, cause: error });
        throw error;
      }
    });
}
