import { mkdir } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseRecordingFile, type Recording } from '@jackfield/sdk/testing';
import type { JsonObject } from '@jackfield/sdk';
import type { TestHost } from '../../test-host/index.ts';
import { refuseExisting, withNewFile, writeNewFile } from './new-file.ts';

interface Seen {
  readonly title: string;
  /** A line that calls the plugin. */
  readonly call: string;
  /** What it gave, as the right side of `toMatchObject`. */
  readonly expected: string;
  /** The part of it that no clock changes. */
  readonly certain: string;
}

const literal = (value: unknown): string => `'${String(value).replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`).replaceAll('\n', String.raw`\n`)}'`;
const property = (name: string, value: unknown): string => `${name}: ${value === null ? 'null' : literal(value)}`;

/** A recording answers at once: what takes longer waits for something else. */
const lookMs = 2_000;

/** What the plugin makes of the recording now: what fails on replay is left out. */
async function look(host: TestHost, device: string): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  const { discovery, checks } = host.plugin.manifest.contributes;
  for (const name of Object.keys(discovery)) {
    const found = await host.identify(name, device).catch(() => null);
    if (found === null) continue;
    const facts = (['kind', 'name', 'vendor', 'model', 'version', 'serial'] as const).map((fact) => property(fact, found[fact])).join(', ');
    seen.push({ title: `it is identified by ${name}`, call: `await host.identify(${literal(name)}, device)`, expected: `{ ${facts} }`, certain: `{ ${property('kind', found.kind)} }` });
  }
  for (const name of Object.keys(checks)) {
    const result = await host.check(name, device).catch(() => null);
    if (result !== null) {
      const state = property('state', result.state);
      seen.push({ title: `check ${name}`, call: `await host.check(${literal(name)}, device)`, expected: `{ ${state}, ${property('summary', result.summary)} }`, certain: `{ ${state} }` });
    }
  }
  return seen;
}

function testText(name: string, recording: string, folder: string, settings: JsonObject, seen: readonly Seen[]): string {
  const given = Object.keys(settings).length === 0 ? '' : `, settings: ${JSON.stringify(settings)}`;
  const tests = seen.map(({ title, call, expected }) => `test(${literal(`${name}: ${title}`)}, async () => {
  await using host = await open();
  expect(${call}).toMatchObject(${expected});
});
`);
  const first = seen.at(-1);
  return `import { createTestHost } from '@jackfield/core/testing';
import { expect, test } from 'vitest';

const device = ${literal(name)};
const open = () => createTestHost({ directory: new URL(${literal(folder)}, import.meta.url), devices: { [device]: { recording: ${literal(recording)} } }${given} });

${tests.join('\n')}
test(${literal(`${name}: what this plugin is written for`)}, async () => {
  await using host = await open();
  const seen = JSON.stringify(${first?.call ?? 'await host.fingerprint(device)'});
  expect(seen).toContain('FILL IN: what it must say of this device'); // FILL IN this one line: the test fails until it says what you want to see.
});
`;
}

export interface FirstTest {
  readonly recording: string;
  readonly test: string;
  readonly seen: number;
}

/** Where the recording of a device goes in a plugin's folder. */
export function recordingPath(plugin: string, device: string): string {
  return join(plugin, 'recordings', `${device.replaceAll(/[^\w.-]+/g, '-')}.yaml`);
}

/**
 * Writes a recording into a plugin's folder, and beside its sources a test that replays it and expects what the plugin makes
 * of it now. Its last test fails until the author fills in what is wanted. Neither replaces a file unless `force` says so.
 */
export async function writeFirstTest(plugin: string, text: string, force = false): Promise<FirstTest> {
  const { recording } = parseRecordingFile(text, 'recording');
  const directory = resolve(plugin);
  const file = recordingPath(directory, recording.device.name);
  const name = basename(file, '.yaml');
  const test = join(directory, 'src', `${name}.recording.test.ts`);
  // Both before either is written.
  for (const written of [file, test]) await refuseExisting(written, force);
  for (const written of [file, test]) await mkdir(dirname(written), { recursive: true });
  // The test host starts simulators and reads packages: only who writes a test waits for it.
  const { createTestHost } = await import('../../test-host/index.ts');
  const settings = settingsOf(recording, directory);
  const again = async (): Promise<readonly Seen[]> => {
    await using host = await createTestHost({ directory, devices: { [name]: { recording: file } }, settings, deadlineMs: lookMs });
    return await look(host, name);
  };
  return await withNewFile(file, text, force, async () => {
    const [once, twice] = [await again(), await again()];
    // What is another text each time, such as a time, cannot be expected.
    const seen = once.map((one, at) => (twice[at]?.expected === one.expected ? one : { ...one, expected: one.certain }));
    await writeNewFile(test, testText(name, relative(directory, file), `${relative(dirname(test), directory)}/`, settings, seen), force);
    return { recording: file, test, seen: seen.length };
  });
}

/** The settings of the plugin whose folder it is, by the end of its name. */
function settingsOf({ plugins }: Recording, directory: string): JsonObject {
  const [only] = plugins;
  const own = plugins.length === 1 ? only : plugins.find(({ id }) => basename(directory).endsWith(id));
  return own?.settings ?? {};
}
