import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { createSigningKey, packPlugin, readTarball, signPackage, sorted, writeTarball, type InstallNeeds, type SigningKey } from '../../core/src/packages/index.ts';

/** What a test says of its widget; all else is as usual. */
export interface Widget {
  readonly version?: string;
  readonly name?: string;
  readonly permissions?: object;
  readonly script?: string;
  readonly packageJson?: object;
  /** Further files of the package. */
  readonly files?: { readonly [path: string]: string };
}

/** A configuration with a site, keys that it trusts, and packages to install: all in a folder of its own. */
export class Rig implements AsyncDisposable {
  readonly folder: string;
  readonly config: string;
  readonly acme: SigningKey;
  readonly organization: SigningKey;
  readonly stranger: SigningKey;

  private constructor(folder: string, keys: readonly [SigningKey, SigningKey, SigningKey]) {
    this.folder = folder;
    this.config = join(folder, 'config');
    [this.acme, this.organization, this.stranger] = keys;
  }

  static async open(trust: object = {}, parent = tmpdir()): Promise<Rig> {
    const folder = await mkdtemp(join(parent, 'jackfield-packages-'));
    const key = (name: string): Promise<SigningKey> => createSigningKey(join(folder, `${name}.key`), null);
    const rig = new Rig(folder, [await key('acme'), await key('organization'), await key('stranger')]);
    await rig.write('config/jackfield.yaml', stringify({ state: '../state', plugins: [], listen: { port: 0 } }));
    await rig.write('config/organization.yaml', stringify({ organization: 'lab', regions: { main: { districts: { main: {} } } } }));
    await rig.write('config/sites/leeds.yaml', '# The head office.\nsite: leeds\ndistrict: main\nnetworks: [127.83.1.0/30]   # the lab\n');
    await rig.trust(trust);
    return rig;
  }

  /** Writes trust.yaml: acme signs @acme, @lab may stay unsigned, and what the test says. */
  async trust(more: object = {}): Promise<void> {
    await this.write('config/trust.yaml', stringify({ publishers: { acme: { packages: ['@acme'], keys: [this.acme.public] } }, unsigned: ['@lab'], ...more }));
  }

  async write(path: string, content: string): Promise<void> {
    const file = join(this.folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }

  read(path: string): Promise<string> {
    return readFile(join(this.folder, path), 'utf8');
  }

  /** Writes the widget's folder and returns it. */
  async widget(widget: Widget = {}): Promise<string> {
    const { version = '1.0.0', name = '@acme/jackfield-plugin-widget', permissions = { ssh: { scripts: { gather: { file: 'gather.sh', phase: 'read' } } } } } = widget;
    const folder = await mkdtemp(join(this.folder, 'widget-'));
    const files = {
      'package.json': JSON.stringify({
        name, version, type: 'module', files: ['dist', 'gather.sh', ...Object.keys(widget.files ?? {})], engines: { jackfield: '^0.1.0' }, scripts: { build: 'true', prepare: 'exit 1' },
        jackfield: { title: 'Widget', contributes: { checks: { fans: { title: 'Fans' } } }, permissions }, ...widget.packageJson,
      }),
      'dist/plugin.js': `const fans = async () => ({ state: 'ok', summary: 'widget ${version}', items: [], metrics: [] });
export default {
  name: '${name}', version: '${version}',
  implementations: { discovery: new Map(), checks: new Map([['fans', fans]]), resources: new Map(), watchers: new Map() },
};
`,
      'gather.sh': widget.script ?? 'uptime\n',
      'README.md': '# Widget\n',
      ...widget.files,
    };
    for (const [path, content] of Object.entries(files)) await this.write(join(folder.slice(this.folder.length), path), content);
    return folder;
  }

  async packed(widget: Widget = {}): Promise<Buffer> {
    return (await packPlugin(await this.widget(widget))).bytes;
  }

  async signed(widget: Widget = {}, by: SigningKey = this.acme): Promise<Buffer> {
    return this.sign(await this.packed(widget), by);
  }

  sign(bytes: Buffer, by: SigningKey, said: { readonly role?: 'publisher' | 'organization'; readonly expires?: Date } = {}): Promise<Buffer> {
    return signPackage(bytes, 'package', by, { role: said.role ?? 'publisher', at: new Date('2026-01-01T00:00:00Z'), expires: said.expires ?? null });
  }

  /** The package as a file to install from. */
  async file(bytes: Buffer, name = 'widget.tgz'): Promise<string> {
    const file = join(this.folder, name);
    await writeFile(file, bytes);
    return file;
  }

  needs(more: Partial<InstallNeeds> = {}): InstallNeeds {
    return { directory: this.config, person: 'ann', activate: async () => false, consent: async () => true, ...more };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** A package with some of its files changed; null takes one out. The list and the signatures stay as they are. */
export async function altered(bytes: Buffer, changes: { readonly [path: string]: string | Buffer | null | ((text: string) => string) }): Promise<Buffer> {
  const files = new Map(await readTarball(bytes, 'package'));
  for (const [path, change] of Object.entries(changes)) {
    if (change === null) files.delete(path);
    else files.set(path, Buffer.from(typeof change === 'function' ? change(files.get(path)?.toString('utf8') ?? '') : change));
  }
  return writeTarball(sorted(files));
}
