import { randomBytes } from 'node:crypto';
import type { AttachedDevice } from '@jackfield/sdk';
import type { HostEvents } from '../events/index.ts';
import type { Configuration } from '../sites/index.ts';
import type { Statement, Store } from '../store/index.ts';
import { assign, losses, type Loss } from './assignments.ts';
import { describeAttached, knownAttached } from './attached-device.ts';
import { DeviceBook } from './device-book.ts';
import { changedFields, contradict, declaredDevice, describeDevice, storedDevice } from './device-facts.ts';
import { displaced } from './displaced.ts';
import { deviceUnknown, nothingMerged, proposalUnknown } from './errors.ts';
import { kinship } from './identity.ts';
import type { Inventory, ManagedDevice, MergeProposal, Sighting, Unseen } from './inventory.ts';
import type { KeptByDevice } from './kept-by-device.ts';
import { sightingKeys } from './sighting-keys.ts';

export interface InventoryDependencies {
  readonly store: Store;
  readonly configuration: { readonly current: Pick<Configuration, 'sites'> };
  readonly events: HostEvents;
  /** What others keep by device: it goes the way that the device goes. */
  readonly kept?: readonly KeptByDevice[];
  readonly now?: () => Date;
}

/** Loads the inventory. */
export async function createInventory(dependencies: InventoryDependencies): Promise<Inventory> {
  const rows = await dependencies.store.read({ sql: 'SELECT data FROM device ORDER BY id' });
  return new StoredInventory(dependencies, rows.map((row) => storedDevice(String(row['data']))));
}

const save = (device: ManagedDevice): Statement => ({
  sql: 'INSERT INTO device (id, site, data) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET site = excluded.site, data = excluded.data',
  values: [device.id, device.site, JSON.stringify(device)],
});
const erase = (id: string): Statement => ({ sql: 'DELETE FROM device WHERE id = ?', values: [id] });
/** Devices that one may be mistaken for before the likeness means nothing. */
const mostAlike = 3;

const stands = ({ address, addresses }: ManagedDevice, at: string): boolean => address === at || addresses.includes(at);
const newId = (prefix: string): string => `${prefix}-${randomBytes(5).toString('hex')}`;

class StoredInventory implements Inventory {
  readonly #needs: InventoryDependencies;
  readonly #devices: DeviceBook;
  // One change of the inventory after the other: two sightings of one device must not make two.
  #tail: Promise<unknown> = Promise.resolve();

  constructor(needs: InventoryDependencies, devices: readonly ManagedDevice[]) {
    this.#needs = needs;
    this.#devices = new DeviceBook(devices);
  }

  devices({ site }: { readonly site?: string } = {}): readonly ManagedDevice[] {
    const all = this.#devices.all();
    return site === undefined ? all : all.filter((device) => device.site === site);
  }

  at(site: string, address: string): readonly ManagedDevice[] {
    return this.#devices.at(site, address);
  }

  find(wanted: string): ManagedDevice | null {
    const byId = this.#devices.get(wanted);
    if (byId !== undefined) return byId;
    const all = this.devices();
    const named = all.filter((device) => device.name.toLowerCase() === wanted.toLowerCase());
    // Two of one name are told apart by id or address only.
    if (named.length > 0) return named.length === 1 ? (named[0] ?? null) : null;
    return all.find((device) => device.address === wanted) ?? all.find((device) => device.addresses.includes(wanted)) ?? null;
  }

  record(sightings: readonly [Sighting, ...Sighting[]], unseen: readonly Unseen[] = []): Promise<ManagedDevice> {
    return this.#inTurn(() => this.#record(sightings, unseen));
  }

  attach(to: ManagedDevice, attached: readonly AttachedDevice[]): Promise<readonly ManagedDevice[]> {
    return this.#inTurn(async () => {
      const now = (this.#needs.now?.() ?? new Date()).toISOString();
      const addresses = new Set(attached.map(({ address }) => address));
      const site = this.devices({ site: to.site });
      const filed = new Map<string, { readonly before: ManagedDevice | null; readonly after: ManagedDevice }>();
      for (const told of new Map(attached.map((one) => [one.address, one])).values()) {
        const before = knownAttached(told, to, site, addresses);
        // What a plugin manages tells of itself, and better.
        if (before !== null && (before.plugins.length > 0 || filed.has(before.id))) continue;
        const after = describeAttached(before?.id ?? newId('dev'), before, told, to, this.#needs.configuration.current, now);
        filed.set(after.id, { before, after });
      }
      const all = [...filed.values()];
      if (all.length > 0) await this.#needs.store.write(all.map(({ after }) => save(after)));
      for (const { before, after } of all) {
        this.#devices.set(after);
        if (before === null || before.lastSeen === null) this.#needs.events.emit('device.found', { device: after.id, name: after.name, site: after.site });
        const fields = before === null ? [] : changedFields(before, after);
        if (fields.length > 0) this.#needs.events.emit('device.changed', { device: after.id, fields });
      }
      return all.map(({ after }) => after);
    });
  }

  withdraw(site: string, address: string, unseen: readonly Unseen[]): Promise<void> {
    return this.#inTurn(async () => {
      for (const device of this.#devices.at(site, address)) {
        const { kept } = assign(device, address, [], unseen);
        if (kept.length === device.plugins.length) continue;
        await this.#change(device, { ...device, plugins: kept }, (after) => losses(device, after, address, unseen));
      }
    });
  }

  keepDeclared(): Promise<void> {
    return this.#inTurn(async () => {
      const now = (this.#needs.now?.() ?? new Date()).toISOString();
      const wanted = [...this.#needs.configuration.current.sites.values()].flatMap(({ id: site, devices }) =>
        devices.flatMap(({ address, ...declared }) => (address === null ? [] : [{ site, declared: { ...declared, address } }])));
      const isNamed = (device: ManagedDevice): boolean => wanted.some(({ site, declared }) => site === device.site && declared.address === device.address && declared.name === device.name);
      const gone = this.devices().filter((device) => device.lastSeen === null && !isNamed(device));
      const staying = this.devices().filter((device) => !gone.includes(device));
      const missing = wanted.filter(({ site, declared }) => !staying.some((device) => device.site === site && stands(device, declared.address)));
      const added = missing.map(({ site, declared }) => declaredDevice(newId('dev'), site, declared, now));
      // Another name for what stands at the address, else another address for what has the name: nothing kept of it is lost.
      const heirOf = ({ site, address, name }: ManagedDevice): ManagedDevice | undefined =>
        [...added, ...staying].find((device) => device.site === site && stands(device, address)) ?? added.find((device) => device.site === site && device.name === name);
      const erased = gone.flatMap((device) => this.#erasing(device, heirOf(device)));
      if (added.length + erased.length > 0) await this.#needs.store.write([...added.map(save), ...erased]);
      for (const device of gone) this.#forget(device);
      for (const device of added) {
        this.#devices.set(device);
        this.#needs.events.emit('device.changed', { device: device.id, fields: ['declared'] });
      }
    });
  }

  remove(id: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#erase(this.#known(id));
    });
  }

  async proposals(): Promise<readonly MergeProposal[]> {
    const rows = await this.#needs.store.read({ sql: 'SELECT id, first, second, because, proposed_at FROM merge_proposal WHERE decided IS NULL ORDER BY proposed_at' });
    return rows
      .map((row) => ({
        id: String(row['id']),
        devices: [String(row['first']), String(row['second'])] as const,
        because: JSON.parse(String(row['because'])),
        proposedAt: String(row['proposed_at']),
      }))
      .filter(({ devices }) => devices.every((device) => this.#devices.has(device)));
  }

  decide(proposal: string, merge: boolean): Promise<void> {
    return this.#inTurn(async () => {
      const found = (await this.proposals()).find(({ id }) => id === proposal);
      if (found === undefined) throw proposalUnknown(`there is no open proposal ${proposal}`);
      const decided: Statement = { sql: 'UPDATE merge_proposal SET decided = ? WHERE id = ?', values: [merge ? 'merged' : 'apart', proposal] };
      if (!merge) return this.#needs.store.write([decided]);
      const [kept, merged] = [this.#known(found.devices[0]), this.#known(found.devices[1])];
      await this.#merge(kept, merged, kept, [decided]);
    });
  }

  split(id: string): Promise<ManagedDevice> {
    return this.#inTurn(async () => {
      const kept = this.#known(id);
      const [row] = await this.#needs.store.read({ sql: 'SELECT sequence, kept_before, merged_before FROM merge WHERE kept = ? ORDER BY sequence DESC LIMIT 1', values: [kept.id] });
      if (row === undefined) throw nothingMerged(`${kept.name} was never merged`, { place: { device: kept.name } });
      const [before, back] = [storedDevice(String(row['kept_before'])), storedDevice(String(row['merged_before']))];
      const origins = await this.#origins(back.id);
      await this.#needs.store.write([save(before), save(back), ...this.#kept((one) => one.split(kept.id, back.id, origins)), { sql: 'DELETE FROM merge WHERE sequence = ?', values: [row['sequence'] ?? null] }]);
      this.#devices.set(before);
      this.#devices.set(back);
      this.#needs.events.emit('device.found', { device: back.id, name: back.name, site: back.site });
      return back;
    });
  }

  async #record(sightings: readonly [Sighting, ...Sighting[]], unseen: readonly Unseen[]): Promise<ManagedDevice> {
    const keys = sightingKeys(sightings);
    const now = (this.#needs.now?.() ?? new Date()).toISOString();
    const [{ site, address }] = sightings;
    const current = this.#needs.configuration.current;
    const seen = describeDevice('', null, sightings, unseen, current, now);
    const relations = this.#devices.alike(site, keys).map((device) => {
      const relation = kinship(device.keys, keys);
      // One serial at two addresses is one machine with two, unless the two say different things of themselves.
      const twins = relation.kind === 'same' && device.address !== address && contradict(device, seen);
      return { device, kinship: twins ? { ...relation, kind: 'perhaps' as const } : relation };
    });
    const same = relations.filter((relation) => relation.kinship.kind === 'same').map(({ device }) => device);
    // A device without any strong key is known by its address: there is nothing better.
    const anonymous = relations.find(({ device, kinship: relation }) => relation.kind === 'perhaps' && device.address === address)?.device;
    const known = same.find((device) => device.address === address) ?? same[0] ?? anonymous ?? null;

    let device = describeDevice(known?.id ?? newId('dev'), known, sightings, unseen, current, now);
    const others = same.filter((other) => other.id !== known?.id);
    if (known !== null && others.length > 0) {
      // One after the other, each onto what became of the one before: they are split in the same way.
      for (const [at, other] of others.entries()) device = await this.#merge(at === 0 ? known : device, other, device, []);
    } else await this.#needs.store.write([save(device), ...(await this.#propose(device, relations.flatMap((relation) => (relation.kinship.kind === 'perhaps' && relation.device.id !== device.id ? [{ device: relation.device, because: relation.kinship.because }] : [])), now))]);
    this.#devices.set(device);

    // At one address stands one device: what was known there before is somewhere else now, or nowhere.
    for (const other of this.#devices.at(site, address)) {
      if (other.id === device.id) continue;
      if (other.lastSeen !== null) await this.#displace(other, address, device);
      // What the file named at this address turned out to be a device known already.
      else if (other.address === address) await this.#erase(other, device);
    }

    if (known === null || known.lastSeen === null) this.#needs.events.emit('device.found', { device: device.id, name: device.name, site: device.site });
    if (known !== null) {
      const fields = changedFields(known, device);
      if (fields.length > 0) this.#needs.events.emit('device.changed', { device: device.id, fields });
      this.#tellLosses(device, losses(known, device, address, unseen));
    }
    return device;
  }

  async #displace(other: ManagedDevice, address: string, by: ManagedDevice): Promise<void> {
    await this.#change(other, displaced(other, address, by), (after) =>
      losses(other, after, address, []).map(({ plugin }) => ({ plugin, reason: `another device stands at ${address} now: ${by.name}${by.serial === null ? '' : `, serial ${by.serial}`}` })));
  }

  async #change(before: ManagedDevice, after: ManagedDevice, lost: (after: ManagedDevice) => readonly Loss[]): Promise<void> {
    await this.#needs.store.write([save(after)]);
    this.#devices.set(after);
    this.#needs.events.emit('device.changed', { device: after.id, fields: changedFields(before, after) });
    this.#tellLosses(after, lost(after));
  }

  #tellLosses({ id, name }: ManagedDevice, lost: readonly Loss[]): void {
    for (const { plugin, reason } of lost) this.#needs.events.emit('device.unassigned', { device: id, name, plugin, reason });
  }

  /** One row a pair, whatever the order; a pair that was decided is not asked again. */
  async #propose(device: ManagedDevice, others: readonly { device: ManagedDevice; because: MergeProposal['because'] }[], now: string): Promise<Statement[]> {
    // At one address two devices follow one another, and a name that many have (a factory default) tells nothing.
    const telling = others.filter(({ because }) => because.some(({ type }) => type !== 'address'));
    if (telling.length > mostAlike) return [];
    return telling.map(({ device: other, because }) => {
      const [first, second] = other.id < device.id ? [other.id, device.id] : [device.id, other.id];
      return {
        sql: 'INSERT INTO merge_proposal (id, first, second, because, proposed_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (first, second) DO NOTHING',
        values: [newId('merge'), first, second, JSON.stringify(because), now],
      };
    });
  }

  async #merge(kept: ManagedDevice, merged: ManagedDevice, result: ManagedDevice, more: readonly Statement[]): Promise<ManagedDevice> {
    const now = (this.#needs.now?.() ?? new Date()).toISOString();
    const device: ManagedDevice = {
      ...result,
      addresses: [...new Set([...result.addresses, ...merged.addresses])],
      keys: [...result.keys, ...merged.keys.filter((key) => !result.keys.some((own) => own.type === key.type && own.value === key.value))],
      firstSeen: [kept.firstSeen, merged.firstSeen].sort()[0] ?? kept.firstSeen,
    };
    await this.#needs.store.write([
      save(device), erase(merged.id), ...this.#kept((one) => one.merged(merged.id, kept.id)), ...more,
      { sql: 'INSERT INTO merge (kept, kept_before, merged, merged_before, at) VALUES (?, ?, ?, ?, ?)', values: [kept.id, JSON.stringify(kept), merged.id, JSON.stringify(merged), now] },
    ]);
    this.#devices.set(device);
    this.#devices.delete(merged.id);
    this.#needs.events.emit('device.changed', { device: merged.id, fields: ['removed'] });
    return device;
  }

  async #erase(device: ManagedDevice, heir?: ManagedDevice): Promise<void> {
    await this.#needs.store.write(this.#erasing(device, heir));
    this.#forget(device);
  }

  #erasing({ id }: ManagedDevice, heir: ManagedDevice | undefined): readonly Statement[] {
    return [erase(id), ...this.#kept((one) => (heir === undefined ? one.removed(id) : one.replaced(id, heir.id)))];
  }

  #forget({ id }: ManagedDevice): void {
    this.#devices.delete(id);
    this.#needs.events.emit('device.changed', { device: id, fields: ['removed'] });
  }

  #kept(statements: (one: KeptByDevice) => readonly Statement[]): readonly Statement[] {
    return (this.#needs.kept ?? []).flatMap(statements);
  }

  /** A device and all that was merged into it. */
  async #origins(id: string): Promise<readonly string[]> {
    const rows = await this.#needs.store.read({ sql: 'WITH RECURSIVE origin (id) AS (VALUES (?) UNION SELECT merge.merged FROM merge JOIN origin ON merge.kept = origin.id) SELECT id FROM origin', values: [id] });
    return rows.map((row) => String(row['id']));
  }

  #known(id: string): ManagedDevice {
    const device = this.#devices.get(id) ?? this.find(id);
    if (device === null) throw deviceUnknown(`there is no device ${id}`, { place: { device: id } });
    return device;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#tail.then(work);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}
