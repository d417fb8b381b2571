import type { Json, JsonObject } from '@jackfield/sdk';
import { z } from 'zod';
import { mayAt, suffices } from '../../access/index.ts';
import { standingDevices } from '../../inventory/index.ts';
import { explainKey } from '../../plugins/index.ts';
import { etagOf, fileOf, keptSecret, newFile, textOf, type EditLayer, type Scope, type SettingLayer } from '../../sites/index.ts';
import { command, type CommandContext } from '../command.ts';
import { notFound } from '../errors.ts';
import { layerInput } from './configuration-keys.ts';
import { layerMeant, nodeOfLayer } from './configuration-rights.ts';
import { deviceNamed } from './devices.ts';
import { isNamed, requireAt } from './operations.ts';
import { schemaLeaves, type SchemaLeaf } from './schema-leaves.ts';

export interface SettingField extends SchemaLeaf {
  readonly group: 'enablement' | 'checks' | 'settings';
  readonly value: Json;
  /** What the layer that is edited says itself. */
  readonly own: { readonly value: Json } | null;
  readonly layers: readonly SettingLayer[];
}

const enablementSchema: JsonObject = {
  type: 'object',
  properties: {
    enabled: { type: 'boolean', title: 'Enabled', description: 'Whether it may work here.' },
    version: { type: ['string', 'null'], title: 'Version', description: 'A range such as ^1.2.0; none takes what runs.' },
    grant: { title: 'Grant', description: 'read: all it asks for reading; write: all it asks for; or an exact list of permissions.' },
    calls: { type: 'boolean', title: 'Test calls', description: 'Its checks may have PBXs place the test calls of transports.ami.calls: phones ring.' },
  },
};

/** What a form needs to show and edit the settings of a plugin, or of the host, at one layer: each key with its value, and who said it. */
export const settingsForm = command(z.strictObject({ ...layerInput, plugin: z.string().min(1).max(255).optional() }), async (context: CommandContext, { at, device, plugin: id }) => {
  const { services, rights } = context;
  const { current } = services.configuration;
  const layer = layerMeant(at, device, current);
  if (layer.level === 'device' && !isNamed(current, layer.site, layer.device)) requireAt(deviceNamed(services, layer.device), layer.site);
  const scope: Scope = layer.level === 'policy' ? { level: 'organization' } : layer;
  const plugin = id === undefined ? null : (services.catalogue.find(id, current.enablement(id, scope).version) ?? services.catalogue.find(id));
  if (id !== undefined && plugin === null) throw notFound(`there is no plugin ${id}`, { hint: 'List them with `jackfield plugins`.' });
  const leaves = plugin === null
    ? schemaLeaves(services.configuration.settingsSchema, []).map((leaf) => ({ ...leaf, group: 'settings' as const }))
    : [
      ...schemaLeaves(enablementSchema, ['plugins', plugin.id]).map((leaf) => ({ ...leaf, group: 'enablement' as const })),
      ...Object.entries(plugin.manifest.contributes.checks).map(([name, { title }]) => ({
        key: `plugins.${plugin.id}.checks.${name}.every`, title, description: null, unit: null, secret: false, hides: false, schema: everySchema, group: 'checks' as const,
      })),
      ...schemaLeaves(plugin.settingsSchema ?? {}, ['plugins', plugin.id, 'settings']).map((leaf) => ({ ...leaf, group: 'settings' as const })),
    ];
  const fields = await Promise.all(leaves.map((leaf) => fieldOf(context, layer, scope, leaf)));
  const file = fileOf(layer, current);
  const text = await textOf(current.directory, file);
  return {
    plugin: plugin?.id ?? null, version: plugin?.version ?? null, at, device: device ?? null, file, etag: text === null ? newFile : etagOf(text),
    writable: suffices(rights.roleAt(nodeOfLayer(layer)), 'manager') || mayAt(rights, 'manager', null), schema: plugin === null ? services.configuration.settingsSchema : plugin.settingsSchema, fields,
  };
});

const everySchema: JsonObject = { type: 'string', pattern: '^(off|\\d+(ms|s|m|h|d))$', description: 'How often, such as 30s, 5m or 1h; off: never.' };

async function fieldOf({ services }: CommandContext, layer: EditLayer, scope: Scope, leaf: SchemaLeaf & Pick<SettingField, 'group'>): Promise<SettingField> {
  const { value = null, layers } = await explainKey(leaf.key, services.catalogue, services.configuration.current, scope, (where) => standingDevices(services.inventory, where));
  const own = layers.find((one) => one.layer === layer.level);
  const shown = (of: Json): Json => (leaf.hides && of !== null ? keptSecret : of);
  return { ...leaf, value: shown(value), own: own === undefined ? null : { value: shown(own.value) }, layers: layers.map((one) => ({ ...one, value: shown(one.value) })) };
}
