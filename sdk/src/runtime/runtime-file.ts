import { fileURLToPath } from 'node:url';

/**
 * The program a plugin's process runs: one file, made by the build, that imports the plugin's bundle and serves the
 * channel. Sources use the built one too, since a process may read this one file and nothing around it.
 *
 * @internal
 * @since 0.1.0
 */
export const runtimeFile = fileURLToPath(new URL('../../dist/plugin-process.js', import.meta.url));
