import { capabilities, contributionKinds, protocolVersion, sdkVersion, type ContributionKind } from '@jackfield/sdk';
import { unstampedBundle } from '@jackfield/sdk/manifest';
import { isFields, type Channel, type Fields } from '@jackfield/sdk/runtime';
import { capabilityMissing } from '../errors.ts';
import { activationRefused, protocolMismatch } from './errors.ts';
import type { SupervisionOptions } from './supervised-plugin.ts';

type Started = Pick<SupervisionOptions, 'id' | 'points' | 'declared' | 'off' | 'onDeprecated'>;

/** What plugin and host have told each other. */
export interface Handshake {
  /** SDK that the bundle was built with; null when it does not say. */
  readonly sdk: string | null;
}

/**
 * The first words on a channel: the host says which SDK it has and what it can do, the plugin's process what its bundle was
 * built with, what it needs and what it implements. Throws what makes the two unfit for each other.
 */
export async function shakeHands(channel: Channel, plugin: Started): Promise<Handshake> {
  const host = JSON.stringify({ sdk: sdkVersion, protocol: protocolVersion, capabilities });
  const answer: unknown = await channel.request('start', `{"host":${host},"points":${channel.wrap(textOf(plugin.points))}}`).answer;
  return judge(isFields(answer) ? answer : {}, plugin);
}

/** What was contributed stays as it is while a host runs; plugins start again and again. */
const texts = new WeakMap<object, string>();

/** A text within the text: hundreds of profiles are read when the plugin first looks at them, not while it starts. */
function textOf(points: Started['points']): string {
  const known = texts.get(points);
  if (known !== undefined) return known;
  const text = JSON.stringify(JSON.stringify(points));
  texts.set(points, text);
  return text;
}

function judge(answer: Fields, { id, declared, off = [], onDeprecated }: Started): Handshake {
  const place = { plugin: id };
  const sdk = typeof answer['sdk'] === 'string' ? answer['sdk'] : null;
  const built = sdk === null ? 'built with an SDK that does not say its version' : `built with SDK ${sdk}`;
  const { protocol } = answer;
  if (protocol !== protocolVersion) {
    const newer = typeof protocol === 'number' && protocol > protocolVersion;
    throw protocolMismatch(`${id}, ${built}, speaks protocol ${String(protocol)}; this host, with SDK ${sdkVersion}, speaks ${protocolVersion}`, {
      place, hint: newer ? `Update Jackfield to one with SDK ${sdk ?? 'of that protocol'} or later, or install an older version of the plugin.` : `Update the plugin, or build it again with SDK ${sdkVersion}.`,
    });
  }
  const missing = names(answer['requires']).filter((name) => !capabilities.some((known) => known === name));
  if (missing.length > 0) throw capabilityMissing(`${id}, ${built}, needs ${missing.join(', ')}; this host, with SDK ${sdkVersion}, has no such capability`, { place });
  const differences = contributionKinds.flatMap((kind) => difference(kind, declared[kind], names(answer[kind]), off));
  if (differences.length > 0) throw activationRefused(`${id}: ${differences.join('; ')}`, { place });
  if (sdk === null) onDeprecated?.(unstampedBundle);
  return { sdk };
}

function names(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

function difference(kind: ContributionKind, declared: readonly string[], implemented: readonly string[], off: readonly string[]): string[] {
  return [
    ...declared.filter((name) => !implemented.includes(name)).map((name) => `${kind}.${name} is declared and not implemented`),
    ...implemented.filter((name) => !declared.includes(name) && !off.includes(`${kind}.${name}`)).map((name) => `${kind}.${name} is implemented and not declared`),
  ];
}
