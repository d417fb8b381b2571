import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

export interface Ran {
  readonly code: number;
  /** Standard output and error. */
  readonly output: string;
}

/** A folder outside of the repository, and the packages as they would be published. */
export class Outside implements AsyncDisposable {
  readonly directory: string;
  /** Tarballs by package name. */
  readonly tarballs: ReadonlyMap<string, string>;
  /** Variables of the environment beside the usual ones. Nothing is compiled: ssh2 does without its add-ons, and each install would take a minute more. */
  readonly settings: { [name: string]: string } = { npm_config_node_gyp: '/dev/null' };

  private constructor(directory: string, tarballs: ReadonlyMap<string, string>) {
    this.directory = directory;
    this.tarballs = tarballs;
  }

  static async pack(workspaces: readonly string[]): Promise<Outside> {
    const directory = await mkdtemp(join(tmpdir(), 'jackfield-outside-'));
    // Plugins have users of their own, who must be able to read what lies here.
    await chmod(directory, 0o755);
    const packed = join(directory, 'packed');
    await mkdir(packed);
    // Built already, as `npm test` does first: what is packed is what is there.
    await execute('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', packed, ...workspaces.flatMap((name) => ['--workspace', name])], { cwd: root });
    const files = await readdir(packed);
    return new Outside(directory, new Map(workspaces.map((name) => [name, join(packed, files.find((file) => file.startsWith(name.replace('@', '').replace('/', '-'))) ?? '')])));
  }

  async write(file: string, content: object): Promise<void> {
    const path = join(this.directory, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(content, null, 2)}\n`);
  }

  read(file: string): Promise<string> {
    return readFile(join(this.directory, file), 'utf8');
  }

  /** Our packages come from the tarballs; everything else comes from the registry. */
  async useTarballs(folder: string): Promise<void> {
    const file = `${folder}/package.json`;
    const json: { devDependencies: { [name: string]: string } } = JSON.parse(await this.read(file));
    for (const name of Object.keys(json.devDependencies)) {
      const tarball = this.tarballs.get(name);
      if (tarball !== undefined) json.devDependencies[name] = `file:${tarball}`;
    }
    await this.write(file, json);
  }

  /** What a stranger's programs see: nothing of the repository, and what the test adds. */
  environment(): NodeJS.ProcessEnv {
    const foreign = Object.entries(process.env).filter(([name]) => !/^(npm_(lifecycle|package|command|execpath|node)|VITEST|NODE_OPTIONS|NODE_ENV|INIT_CWD|TEST$|DEV$|PROD$|MODE$|SSR$|BASE_URL$)/.test(name));
    const path = (process.env['PATH'] ?? '').split(delimiter).filter((part) => !part.startsWith(root) && !part.includes('node-gyp-bin')).join(delimiter);
    return { ...Object.fromEntries(foreign), PATH: path, NO_COLOR: '1', ...this.settings };
  }

  /** Runs a program as a stranger would. */
  async run(folder: string, program: string, ...words: readonly string[]): Promise<Ran> {
    const cwd = join(this.directory, folder);
    return execute(program, words, { cwd, env: this.environment(), maxBuffer: 64 * 1_024 * 1_024 }).then(
      ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
      (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, output: `${error.stdout}${error.stderr}` }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}
