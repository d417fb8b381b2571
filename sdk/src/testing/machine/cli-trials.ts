import type { SimulatorClock } from '../clock/index.ts';
import type { MemoryFiles } from '../files/index.ts';
import type { ProgramResult } from '../ssh/index.ts';
import type { SimulatedFrr } from './frr.ts';
import type { SimulatedOpenVSwitch } from './open-vswitch.ts';

interface Trial {
  readonly kind: string;
  readonly back: readonly string[];
  readonly until: number;
  /** Another one was confirmed meanwhile: what this one takes back is saved too. */
  isSaved: boolean;
}

/** What the trial script of the plugin for command lines does on a machine, format 1: a change is taken back unless it is confirmed in time. */
export class CliTrials {
  readonly #clock: SimulatorClock;
  readonly #frr: SimulatedFrr | null;
  readonly #openVSwitch: SimulatedOpenVSwitch | null;
  readonly #running = new Map<string, Trial>();

  constructor(clock: SimulatorClock, frr: SimulatedFrr | null, openVSwitch: SimulatedOpenVSwitch | null) {
    this.#clock = clock;
    this.#frr = frr;
    this.#openVSwitch = openVSwitch;
  }

  /** Takes back what was not confirmed in time. */
  settle(files: MemoryFiles): void {
    for (const [id, { until }] of this.#running) if (this.#clock.now() >= until) this.#takeBack(id, files);
  }

  run([action = '', first = '', ...rest]: readonly string[], files: MemoryFiles): ProgramResult {
    switch (action) {
      case 'run':
        return this.#begin(first, rest, files);
      case 'confirm': {
        const [id = ''] = rest;
        if (!this.#running.delete(id)) return { code: 76 };
        this.#save(first, files);
        if (first === 'frr') for (const other of this.#running.values()) other.isSaved = true;
        return {};
      }
      case 'back':
        return this.#takeBack(first, files) ? {} : { code: 76 };
      case 'save':
        this.#save(first, files);
        return {};
      default:
        return { code: 64, stderr: `no action ${action}\n` };
    }
  }

  #begin(kind: string, [id = '', seconds = '', forward = '', back = '']: readonly string[], files: MemoryFiles): ProgramResult {
    if (this.#running.has(id)) return { code: 75 };
    const [there, again] = [forward.split('\n'), back.split('\n')];
    const wrong = kind === 'frr' ? this.#frr?.configure(there, files, { dry: true }) : null;
    if (typeof wrong === 'string') return { code: 65, stderr: wrong };
    const refused = this.#change(kind, there, files);
    if (refused !== null) {
      this.#change(kind, again, files);
      return { code: 65, stderr: refused };
    }
    if (Number(seconds) > 0) this.#running.set(id, { kind, back: again, until: this.#clock.now() + Number(seconds) * 1_000, isSaved: false });
    else this.#save(kind, files);
    return {};
  }

  /** Null when it is done, else why not. */
  #change(kind: string, lines: readonly string[], files: MemoryFiles): string | null {
    if (kind === 'frr') return this.#frr === null ? 'sh: vtysh: not found' : this.#frr.configure(lines, files);
    const { code = 0, stderr = '' } = this.#openVSwitch?.vsctl(lines, files) ?? { code: 127, stderr: 'sh: ovs-vsctl: not found' };
    return code !== 0 || stderr.includes('Error detected while setting up') ? stderr : null;
  }

  #save(kind: string, files: MemoryFiles): void {
    if (kind === 'frr') this.#frr?.save(files);
  }

  #takeBack(id: string, files: MemoryFiles): boolean {
    const trial = this.#running.get(id);
    if (trial === undefined) return false;
    this.#running.delete(id);
    this.#change(trial.kind, trial.back, files);
    if (trial.isSaved) this.#save(trial.kind, files);
    return true;
  }
}
