import { build } from 'esbuild';

const entry = `
import { z } from 'zod';
import * as schemas from './src/schemas.ts';
const kebab = (name) => name.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase());
export default Object.entries(schemas)
  .filter(([, schema]) => schema instanceof z.ZodType)
  .map(([name, schema]) => [kebab(name) + '.json', JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2) + '\\n']);
`;

/**
 * The JSON Schemas of a plugin, by file name: one for each zod schema that its src/schemas.ts exports. Made with the
 * plugin's own zod, so that descriptions and defaults come along.
 *
 * @param directory the plugin's folder
 */
export async function generateSchemas(directory: string): Promise<readonly (readonly [file: string, text: string])[]> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: directory, loader: 'js' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    conditions: ['jackfield-source'],
    logLevel: 'warning',
  });
  const module: { default: readonly (readonly [string, string])[] } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')}`
  );
  return module.default;
}
