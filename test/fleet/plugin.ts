import { join, resolve } from 'node:path';
import type { Plugin } from '@jackfield/sdk';

/** The folder of the plugin that is tried. */
export const pluginFolder = resolve(import.meta.dirname, '../../plugins/snmp-switch');

export const { default: plugin }: { default: Plugin } = await import(join(pluginFolder, 'src/plugin.ts'));
