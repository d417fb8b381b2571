import { relative } from 'node:path';
import { JackfieldError } from '../errors/index.ts';
import { capabilityMissing, protocolMismatch, startOnce, type InstalledPlugin } from '../plugins/index.ts';
import { doesNotStart } from './errors.ts';

/**
 * Starts a package once as the host would, in its sandbox and without a device, before it is given away or takes over.
 * `shown` is how errors call the folder it was unpacked to; `after` says what goes on when it does not start.
 */
export async function tryStart(plugin: InstalledPlugin, shown: string, after: string): Promise<void> {
  try {
    await startOnce(plugin, 'trial');
  } catch (error) {
    if (!(error instanceof JackfieldError)) throw error;
    const { code, message, place: { file, line, column } } = error;
    const source = file === undefined ? '' : ` (${relative(plugin.directory, file)}:${line ?? 1}:${column ?? 1})`;
    const what = message.startsWith(`${plugin.id}: `) ? message.slice(plugin.id.length + 2) : message;
    const at = file === undefined ? { file: shown } : { file: file.replace(plugin.directory, shown), ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
    throw doesNotStart(`${plugin.id} ${plugin.version} does not start: ${code} ${what}${source}${after}`, {
      place: at, cause: error,
      // These two say which side to update; what else goes wrong is the plugin's.
      ...(protocolMismatch.is(error) || capabilityMissing.is(error) ? { hint: error.hint } : {}),
    });
  }
}
