import { JackfieldError } from '../errors/index.ts';
import type { PluginFault } from './plugin-host.ts';

/** What a plugin that failed before, or may not work here, says to every call. */
const repeated: ReadonlySet<string> = new Set(['JF2010', 'JF2011', 'JF2012', 'JF2013', 'JF2016', 'JF2102', 'JF2103', 'JF2107']);

/** Kept of each plugin. */
const kept = 5;

/** The last faults of each plugin. Outcomes are not among them: a device that is down says nothing about a plugin. */
export class LastErrors {
  readonly #faults = new Map<string, readonly PluginFault[]>();

  /** `plugin` with its version: the faults of the one before are no news of this one. */
  of(plugin: string): readonly PluginFault[] {
    return this.#faults.get(plugin) ?? [];
  }

  note(plugin: string, device: string, error: unknown): void {
    // What the host could not do for it, such as a secret that is missing, is no fault of the plugin.
    if (!(error instanceof JackfieldError) || !error.code.startsWith('JF2') || repeated.has(error.code)) return;
    const fault: PluginFault = { at: new Date().toISOString(), code: error.code, message: error.message.slice(0, 500), device };
    this.#faults.set(plugin, [fault, ...this.of(plugin)].slice(0, kept));
  }
}
