import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createPlugin, parseAnswers } from '@jackfield/sdk/create';
import { vi } from 'vitest';
import { Development, type DevelopmentEvent, type DevelopmentOptions } from '../../core/src/authoring/index.ts';

const root = resolve(import.meta.dirname, '../..');

/** A new plugin in a folder beside the repository's packages, and what happened while it was developed. */
export class Workshop implements AsyncDisposable {
  readonly directory: string;
  readonly events: DevelopmentEvent[] = [];
  readonly #folder: string;
  #development: Development | null = null;

  private constructor(folder: string) {
    this.#folder = folder;
    this.directory = join(folder, 'acme-ups');
  }

  static async open(kind: 'device' | 'profile' | 'transport' = 'device'): Promise<Workshop> {
    const folder = await mkdtemp(join(tmpdir(), 'jackfield-workshop-'));
    // Plugins have users of their own, who must be able to read what lies here.
    await chmod(folder, 0o755);
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    const workshop = new Workshop(folder);
    await createPlugin(workshop.directory, parseAnswers({ name: 'acme-ups', kind }));
    return workshop;
  }

  async develop(options: Partial<DevelopmentOptions> = {}): Promise<Development> {
    this.#development = await Development.start({ directory: this.directory, report: (event) => this.events.push(event), ...options });
    return this.#development;
  }

  async once(options: Partial<DevelopmentOptions> = {}): Promise<boolean> {
    return Development.once({ directory: this.directory, report: (event) => this.events.push(event), ...options });
  }

  read(file: string): Promise<string> {
    return readFile(join(this.directory, file), 'utf8');
  }

  async edit(file: string, from: string, to: string): Promise<void> {
    const text = await this.read(file);
    if (!text.includes(from)) throw new RangeError(`${file} has no ${from}`);
    await writeFile(join(this.directory, file), text.replace(from, to));
  }

  /** The first event of a kind from a place on, waited for. */
  async next<Kind extends DevelopmentEvent['kind']>(kind: Kind, from = 0, fits: (event: Extract<DevelopmentEvent, { kind: Kind }>) => boolean = () => true): Promise<Extract<DevelopmentEvent, { kind: Kind }>> {
    const isOne = (event: DevelopmentEvent): event is Extract<DevelopmentEvent, { kind: Kind }> => event.kind === kind;
    return vi.waitUntil(() => this.events.slice(from).filter(isOne).find(fits), { timeout: 20_000, interval: 10 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#development?.[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
