import { build, stop } from 'esbuild';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const source = (path: string): string => resolve(import.meta.dirname, path);

/** Threads that the host starts, by the file that starts them. */
const threads = { 'open-store': 'store', 'transport-thread': 'transports' };

/** The host of this suite in three files, one a thread: it starts in half the time that its sources take. */
export class HostBundle implements AsyncDisposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(): Promise<HostBundle> {
    const folder = await mkdtemp(join(tmpdir(), 'jackfield-chaos-host-'));
    await build({
      entryPoints: { host: source('host.ts'), store: source('../../core/src/store/thread.ts'), transports: source('../../core/src/transports/thread/thread.ts') },
      outdir: folder, outExtension: { '.js': '.mjs' }, bundle: true, platform: 'node', format: 'esm', conditions: ['jackfield-source'], logLevel: 'silent',
      // Packages that were written for require() get one.
      banner: { js: "import { createRequire as $require } from 'node:module'; import { dirname as $dirname } from 'node:path'; import { fileURLToPath as $path } from 'node:url'; const require = $require(import.meta.url); const __filename = $path(import.meta.url); const __dirname = $dirname(__filename);" },
      plugins: [{
        name: 'threads',
        setup({ onLoad, onResolve }) {
          onResolve({ filter: /\.node$/ }, ({ path }) => ({ path, external: true }));
          onResolve({ filter: /^cpu-features$/ }, ({ path }) => ({ path, external: true }));
          // It is read from beside the sources, which a bundle has left.
          onLoad({ filter: /\/control\/version\.ts$/ }, () => ({ contents: "export const version = '0.0.0-chaos';", loader: 'ts' }));
          for (const [file, thread] of Object.entries(threads)) {
            onLoad({ filter: new RegExp(`/${file}\\.ts$`) }, async ({ path }) => ({ contents: (await readFile(path, 'utf8')).replace("'./thread.js'", `'./${thread}.mjs'`), loader: 'ts' }));
          }
        },
      }],
    });
    await stop();
    return new HostBundle(folder);
  }

  get entry(): string {
    return join(this.#folder, 'host.mjs');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
