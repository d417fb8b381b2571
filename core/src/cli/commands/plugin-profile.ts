import { open } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { fileNotWritten } from '../errors.ts';
import { fileProblem } from '../file-problem.ts';
import type { Session } from '../session.ts';
import { plain } from '../text.ts';
import { profileView } from '../views/profile-view.ts';
import { example, json } from './options.ts';

/** Functions named at the terminal; the file holds all. */
const shown = 10;

function span(value: string): number {
  const seconds = Number(value);
  if (!(seconds >= 0.1 && seconds <= 60)) throw new InvalidArgumentError('It is a number of seconds, 0.1 to 60.');
  return seconds;
}

/** A CPU profile of a running plugin. */
export function addPluginProfileCommand(plugin: Command, session: Session): void {
  example(json(plugin.command('profile').description('a V8 CPU profile of a running plugin, for Chrome DevTools, VS Code or speedscope')), 'jackfield plugin profile snmp-switch --seconds 5')
    .argument('<plugin>', 'id of the plugin')
    .option('--seconds <number>', 'how long to look', span, 10)
    .option('--out <file>', 'file to write; PLUGIN-TIME.cpuprofile unless told')
    .action(async (id: string, { seconds, out }: { seconds: number; out?: string }, command: Command) => {
      const profile = await session.call(command, 'profile', { plugin: id, seconds });
      const file = out ?? `${id}-${new Date().toISOString().replaceAll(/[-:]|\.\d+Z/g, '')}.cpuprofile`;
      try {
        await using handle = await open(file, 'wx', 0o600);
        await handle.writeFile(JSON.stringify(profile));
      } catch (cause) {
        throw fileNotWritten(`it cannot be written: ${fileProblem(cause)}`, { cause, place: { file } });
      }
      const { busiest } = await import('../../plugins/index.ts');
      session.show(command, { file, seconds, ...busiest(profile, shown) }, (found) => profileView(found, session.terminal));
      session.terminal.writeError(`Written to ${plain(file)}. Open it in Chrome DevTools (Performance), VS Code or https://www.speedscope.app.\n`);
    });
}
