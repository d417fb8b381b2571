import type { SimulatorClock } from '../clock/index.ts';
import type { MemoryFiles } from '../files/index.ts';
import type { ProgramResult } from '../ssh/index.ts';

interface Kept {
  readonly content: Buffer;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

interface Trial {
  readonly path: string;
  /** Null where there was no file. */
  readonly before: Kept | null;
  readonly until: number;
}

/** What the trial script of the Linux server plugin does on a machine, format 1: a file is put back unless it is confirmed in time. */
export class LinuxTrials {
  readonly #clock: SimulatorClock;
  readonly #running = new Map<string, Trial>();

  constructor(clock: SimulatorClock) {
    this.#clock = clock;
  }

  /** Puts back what was not confirmed in time. */
  settle(files: MemoryFiles): void {
    for (const [id, { until }] of this.#running) if (this.#clock.now() >= until) this.#putBack(id, files);
  }

  run([action = '', id = '', path = '', seconds = '']: readonly string[], files: MemoryFiles): ProgramResult {
    switch (action) {
      case 'arm':
        if (this.#running.has(id)) return { code: 75 };
        this.#running.set(id, { path, before: kept(files, path), until: this.#clock.now() + Number(seconds) * 1_000 });
        return {};
      case 'take-over':
        return {};
      case 'confirm':
        return this.#running.delete(id) ? {} : { code: 76 };
      case 'back':
        return this.#putBack(id, files) ? {} : { code: 76 };
      default:
        return { code: 64, stderr: `no action ${action}\n` };
    }
  }

  #putBack(id: string, files: MemoryFiles): boolean {
    const trial = this.#running.get(id);
    if (trial === undefined) return false;
    this.#running.delete(id);
    const { path, before } = trial;
    if (before !== null) {
      files.write(path, before.content);
      files.chmod(path, before.mode);
      files.chown(path, before.uid, before.gid);
    } else if (files.exists(path)) files.remove(path);
    return true;
  }
}

function kept(files: MemoryFiles, path: string): Kept | null {
  if (!files.exists(path)) return null;
  const { mode, uid, gid } = files.attributes(path);
  return { content: Buffer.from(files.read(path)), mode, uid, gid };
}
