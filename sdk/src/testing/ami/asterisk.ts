import { MemoryFiles } from '../files/index.ts';
import { asteriskModelSchema, type AsteriskModel, type AsteriskModelInput } from './asterisk-model.ts';
import type { Line } from './message.ts';
import { noObjects, readPjsipObjects, type PjsipObjects } from './pjsip-config.ts';

/**
 * An event, with the class that may see it.
 *
 * @experimental
 * @since 0.1.0
 */
export interface ManagerEvent {
  readonly privilege: string;
  readonly lines: readonly Line[];
}

const reloadable = new Set(['res_pjsip', 'res_pjsip_outbound_registration', 'app_queue', 'pbx_config', 'app_voicemail', 'res_musiconhold', 'manager', 'dnsmgr', 'logger', 'cdr', 'features', 'rtp']);
const fixedModules = new Set(['app_echo', 'app_dial', 'chan_pjsip', 'res_rtp_asterisk', 'codec_ulaw', 'codec_alaw']);

/** What a reload can come to, with the number that the Reload event has for it. */
export const reloadStatus = { success: 0, notFound: 2, notReloadable: 6 } as const;

const withoutEnding = (module: string): string => module.replace(/\.so$/, '');

/**
 * What goes on inside the simulated PBX, whoever talks to it.
 *
 * @experimental
 * @since 0.1.0
 */
export class Asterisk {
  readonly model: AsteriskModel;
  /** The machine's files: pjsip.conf among them. */
  readonly files: MemoryFiles;
  readonly startedAt: number;
  reloadedAt: number;
  objects: PjsipObjects = noObjects;
  readonly #listeners = new Set<(event: ManagerEvent) => void>();

  constructor(model: AsteriskModelInput, files: MemoryFiles = new MemoryFiles()) {
    this.model = asteriskModelSchema.parse(model);
    this.files = files;
    this.startedAt = Date.now() - this.model.uptime * 1_000;
    this.reloadedAt = this.startedAt;
    this.objects = readPjsipObjects(files, this.model.configFolder, noObjects);
  }

  isLoaded(module: string): boolean {
    const name = withoutEnding(module);
    return reloadable.has(name) || fixedModules.has(name);
  }

  /** Reloads a module, or all for an empty name, and tells it as an event. */
  reload(module: string): keyof typeof reloadStatus {
    const name = withoutEnding(module);
    const outcome = name === '' || reloadable.has(name) ? 'success' : fixedModules.has(name) ? 'notReloadable' : 'notFound';
    if (outcome === 'success' && (name === '' || name === 'res_pjsip')) this.objects = readPjsipObjects(this.files, this.model.configFolder, this.objects);
    this.reloadedAt = Date.now();
    return outcome;
  }

  /** Puts an event before every session that may see it. */
  emit(event: ManagerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  onEvent(listener: (event: ManagerEvent) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }
}
