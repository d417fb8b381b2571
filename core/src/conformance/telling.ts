import type { Json, JsonObject, Notice } from '@jackfield/sdk';
import type { Subject } from './subject.ts';

/** A notifier of the plugin and a device that takes messages. */
export interface Telling {
  /** Such as `tell pager on gateway`. */
  readonly of: string;
  readonly notifier: string;
  readonly device: string;
  /** What a channel would have to set of it. */
  readonly channel: JsonObject;
}

/** On described devices that are written to as messages are. Whoever stands behind a real one is told nothing of a trial. */
export function tellings({ plugin, packaged, file, isReal }: Subject): readonly Telling[] {
  if (isReal) return [];
  return Object.keys(plugin.manifest.contributes.notifiers).flatMap((notifier) =>
    Object.entries(file.devices).filter(([, { http, tcp }]) => http !== undefined || tcp !== undefined).map(([device]) => ({ of: `tell ${notifier} on ${device}`, notifier, device, channel: leastOf(packaged.notifierSchemas?.get(notifier)) })));
}

const isMapping = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The least that a schema asks for: of what it requires and gives no default, its first example or word. */
function leastOf(schema: JsonObject | undefined): JsonObject {
  const { properties, required } = schema ?? {};
  if (!isMapping(properties) || !Array.isArray(required)) return {};
  return Object.fromEntries(required.flatMap((name): [string, Json][] => {
    const property = typeof name === 'string' ? properties[name] : undefined;
    if (typeof name !== 'string' || !isMapping(property) || property['default'] !== undefined) return [];
    const [first] = [property['examples'], property['enum']].find(Array.isArray) ?? [];
    return first === undefined ? [] : [[name, first]];
  }));
}

const id = '6f1d0c7e-5a3b-4c11-9a55-0d2f6e8b7a90';
const incident = {
  incident: '2b9e', what: 'open', device: 'dev-1', deviceName: 'core-1', site: 'leeds', state: 'critical', summary: '1 of 48 ports down', openedAt: '2026-01-01T12:00:00.000Z', resolvedAt: null,
} as const;
const usual: Notice = { id, kind: 'incidents', title: 'critical: core-1 1 of 48 ports down', text: 'core-1: 1 of 48 ports down\n', incidents: [incident], attachments: [] };
const foreign = '"}\r\nBcc: x\u0000\u{1f4df}<script>${x}';

/** Messages as they come: one incident, none, a storm, a report, and texts that a device made up. */
export const notices: readonly Notice[] = [
  usual,
  { ...usual, kind: 'test', title: '', text: '', incidents: [] },
  { ...usual, title: '1000 open at leeds', incidents: Array.from({ length: 1_000 }, () => incident) },
  { ...usual, kind: 'report', title: 'Report 2026-01', incidents: [], attachments: [{ name: 'report.csv', type: 'text/csv', text: 'site,available\n'.repeat(1_000) }] },
  { ...usual, title: foreign, text: foreign, incidents: [{ ...incident, what: 'resolved', deviceName: foreign, summary: foreign, resolvedAt: '2026-01-01T13:00:00.000Z' }] },
];
