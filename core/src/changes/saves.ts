import { Turnstile } from '@jackfield/sdk/runtime';
import { z } from 'zod';
import type { Lease } from '../plugins/index.ts';
import { writeOrKeep, type Row, type Statement, type Store } from '../store/index.ts';
import type { UnsavedDevice } from './change-service.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { despiteStore } from './despite-store.ts';
import type { DeviceAccess } from './device-access.ts';
import { messageOf } from './error-message.ts';
import { notSaved } from './errors.ts';
import { journalLine, type RecordedChange } from './journal.ts';
import { releasing, type Leases } from './leases.ts';
import { patiently } from './patient-store.ts';
import { changeSettingsOf } from './change-settings.ts';

type Needs = Pick<ChangeDependencies, 'inventory' | 'catalogue' | 'configuration' | 'health' | 'audit'> & {
  readonly store: Pick<Store, 'read' | 'write' | 'writeSoon' | 'status'>;
  readonly access: DeviceAccess;
  readonly leases: Leases;
  readonly now: () => Date;
};

/** A device that runs what a change left there, and is still to save it. */
export interface Unsaved extends UnsavedDevice {
  readonly change: string;
  readonly title: string;
  readonly discovery: string;
}

export interface SavingOptions {
  readonly person: string;
  /** Devices that save side by side. */
  readonly atOnce: number;
  /** Aborts when the host closes: what is not saved then, the next start saves. */
  readonly closing: AbortSignal;
  readonly onSave?: (device: string) => void;
}

const rowSchema = z.object({ change_id: z.string(), title: z.string(), device: z.string(), device_name: z.string(), plugin: z.string(), discovery: z.string(), message: z.string().nullable() })
  .transform(({ change_id: change, device_name: deviceName, ...row }): Unsaved => ({ change, deviceName, ...row }));

/** Has devices start with what a change left running there. What is to be saved stands in the store from the moment at which the change is kept. */
export class Saves {
  readonly #needs: Needs;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** To be written with what keeps a change: whose devices are to save. A later change of a device saves for the earlier too. */
  wanted(change: RecordedChange): readonly Statement[] {
    const targets = change.steps.filter(({ state }) => state === 'verified').flatMap(({ device, deviceName, plugin }) => {
      const discovery = this.#savingDiscovery(device, plugin);
      return discovery === null ? [] : [{ device, deviceName, plugin, discovery }];
    });
    return [...new Map(targets.map((target) => [`${target.device} ${target.plugin}`, target])).values()].map(({ device, deviceName, plugin, discovery }) => ({
      sql: `INSERT INTO change_save (device, plugin, device_name, discovery, change_id, title) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (device, plugin) DO UPDATE SET discovery = excluded.discovery, change_id = excluded.change_id, title = excluded.title, message = NULL`,
      values: [device, plugin, deviceName, discovery, change.id, change.title],
    }));
  }

  /** Of one change, or of all. */
  async unsaved(change?: string): Promise<readonly Unsaved[]> {
    const rows = await this.#needs.store.read({ sql: `SELECT * FROM change_save ${change === undefined ? '' : 'WHERE change_id = ? '}ORDER BY device_name, device, plugin`, values: change === undefined ? [] : [change] });
    return rows.map((row: Row) => rowSchema.parse(row));
  }

  /** Tells devices to save, each under its lease: the one the change holds still, or one taken for it. */
  async save(unsaved: readonly Unsaved[], held: ReadonlyMap<string, Lease>, { person, atOnce, closing, onSave }: SavingOptions): Promise<void> {
    const turnstile = new Turnstile(atOnce);
    await Promise.all([...Map.groupBy(unsaved, ({ device }) => device)].map(async ([device, ofDevice]) => {
      await turnstile.enter();
      try {
        for (const [at, one] of ofDevice.entries()) {
          if (closing.aborted) return;
          onSave?.(device);
          await this.#saveOne(one, held.get(device) ?? null, person, closing, at === ofDevice.length - 1);
        }
      } finally {
        turnstile.leave();
      }
    }));
  }

  async #saveOne(one: Unsaved, held: Lease | null, person: string, closing: AbortSignal, isLast: boolean): Promise<void> {
    const { access, leases } = this.#needs;
    let message: string | null = null;
    let isSaved = false;
    try {
      const lease = held ?? (await leases.take(one.change, [{ id: one.device, name: one.deviceName }])).get(one.device);
      if (lease === undefined) throw new TypeError(`no lease on ${one.deviceName}`);
      await leases.hold(lease, one.deviceName);
      isSaved = await access.save(one, lease, person, closing);
    } catch (error) {
      if (closing.aborted) return;
      message = messageOf(error);
    }
    await this.#tell(one, person, message, isSaved);
    const row = [one.device, one.plugin, one.change];
    const statements = [
      message === null
        ? { sql: 'DELETE FROM change_save WHERE device = ? AND plugin = ? AND change_id = ?', values: row }
        : { sql: 'UPDATE change_save SET message = ? WHERE device = ? AND plugin = ? AND change_id = ?', values: [message, ...row] },
      journalLine(one.change, null, `${message !== null ? 'not saved' : isSaved ? 'saved' : 'nothing to save'} ${one.deviceName}`, this.#needs.now()),
      ...(isLast ? [releasing(one.change, one.device)] : []),
    ];
    await despiteStore(() => writeOrKeep(this.#needs.store, statements));
  }

  /** The incident and the audit come before the end: a host that dies in between tells once more after its start. */
  async #tell({ change, title, device, deviceName, plugin }: Unsaved, person: string, message: string | null, isSaved: boolean): Promise<void> {
    const { health, audit, catalogue } = this.#needs;
    const subject = { device, about: `unsaved ${plugin}` };
    const error = message === null ? null : notSaved(`change ${change} (${title}) is kept, and ${deviceName} did not save it: ${message}`);
    await despiteStore(async () => {
      if (error === null) await health.resolve(subject);
      else await health.report(subject, { state: 'warning', summary: `${error.message}. After a restart it has what it had before: \`jackfield save ${change}\` tells it once more.` });
    });
    if (error === null && !isSaved) return;
    await patiently(() => audit.recordDeed({
      person, action: 'change.save', plugin, pluginVersion: catalogue.find(plugin)?.version ?? null, device, change, outcome: error === null ? 'done' : 'failed', detail: error === null ? 'the device starts with what it runs' : `${error.message} (${error.code})`,
    }));
  }

  /** Of the plugin on the device, where such devices save and the place wants it. */
  #savingDiscovery(device: string, plugin: string): string | null {
    const { inventory, catalogue, configuration: { current } } = this.#needs;
    const found = inventory.find(device);
    const discovery = found?.plugins.find(({ id }) => id === plugin)?.discovery;
    if (found === null || discovery === undefined) return null;
    const scope = { level: 'device', site: found.site, device: found.name } as const;
    const ways = catalogue.find(plugin, current.enablement(plugin, scope).version)?.manifest.contributes.discovery ?? {};
    if (!Object.hasOwn(ways, discovery) || ways[discovery]?.saves !== true) return null;
    return changeSettingsOf(current, found).save === false ? null : discovery;
  }
}
