import { join } from 'node:path';
import { isOnTrial, type CommitClass, type JsonObject } from '@jackfield/sdk';
import { JackfieldError } from '../errors/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import { complaintText, isSelected, type InstalledPlugin } from '../plugins/index.ts';
import type { OpenVault } from '../sites/index.ts';
import { Apart } from './apart.ts';
import { canonicalJson } from './canonical.ts';
import type { ChangeEntry, ChangeFile } from './change-file.ts';
import type { ChangeDependencies } from './dependencies.ts';
import {
  deviceNotManaged, deviceUnknown, duplicateSpec, irreversibleMixed, pluginNotEnabledThere, resourceUnknown, secretMissing, selectionEmpty, specInvalid, variableMissing,
} from './errors.ts';
import { contractErrors } from './contract-errors.ts';
import { entryOrder } from './entry-order.ts';
import { oneWave, wavesUnlessTold, type WaveSettings } from './rollout.ts';
import { checkSpec, secretNames } from './spec-schema.ts';
import { withSecrets } from './spec-secrets.ts';
import { filledSpec } from './variables.ts';
import { intoWaves, type WaveOrder } from './waves.ts';

/** One resource of one device and what it is to be. */
export interface Order {
  readonly entry: number;
  readonly device: ManagedDevice;
  readonly plugin: InstalledPlugin;
  readonly resource: string;
  readonly commitClass: CommitClass;
  readonly key: JsonObject;
  readonly spec: JsonObject;
}

type Needs = Pick<ChangeDependencies, 'inventory' | 'catalogue' | 'configuration'>;

/** What a change file asks of which device, and in which wave; with everything in it that cannot be, and is no order. */
export function ordersOf(file: ChangeFile, vault: Pick<OpenVault, 'take'>, needs: Needs): { readonly orders: readonly WaveOrder[]; readonly rollout: WaveSettings; readonly errors: readonly JackfieldError[] } {
  const errors: JackfieldError[] = [];
  const orders = file.entries.flatMap((entry) =>
    devicesOf(entry, file, needs, errors).flatMap((device) => {
      const order = orderOf(entry, device, file, vault, needs);
      if (!Array.isArray(order)) return [order];
      errors.push(...order);
      return [];
    }),
  );
  const seen = new Map<string, Order>();
  for (const order of orders) {
    const identity = canonicalJson([order.device.id, order.plugin.id, order.resource, order.key]);
    const first = seen.get(identity);
    if (first !== undefined) {
      const there = file.source.place(['changes', first.entry]);
      errors.push(duplicateSpec(`${order.device.name}: ${order.plugin.id}/${order.resource} stands in line ${there.line} too`, { place: file.source.place(['changes', order.entry]) }));
    }
    seen.set(identity, first ?? order);
  }
  const irreversible = orders.find(({ commitClass }) => commitClass === 'irreversible');
  if (irreversible !== undefined && orders.some(({ commitClass }) => commitClass !== 'irreversible')) {
    errors.push(irreversibleMixed(`${irreversible.plugin.id}/${irreversible.resource} cannot be undone`, { place: file.source.place(['changes', irreversible.entry, 'resource']) }));
  }
  const confirming = new Set(orders.filter(({ commitClass }) => isOnTrial(commitClass)).map(({ entry }) => entry));
  const { order: sequence, errors: disorder } = entryOrder(file, ({ index }) => confirming.has(index));
  const rollout = file.waves ?? wavesUnlessTold(new Set(orders.map(({ device }) => device.id)).size, file.entries.some(({ after }) => after.length > 0));
  const places = new Map(sequence.map((entry, place) => [entry, place]));
  const inSequence = orders.toSorted((a, b) => (places.get(a.entry) ?? 0) - (places.get(b.entry) ?? 0));
  // One step after the other, the order of the file holds: the plan begins a new wave where one must.
  const waves = intoWaves(inSequence, rollout, file, rollout === oneWave ? { from: () => new Set() } : new Apart(needs.inventory.devices()));
  errors.push(...disorder, ...waves.errors, ...contractErrors(file, needs));
  // The same mistake in an entry for many devices is told once.
  const told = new Map(errors.map((error) => [`${error.where} ${error.message}`, error]));
  return { orders: waves.orders, rollout, errors: [...told.values()] };
}

/** The devices that an entry means; what is wrong with that goes to `errors`. */
export function devicesOf(entry: ChangeEntry, { source }: ChangeFile, { inventory }: Pick<Needs, 'inventory'>, errors: JackfieldError[]): readonly ManagedDevice[] {
  const path = ['changes', entry.index, 'device'];
  const { names } = entry;
  if (names !== null) {
    return names.flatMap((name, index) => {
      const found = inventory.find(name);
      if (found !== null) return [found];
      errors.push(deviceUnknown(`there is no device ${name}`, { place: source.place([...path, index]) }));
      return [];
    });
  }
  const { site, ...wanted } = entry.selection;
  const found = inventory.devices(site === undefined ? {} : { site }).filter((device) => isSelected(device, wanted) && device.plugins.some(({ id }) => id === entry.plugin));
  if (found.length === 0) errors.push(selectionEmpty(`no device that ${entry.plugin} manages fits`, { place: source.place(path) }));
  return found;
}

function orderOf(entry: ChangeEntry, device: ManagedDevice, { source }: ChangeFile, vault: Pick<OpenVault, 'take'>, { catalogue, configuration }: Needs): Order | JackfieldError[] {
  const path = ['changes', entry.index];
  const enablement = configuration.current.enablement(entry.plugin, { level: 'device', site: device.site, device: device.name });
  const plugin = catalogue.find(entry.plugin, enablement.version);
  const at = { place: source.place([...path, 'resource']) };
  if (plugin === null) return [resourceUnknown(`the plugin ${entry.plugin} is not installed`, at)];
  const { resources } = plugin.manifest.contributes;
  const resource = Object.hasOwn(resources, entry.resource) ? resources[entry.resource] : undefined;
  const schema = plugin.resourceSchemas.get(entry.resource);
  if (resource === undefined || schema === undefined) {
    return [resourceUnknown(`${plugin.id} has no resource ${entry.resource}`, { ...at, hint: `It has ${Object.keys(resources).join(', ') || 'none'}.` })];
  }
  if (!enablement.enabled) return [pluginNotEnabledThere(`${plugin.id} is not enabled for ${device.name} at ${device.site}`, at)];
  if (!device.plugins.some(({ id }) => id === plugin.id)) return [deviceNotManaged(`${plugin.id} does not manage ${device.name}`, at)];
  const scope = { level: 'device', site: device.site, device: device.name } as const;
  const filled = filledSpec(entry.spec, (name) => configuration.current.setting(`variables.${name}`, scope));
  if (filled.missing.length > 0) return filled.missing.map((missing) => variableMissing(`${device.site} has no variable ${missing.name}`, { place: source.place([...path, 'spec', ...missing.path]) }));
  const named = withSecrets(filled.spec, secretNames(schema), vault);
  if (named.missing.length > 0) return named.missing.map(({ name, path: inside }) => secretMissing(`the vault has no ${name}`, { place: source.place([...path, 'spec', ...inside]) }));
  const { spec, complaints } = checkSpec(schema, plugin.id, named.spec);
  const key = Object.fromEntries(resource.key.flatMap((field) => (spec[field] === undefined ? [] : [[field, spec[field]]])));
  const missing = resource.key.filter((field) => spec[field] === undefined && !complaints.some(({ message }) => message.includes(`'${field}'`)));
  const errors = [
    ...complaints.map((complaint) => specInvalid(complaintText(complaint), {
      place: source.place([...path, 'spec', ...complaint.path]), hint: `${join(plugin.directory, resource.schema)} says what ${plugin.id}/${entry.resource} takes.`,
    })),
    ...missing.map((field) => specInvalid(`${field} says which instance is meant and is missing`, { place: source.place([...path, 'spec']) })),
  ];
  return errors.length > 0 ? errors : { entry: entry.index, device, plugin, resource: entry.resource, commitClass: resource.commitClass, key, spec };
}
