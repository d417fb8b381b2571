import { z } from 'zod';
import type { Json } from '@jackfield/sdk';
import { requireRole } from '../../access/index.ts';
import { editKeys, type Configuration, type EditLayer, type KeyEdit, type Scope, type SourcePlace } from '../../sites/index.ts';
import { command, type CommandContext } from '../command.ts';
import { badRequest } from '../errors.ts';
import { audited } from './audited.ts';
import { etag, summaryOf } from './configuration.ts';
import { layerMeant, layerText, nodeOfLayer } from './configuration-rights.ts';
import { deviceNamed } from './devices.ts';
import { isNamed, requireAt } from './operations.ts';
import { editedChanges, editedText } from './written-text.ts';

const name = z.string().min(1).max(255);
export const key = z.string().min(1).max(255).regex(/^[^\s.]+(\.[^\s.]+)*$/, 'a dotted key such as plugins.snmp-switch.enabled')
  // Nothing reads a key of that name: it would be written and mean nothing.
  .refine((dotted) => !dotted.split('.').includes('__proto__'), 'a dotted key such as plugins.snmp-switch.enabled');

/** A line that says otherwise, and counts. */
export interface Against extends Pick<SourcePlace, 'file' | 'line'> {
  readonly key: string;
  readonly layer: string;
  readonly name: string;
}

export const layerInput = {
  at: name.meta({ description: 'Where: `organization`, a region, district or site as `leeds` or `site:leeds`, or `policy`.' }),
  device: name.optional().meta({ description: 'A device of the site, by name.' }),
};

/**
 * Sets keys of one layer, or takes them away: enablement, versions, schedules, windows, names of credentials, settings. All of them or none. Comments
 * and order of the file stay.
 */
export const keysSet = command(
  z.strictObject({
    ...layerInput,
    set: z.array(z.strictObject({ key, value: z.unknown().meta({ description: 'Any value of JSON.' }) })).max(100).default([]),
    unset: z.array(key).max(100).default([]),
    etag,
  }),
  async (context: CommandContext, { at, device, set, unset, etag: seen }) => {
    const { services, rights } = context;
    const layer = layerMeant(at, device, services.configuration.current);
    requireRole(rights, 'manager', nodeOfLayer(layer));
    if (layer.level === 'device' && !isNamed(services.configuration.current, layer.site, layer.device)) requireAt(deviceNamed(services, layer.device), layer.site);
    const edits = [...set.map(({ key: of, value }): KeyEdit => ({ key: of, value: z.json().parse(value) })), ...unset.map((one): KeyEdit => ({ key: one, value: undefined }))];
    if (edits.length === 0) throw badRequest('nothing is to be set or unset');
    return editLayer(context, layer, edits, seen ?? null);
  },
  { detached: true },
);

export interface LayerEdited extends ReturnType<typeof summaryOf> {
  readonly edited: readonly { readonly key: string; readonly before: Json; readonly after: Json }[];
  readonly against: readonly Against[];
}

/** Edits one layer, with who, what, before and after in the audit. */
export async function editLayer(context: Pick<CommandContext, 'services' | 'person'>, layer: EditLayer, edits: readonly KeyEdit[], seen: string | null): Promise<LayerEdited> {
  const { services: { configuration }, person } = context;
  const keys = edits.map((edit) => edit.key).join(', ');
  const place = layerText(layer);
  const { written, edited } = await audited(context, { action: 'configuration.set', detail: `${place}: ${keys}`, told: (done) => editedText(place, done.edited), changed: (done) => editedChanges(done.edited) }, () => editKeys(configuration, layer, edits, seen, person));
  return { ...summaryOf(written), edited: edited.map(({ key: of, before, after }) => ({ key: of, before: before ?? null, after: after ?? null })), against: againstOf(configuration.current, layer, edits) };
}

/** Where stronger layers say otherwise: of the place itself, and of the sites and named devices below it. */
function againstOf(current: Configuration, layer: EditLayer, edits: readonly KeyEdit[]): readonly Against[] {
  if (layer.level === 'policy') return [];
  const below = scopesBelow(current, layer);
  const found = new Map<string, Against>();
  for (const { key: of, value } of edits) {
    if (value === undefined) continue;
    for (const scope of below) {
      const { layers } = current.explain(of, scope);
      const own = layers.findIndex((one) => one.layer === layer.level);
      for (const one of layers.slice(own + 1)) {
        if (one.place !== null && JSON.stringify(one.value) !== JSON.stringify(value)) found.set(`${of} ${one.place.file}:${one.place.line}`, { key: of, layer: one.layer, name: one.name, file: one.place.file, line: one.place.line });
      }
    }
  }
  return [...found.values()].slice(0, 100);
}

function scopesBelow({ sites }: Configuration, layer: Exclude<EditLayer, { level: 'policy' }>): readonly Scope[] {
  if (layer.level === 'device') return [layer];
  const inside = [...sites.values()].filter((site) => layer.level === 'organization' || (layer.level === 'region' && site.region === layer.region) || (layer.level === 'district' && site.district === layer.district) || (layer.level === 'site' && site.id === layer.site));
  return [layer, ...inside.flatMap(({ id, devices }): Scope[] => [{ level: 'site', site: id }, ...devices.map((device): Scope => ({ level: 'device', site: id, device: device.name }))])];
}
