import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { context, type BuildContext, type BuildFailure } from 'esbuild';
import type { PluginPackage } from '../contract/manifest.ts';
import type { Complaint } from './complaint.ts';
import { compileContributedData } from './contributed-data.ts';
import { runSchemaProgram, schemaProgram } from './generate-schemas.ts';
import { implementationComplaints } from './implementation-complaints.ts';
import { hasCode, manifestComplaints } from './manifest-complaints.ts';
import { PackageSource } from './package-source.ts';
import { sourceCondition } from './source-condition.ts';

/**
 * Where a plugin is, and how its bundle is wanted.
 *
 * @experimental
 * @since 0.1.0
 */
export interface PluginBuildOptions {
  /** Folder of the package.json. */
  readonly directory: string;
  /** Small for a release, readable for a debugger. */
  readonly minify: boolean;
}

/**
 * What a build came to: a package that fits together, or what is wrong with it.
 *
 * @experimental
 * @since 0.1.0
 */
export interface BuildOutcome {
  readonly complaints: readonly Complaint[];
  /** Null when package.json itself is wrong. */
  readonly plugin: PluginPackage | null;
  readonly elapsedMs: number;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

/**
 * Builds a plugin again and again, each time only what changed: bundle, schemas, and the proof that manifest and code fit.
 *
 * @experimental
 * @since 0.1.0
 */
export class PluginBuild implements AsyncDisposable {
  readonly #directory: string;
  readonly #minify: boolean;
  #bundle: { readonly main: string; readonly context: BuildContext } | null = null;
  #schemas: BuildContext<ReturnType<typeof schemaProgram>> | null = null;
  #program = '';

  constructor({ directory, minify }: PluginBuildOptions) {
    this.#directory = resolve(directory);
    this.#minify = minify;
  }

  /** `load` runs the bundle here to see what it implements; leave it out where a host is about to do the same. */
  async build({ load }: { readonly load: boolean }): Promise<BuildOutcome> {
    const begun = performance.now();
    const outcome = (complaints: readonly Complaint[], plugin: PluginPackage | null): BuildOutcome => ({ complaints, plugin, elapsedMs: performance.now() - begun });
    const text = await readFile(join(this.#directory, 'package.json'), 'utf8').catch(() => null);
    if (text === null) return outcome([{ file: 'package.json', line: null, message: 'is not there' }], null);
    const source = new PackageSource(text);
    const read = source.read();
    if (!('found' in read)) return outcome(read, null);
    const { jackfield: manifest } = read.found;
    const written = (await Promise.all([this.#buildSchemas(), this.#buildBundle(manifest.main), compileContributedData(this.#directory, manifest)])).flat();
    const fitting = written.length > 0 ? [] : manifestComplaints(this.#directory, source, manifest, read.files);
    const bundle = join(this.#directory, manifest.main);
    const loaded = load && written.length === 0 && hasCode(manifest) && existsSync(bundle) ? await implementationComplaints(this.#directory, source, manifest) : [];
    return outcome([...written, ...fitting, ...loaded], read.found);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#bundle?.context.dispose(), this.#schemas?.dispose()]);
    this.#bundle = null;
    this.#schemas = null;
  }

  /** One file with everything in it: a plugin's process may read nothing but its package, and starts twice as fast. */
  async #buildBundle(main: string): Promise<readonly Complaint[]> {
    const entry = join(this.#directory, 'src/plugin.ts');
    if (!existsSync(entry)) return [];
    if (this.#bundle?.main !== main) {
      await this.#bundle?.context.dispose();
      const options = { entryPoints: [entry], outfile: join(this.#directory, main), bundle: true, keepNames: true, minify: this.#minify, conditions: [...sourceCondition] };
      this.#bundle = {
        main,
        context: await context({ ...options, absWorkingDir: this.#directory, platform: 'node', format: 'esm', target: 'node26', sourcemap: 'linked', logLevel: 'silent' }),
      };
    }
    return this.#complaintsOf(() => this.#bundle?.context.rebuild());
  }

  /** Only the build knows zod: the plugin's process gets values that the host has already checked. */
  async #buildSchemas(): Promise<readonly Complaint[]> {
    if (!existsSync(join(this.#directory, 'src/schemas.ts'))) return [];
    this.#schemas ??= await context({ ...schemaProgram(this.#directory), absWorkingDir: this.#directory });
    const { rebuild } = this.#schemas;
    return this.#complaintsOf(async () => {
      const [program] = (await rebuild()).outputFiles;
      if (program === undefined || program.hash === this.#program) return;
      for (const [file, text] of await runSchemaProgram(program.contents)) await this.#writeSchema(file, text);
      this.#program = program.hash;
    });
  }

  async #writeSchema(file: string, text: string): Promise<void> {
    const path = join(this.#directory, 'schemas', file);
    // A file that is as it should be is left alone: somebody may watch it.
    if ((await readFile(path, 'utf8').catch(() => null)) === text) return;
    await mkdir(join(this.#directory, 'schemas'), { recursive: true });
    await writeFile(path, text);
  }

  async #complaintsOf(run: () => Promise<unknown> | undefined): Promise<readonly Complaint[]> {
    try {
      await run();
      return [];
    } catch (error) {
      if (!isBuildFailure(error)) return [{ file: 'src/schemas.ts', line: null, message: error instanceof Error ? error.message : String(error) }];
      return error.errors.map(({ text, location }) => ({
        file: location === null ? 'src/plugin.ts' : relative(this.#directory, resolve(this.#directory, location.file)), line: location?.line ?? null, message: text,
      }));
    }
  }
}
