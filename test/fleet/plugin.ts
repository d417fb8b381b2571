import { join, resolve } from 'node:path';
import type { Json, Plugin } from '@jackfield/sdk';

/** The folder of the plugin that is tried. */
export const pluginFolder = resolve(import.meta.dirname, '../../plugins/snmp-switch');

export const { default: plugin }: { default: Plugin } = await import(join(pluginFolder, 'src/plugin.ts'));

interface ProfileModule {
  readonly compileProfiles: (profiles: readonly Json[]) => readonly object[];
  readonly matchProfiles: (systems: readonly object[], group: { readonly objectID: string; readonly descr: string; readonly name: string }) => readonly object[];
}
export const { compileProfiles, matchProfiles }: ProfileModule = await import(join(pluginFolder, 'src/discovery/profile.ts'));
