import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import { reportOf, version } from '../../control/index.ts';
import type { CommandInput, CommandName } from '../../api/index.ts';
import type { DaemonAnswer } from '../../diagnosis/index.ts';
import { sdkVersion } from '@jackfield/sdk';
import { daemonPlace } from '../place.ts';
import { ProgressBar } from '../progress-bar.ts';
import { fileProblem } from '../file-problem.ts';
import type { Session } from '../session.ts';
import { plain } from '../text.ts';
import { diagnosticsView } from '../views/diagnostics-view.ts';
import { example, json } from './options.ts';

/** Devices that are not well, whose checks go along. */
const troubled = 50;

interface Gathered {
  readonly answers: DaemonAnswer[];
  readonly missing: string[];
  readonly devices: readonly { readonly name: string; readonly serial: string | null }[];
}

/** A support bundle: all that helps, nothing secret. */
export function addDiagnosticsCommand(program: Command, session: Session): void {
  example(json(program.command('diagnostics').description('write a support bundle: everything that helps, secrets taken out; needs no daemon')), 'jackfield diagnostics --anonymous')
    .option('--out <file>', 'file to write; jackfield-diagnostics-TIME.tgz unless told')
    .option('--anonymous', 'replace names and addresses by numbers')
    .action(async ({ out, anonymous }: { out?: string; anonymous?: boolean }, command: Command) => {
      const [{ bundleNotWritten, makeBundle }, { examine }] = await Promise.all([import('../../diagnosis/index.ts'), import('../doctor.ts')]);
      const at = new Date();
      const directory = session.directory(command);
      const { stateDirectory } = await daemonPlace(directory);
      const { answers, missing, devices } = await gather(command);
      const findings = await examine(directory);
      const { bytes, ...account } = await makeBundle({
        directory, stateDirectory, at, findings, answers, missing, devices, anonymous: anonymous === true, versions: { jackfield: version, sdk: sdkVersion },
      });
      const file = out ?? `jackfield-diagnostics-${at.toISOString().replaceAll(/[-:]|\.\d+Z/g, '')}.tgz`;
      try {
        await using handle = await open(file, 'wx', 0o600);
        await handle.writeFile(bytes);
      } catch (cause) {
        throw bundleNotWritten(`it cannot be written: ${fileProblem(cause)}`, { cause, place: { file } });
      }
      session.show(command, { file, ...account }, (made) => diagnosticsView(made, session.terminal));
      session.terminal.writeError(`Written to ${plain(file)}. Read CONTENTS.txt in it before you send it.\n`);
    });

  async function gather(command: Command): Promise<Gathered> {
    const answers: DaemonAnswer[] = [];
    const missing: string[] = [];
    using bar = new ProgressBar(session.terminal);
    const ask = async <Name extends CommandName>(name: Name, input: CommandInput<Name>, file: string = name) => {
      bar.show({ done: answers.length, total: 0, label: file });
      try {
        const value = await session.call(command, name, input);
        answers.push({ name: file, value });
        return value;
      } catch (error) {
        const { code, message } = reportOf(error);
        missing.push(`${file}: ${code} ${message}`);
        return null;
      }
    };
    const status = await ask('status', {});
    if (status === null) {
      missing.push('plugins, incidents, states, schedule, threads: nobody answers for the daemon');
      return { answers, missing, devices: [] };
    }
    const { hostThreads } = await import('../../diagnosis/index.ts');
    answers.push({ name: 'threads', value: await hostThreads(status.pid) });
    await ask('plugins', {});
    await ask('incidents', { all: true });
    await ask('changes', {});
    await ask('hostkeys', {});
    const devices = (await ask('devices', { ports: true })) ?? [];
    for (const { id } of devices.filter(({ state }) => state !== 'ok').slice(0, troubled)) await ask('device', { device: id }, `devices/${id}`);
    return { answers, missing, devices };
  }
}
