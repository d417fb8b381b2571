import { readFile } from 'node:fs/promises';
import type { FoundSecret } from '@jackfield/sdk/secrets';
import { parseRecordingFile, recordingText, redactRecording, refusedSecrets, scanRecording, type FictionKind } from '@jackfield/sdk/testing';
import type { Command } from 'commander';
import { recordingInvalid } from '../../recordings/index.ts';
import { exitCodes } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { count } from '../text.ts';
import { recordingView, scanView, type ScannedFile } from '../views/recording-view.ts';
import { recordingPath, writeFirstTest } from './first-test.ts';
import { importFile, type ImportForm } from './import-file.ts';
import { refuseExisting, writeNewFile } from './new-file.ts';

export interface RecordOptions {
  readonly plugin?: string;
  readonly out?: string;
  readonly redact?: readonly FictionKind[];
  readonly read?: readonly string[];
  readonly test?: string;
  readonly as?: ImportForm;
  /** Replaces files that are there. */
  readonly force?: boolean;
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

/** Says where files hold what looks like a secret; ends with 1 when one does. */
export async function scanFiles(session: Session, command: Command, names: readonly string[]): Promise<void> {
  const files = await Promise.all(names.map(scanned));
  session.show(command, files, (all) => scanView(all, session.terminal));
  if (files.some(({ found }) => found.length > 0)) session.exitCode = exitCodes.problem;
}

function warn(session: Session, found: readonly FoundSecret[], file: string): void {
  if (found.length === 0) return;
  session.exitCode = exitCodes.problem;
  session.terminal.writeError(scanView([{ file, found }], session.terminal));
}

async function firstTest({ terminal }: Session, plugin: string, text: string, force: boolean): Promise<string> {
  const { recording, test, seen } = await writeFirstTest(plugin, text, force);
  terminal.writeError(`${test} expects ${count(seen, 'thing')} of it.\nOne line of it says FILL IN: the test fails until you say there what you want to see.\n`);
  return recording;
}

export async function recordFile(session: Session, file: string, { as, out, redact = [], test, force = false }: RecordOptions): Promise<void> {
  const text = recordingText(redactRecording(await importFile(file, as), { replace: redact }));
  if (out !== undefined) await writeNewFile(out, text, force);
  const written = test === undefined ? out : await firstTest(session, test, text, force);
  session.terminal.write(written === undefined ? text : `${written} is written.\n`);
  warn(session, scanRecording(text), written ?? 'standard output');
}

export async function recordDevice(session: Session, command: Command, device: string, { plugin, out, redact = [], read = [], test, force = false }: RecordOptions): Promise<void> {
  const { terminal } = session;
  // Before the device is asked for minutes.
  for (const file of [...(out === undefined ? [] : [out]), ...(test === undefined ? [] : [recordingPath(test, device)])]) await refuseExisting(file, force);
  const result = await session.call(command, 'record', { device, reads: [...read], redact: [...redact], ...(plugin === undefined ? {} : { plugin }) });
  if (out !== undefined) await writeNewFile(out, result.text, force);
  const written = test === undefined ? out : await firstTest(session, test, result.text, force);
  if (command.opts<{ json?: boolean }>().json === true || written !== undefined) session.show(command, result, (recorded) => recordingView(recorded, written ?? '', terminal));
  else {
    terminal.write(result.text);
    terminal.writeError(recordingView(result, 'standard output', terminal));
  }
  warn(session, result.found, written ?? 'standard output');
}
