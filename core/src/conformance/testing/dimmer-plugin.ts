import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePlugin, Unsupported, type Plugin, type Resource, type Tcp } from '@jackfield/sdk';
import { stringify } from 'yaml';

export type Dimmer = Resource<{ readonly level: string }, { readonly level: string }>;

const port = 4_000;

async function say(tcp: Tcp, line: string): Promise<string> {
  return Buffer.from(await tcp.exchange(port, { send: Buffer.from(`${line}\n`), until: '\n' })).toString().trim();
}

/** A light whose level is set on trial, as `commit confirmed` of a switch does it: it keeps every rule, until a part is replaced. */
export const soundDimmer: Dimmer = {
  read: async ({ tcp }) => {
    const answer = await say(tcp, 'show');
    const level = /^level (\d{1,3})$/.exec(answer)?.[1];
    if (level === undefined) throw new Unsupported(`"show" says ${answer.slice(0, 40)}`);
    return { level };
  },
  plan: (_context, _current, { level }) => ({ level }),
  apply: async ({ tcp, trialMs = 0 }, { level }) => void (await say(tcp, `try ${level} ${Math.ceil(trialMs / 1_000)}`)),
  confirm: async ({ tcp }) => void (await say(tcp, 'commit')),
  restore: async ({ tcp, trialMs }, { level }) => void (await say(tcp, trialMs === undefined ? `set ${level}` : `try ${level} ${Math.ceil(trialMs / 1_000)}`)),
};

const lines = {
  variables: { level: '10' },
  unknown: 'what?\n',
  rules: [
    { on: 'show', answer: 'level {{level}}\n' }, { on: 'commit', answer: 'kept\n', confirms: true },
    { on: String.raw`try (\d+) (\d+)`, answer: 'on trial\n', set: { level: '$1' }, trial: '$2' },
    { on: String.raw`set (\d+)`, answer: 'done\n', set: { level: '$1' }, confirms: true },
  ],
};

/** Writes the plugin's folder; dispose to remove it. */
export async function dimmerFolder(dimmer: Dimmer): Promise<{ readonly directory: string; readonly plugin: Plugin; readonly anew: () => Promise<Plugin> } & AsyncDisposable> {
  const directory = await mkdtemp(join(tmpdir(), 'jackfield-dimmer-'));
  const manifest = {
    name: 'jackfield-plugin-dimmer', version: '1.0.0', type: 'module', engines: { jackfield: '^0.1.0' },
    jackfield: {
      title: 'Dimmer', main: 'plugin.js',
      contributes: { resources: { light: { title: 'Light', schema: 'light.json', commitClass: 'confirm' } } },
      permissions: { tcp: { ports: [port], sends: 'read' } },
    },
  };
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(directory, 'plugin.js'), '');
  await writeFile(join(directory, 'light.json'), JSON.stringify({ type: 'object', properties: { level: { type: 'string', pattern: String.raw`^\d{1,3}$`, description: 'Of 100.' } }, required: ['level'], additionalProperties: false }));
  await writeFile(join(directory, 'README.md'), 'The resource light.\n');
  await writeFile(join(directory, 'conformance.yaml'), stringify({ devices: { 'light-1': { tcp: { [port]: lines } } }, pushes: [{ resource: 'light', device: 'light-1', spec: { level: '70' } }] }));
  const load = (): Plugin => definePlugin(manifest, { resources: { light: dimmer } });
  return { directory, plugin: load(), anew: async () => load(), [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) };
}
