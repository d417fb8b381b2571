import { once } from 'node:events';
import { InvalidArgumentError, type Command } from 'commander';
import type { Development, DevelopmentEvent, DevelopmentOptions } from '../../authoring/index.ts';
import { exitCodes } from '../exit-code.ts';
import { hearKeys } from '../keys.ts';
import type { Session } from '../session.ts';
import { example, json } from './options.ts';

const usualPort = 9_229;

interface DevOptions {
  readonly device?: string;
  readonly inspect?: number | true;
  readonly once?: boolean;
  readonly json?: boolean;
}

function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) throw new InvalidArgumentError('It is a port, 0 for a free one.');
  return number;
}

/** A plugin while it is written: run in its sandbox, and again at each save. */
export function addPluginDevCommand(plugin: Command, session: Session): void {
  const { terminal, signal } = session;
  example(json(plugin.command('dev').description('run a plugin in its sandbox on simulated devices, again at each save')), 'jackfield plugin dev . --device access-1 --inspect')
    .argument('[dir]', 'folder of the plugin: package.json and conformance.yaml', '.')
    .option('--device <device>', 'one device of conformance.yaml, or a file: a recording, a .snmprec walk, a description in YAML')
    .option('--inspect [port]', `open the plugin's debugger on 127.0.0.1, port ${usualPort} unless told`, port)
    .option('--once', 'run everything once and end: with 0 when nothing is wrong')
    .action(async (directory: string, { device, inspect, once: isOnce, json: isJson }: DevOptions) => {
      // esbuild comes along: no other command pays for loading it.
      const [{ Development: Workshop }, { developmentView }] = await Promise.all([import('../../authoring/index.ts'), import('../views/development-view.ts')]);
      const report = (event: DevelopmentEvent): void => terminal.write(isJson === true ? `${JSON.stringify(event)}\n` : developmentView(event, terminal.colours));
      const options: DevelopmentOptions = { directory, report, ...(device === undefined ? {} : { device }), ...(inspect === undefined ? {} : { inspectPort: inspect === true ? usualPort : inspect }) };
      if (isOnce === true) {
        if (!(await Workshop.once(options))) session.exitCode = exitCodes.problem;
        return;
      }
      await using development = await Workshop.start(options);
      await untilQuit(session, development, signal);
    });
}

async function untilQuit({ terminal }: Session, development: Development, signal: AbortSignal): Promise<void> {
  const quit = new AbortController();
  const over = AbortSignal.any([signal, quit.signal]);
  const actions: { readonly [key: string]: () => unknown } = { r: () => development.rerun(), p: () => development.push(), q: () => quit.abort() };
  using _keys = terminal.interactive ? hearKeys((key) => void actions[key]?.()) : null;
  terminal.writeError(terminal.interactive ? 'Watching. Keys: r runs all again, p pushes and undoes, q quits.\n' : 'Watching; Ctrl-C ends it.\n');
  if (!over.aborted) await once(over, 'abort');
}
