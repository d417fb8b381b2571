import { readFile, writeFile } from 'node:fs/promises';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { fictionKinds, recordingText, redactRecording, refusedSecrets, scanRecording, parseRecordingFile, type FictionKind, type FoundSecret } from '@jackfield/sdk/testing';
import { recordingInvalid } from '../../recordings/index.ts';
import { exitCodes } from '../exit-code.ts';
import { importFile, type ImportForm } from '../recordings/import-file.ts';
import { writeFirstTest } from '../recordings/first-test.ts';
import type { Session } from '../session.ts';
import { count } from '../text.ts';
import { recordingView, scanView, type ScannedFile } from '../views/recording-view.ts';
import { example, json } from './options.ts';

interface RecordOptions {
  readonly plugin?: string;
  readonly out?: string;
  readonly redact?: readonly FictionKind[];
  readonly read?: readonly string[];
  readonly test?: string;
  readonly import?: string;
  readonly as?: ImportForm;
  readonly scan?: readonly string[];
}

/** A file is scanned as a recording when it is one, else as any text. */
async function scanned(file: string): Promise<ScannedFile> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw recordingInvalid(`${file} cannot be read`, { cause, place: { file } });
  });
  try {
    return { file, found: refusedSecrets(text, parseRecordingFile(text, file).recording) };
  } catch {
    return { file, found: scanRecording(text) };
  }
}

function kinds(value: string): readonly FictionKind[] {
  return value.split(',').map((word) => {
    const kind = fictionKinds.find((known) => known === word.trim());
    if (kind === undefined) throw new InvalidArgumentError(`"${word}" is none of ${fictionKinds.join(', ')}.`);
    return kind;
  });
}

/** Dialogues with a device in a file, for tests without the device. */
export function addRecordCommand(program: Command, session: Session): void {
  const { terminal } = session;
  const warn = (found: readonly FoundSecret[], file: string): void => {
    if (found.length === 0) return;
    session.exitCode = exitCodes.problem;
    terminal.writeError(scanView([{ file, found }], terminal));
  };

  const firstTest = async (plugin: string, text: string): Promise<string> => {
    const { recording, test, seen } = await writeFirstTest(plugin, text);
    terminal.writeError(`${test} expects ${count(seen, 'thing')} of it.\nOne line of it says FILL IN: the test fails until you say there what you want to see.\n`);
    return recording;
  };

  const fromFile = async (file: string, { as, out, redact = [], test }: RecordOptions): Promise<void> => {
    const text = recordingText(redactRecording(await importFile(file, as), { replace: redact }));
    if (out !== undefined) await writeFile(out, text);
    const written = test === undefined ? out : await firstTest(test, text);
    terminal.write(written === undefined ? text : `${written} is written.\n`);
    warn(scanRecording(text), written ?? 'standard output');
  };

  const fromDevice = async (device: string, { plugin, out, redact = [], read = [], test }: RecordOptions, command: Command): Promise<void> => {
    const result = await session.call(command, 'record', { device, reads: [...read], redact: [...redact], ...(plugin === undefined ? {} : { plugin }) });
    if (out !== undefined) await writeFile(out, result.text);
    const written = test === undefined ? out : await firstTest(test, result.text);
    if (command.opts<{ json?: boolean }>().json === true || written !== undefined) session.show(command, result, (recorded) => recordingView(recorded, written ?? '', terminal));
    else {
      terminal.write(result.text);
      terminal.writeError(recordingView(result, 'standard output', terminal));
    }
    warn(result.found, written ?? 'standard output');
  };

  example(json(program.command('record').description('write down what a device says, for tests without it: never its secrets')), 'jackfield record leeds-core-1 --plugin snmp-switch --out leeds-core-1.yaml')
    .argument('[device]', 'name, id or address')
    .option('--plugin <plugin>', 'whose calls to record; all that manage the device unless told')
    .option('--out <file>', 'file to write; standard output unless told')
    .addOption(new Option('--redact <kinds>', `replace these too, by fictions of the same shape: ${fictionKinds.join(',')}`).argParser(kinds))
    .option('--read <key...>', 'also read a resource that has a key, such as port:port=ether1')
    .option('--test <dir>', 'write the recording and its first test into the folder of a plugin')
    .option('--import <file>', 'make the recording of a .snmprec walk or of an AMI dialogue instead')
    .addOption(new Option('--as <form>', 'what the imported file is').choices(['snmp', 'ami']))
    .option('--scan <file...>', 'look for secrets in files instead')
    .action(async (device: string | undefined, options: RecordOptions, command: Command) => {
      if (options.scan !== undefined) {
        const files = await Promise.all(options.scan.map(scanned));
        session.show(command, files, (all) => scanView(all, terminal));
        if (files.some(({ found }) => found.length > 0)) session.exitCode = exitCodes.problem;
      } else if (options.import !== undefined) await fromFile(options.import, options);
      else if (device === undefined) command.error('error: name a device, or --import or --scan a file');
      else await fromDevice(device, options, command);
    });
}
