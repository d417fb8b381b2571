import type { JsonObject } from '@jackfield/sdk';
import { z } from 'zod';
import type { ManagedDevice } from '../../inventory/index.ts';
import { command, type CommandContext } from '../command.ts';
import { publicPlace } from '../public-place.ts';
import { deviceNamed } from './devices.ts';
import { idOf, startableBy, type Startable } from './startable.ts';

type Starts =
  | { readonly kind: 'check'; readonly check: string }
  | { readonly kind: 'change'; readonly resource: string; readonly values: JsonObject }
  | { readonly kind: 'dashboard'; readonly dashboard: string };

/** A command that a plugin contributes, for whoever may start it. */
export interface CommandOfPlugin {
  /** As in `snmp-switch/check-ports`. */
  readonly id: string;
  readonly plugin: string;
  readonly pluginTitle: string;
  readonly title: string;
  readonly category: string | null;
  readonly starts: Starts;
  /** Devices that it can be started on. */
  readonly devices: number;
  /** Page of the console that shows what it starts; null while no device is named. */
  readonly page: string | null;
}

/** Where the console shows what a command starts on a device. */
function pageOf({ plugin, contributed: { title, starts } }: Startable, { id, name }: ManagedDevice): string {
  switch (starts.kind) {
    case 'check': return `/devices/${id}`;
    case 'dashboard': return `/devices/${id}/charts?${new URLSearchParams({ dashboard: `${plugin.id}/${starts.dashboard}` }).toString()}`;
    case 'change': return `/changes/write?${new URLSearchParams({ title: `${title}: ${name}`, device: name, resource: `${plugin.id}/${starts.resource}`, values: JSON.stringify(starts.values) }).toString()}`;
  }
}

/** What plugins offer to start: on a device, or on any. */
export const contributedCommands = command(z.strictObject({ device: z.string().min(1).max(255).optional() }), async (context: CommandContext, { device }) => {
  const { inventory, configuration: { current } } = context.services;
  const named = device === undefined ? null : deviceNamed(context.services, device);
  const found = new Map<string, CommandOfPlugin>();
  const startableOn = startableBy(context);
  for (const one of named === null ? inventory.devices() : [named]) {
    for (const startable of startableOn(one)) {
      const { plugin, contributed: { title, category, starts } } = startable;
      const id = idOf(startable);
      found.set(id, {
        id, plugin: plugin.id, pluginTitle: plugin.manifest.title, title, category: category ?? null, starts,
        devices: (found.get(id)?.devices ?? 0) + 1, page: named === null ? null : pageOf(startable, named),
      });
    }
  }
  return {
    console: publicPlace(current.daemon),
    commands: [...found.values()].toSorted((one, other) => one.pluginTitle.localeCompare(other.pluginTitle) || one.title.localeCompare(other.title) || one.id.localeCompare(other.id)),
  };
});

