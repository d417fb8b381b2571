import type { Version } from '../history/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { DataRestores } from './data-restores.ts';

const namedObjects = 5;

/** What a person should think of before the configuration is put onto the replacement. */
export function cautionsOf(lost: ManagedDevice, replacement: ManagedDevice, version: Version, { own, nameless }: DataRestores): readonly string[] {
  const cautions: string[] = [];
  for (const fact of ['kind', 'vendor', 'model'] as const) {
    if (lost[fact] !== null && replacement[fact] !== null && lost[fact] !== replacement[fact]) cautions.push(`the replacement is of another ${fact}: ${replacement[fact]}, before ${lost[fact]}`);
  }
  // An empty replacement that took the device's identity is read as its newest version.
  if (version.version > 1 && version.changed.length * 2 > version.resources) {
    cautions.push(`version ${version.version} differs from the one before in ${version.changed.length} of ${version.resources} resources: if that is the empty replacement, begin with --at before ${version.takenAt}`);
  }
  if (own.size === 0) cautions.push('no device tells of copies of its data');
  const named = nameless.slice(0, namedObjects).map(({ deviceName, object }) => `${object} on ${deviceName}`).join(', ');
  if (nameless.length > 0) cautions.push(`copies at its site that name no machine, see whether they are of it: ${named}${nameless.length > namedObjects ? `, and ${nameless.length - namedObjects} more` : ''}`);
  return cautions;
}
