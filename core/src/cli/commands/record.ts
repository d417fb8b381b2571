import { InvalidArgumentError, Option, type Command } from 'commander';
import type { FictionKind } from '@jackfield/sdk/testing';
import type { RecordOptions } from '../recordings/record-actions.ts';
import type { Session } from '../session.ts';
import { example, json } from './options.ts';

const fictions: readonly FictionKind[] = ['addresses', 'names', 'serials'];

function kinds(value: string): readonly FictionKind[] {
  return value.split(',').map((word) => {
    const kind = fictions.find((known) => known === word.trim());
    if (kind === undefined) throw new InvalidArgumentError(`"${word}" is none of ${fictions.join(', ')}.`);
    return kind;
  });
}

/** Dialogues with a device in a file, for tests without the device. */
export function addRecordCommand(program: Command, session: Session): void {
  example(json(program.command('record').description('write down what a device says, for tests without it: never its secrets')), 'jackfield record leeds-core-1 --plugin snmp-switch --out leeds-core-1.yaml')
    .argument('[device]', 'name, id or address')
    .option('--plugin <plugin>', 'whose calls to record; all that manage the device unless told')
    .option('--out <file>', 'file to write; standard output unless told')
    .addOption(new Option('--redact <kinds>', `replace these too, by fictions of the same shape: ${fictions.join(',')}`).argParser(kinds))
    .option('--read <key...>', 'also read a resource that has a key, such as port:port=ether1')
    .option('--test <dir>', 'write the recording and its first test into the folder of a plugin')
    .option('--force', 'replace the files that --out and --test write, when they are there')
    .option('--import <file>', 'make the recording of a .snmprec walk or of an AMI dialogue instead')
    .addOption(new Option('--as <form>', 'what the imported file is').choices(['snmp', 'ami']))
    .option('--scan <file...>', 'look for secrets in files instead')
    .action(async (device: string | undefined, { import: file, scan, ...options }: RecordOptions & { readonly import?: string; readonly scan?: readonly string[] }, command: Command) => {
      // The test kit and its simulators: the other commands start without them.
      const { recordDevice, recordFile, scanFiles } = await import('../recordings/record-actions.ts');
      if (scan !== undefined) await scanFiles(session, command, scan);
      else if (file !== undefined) await recordFile(session, file, options);
      else if (device === undefined) command.error('error: name a device, or --import or --scan a file');
      else await recordDevice(session, command, device, options);
    });
}
