import { build, type BuildOptions } from 'esbuild';
import { sourceCondition } from './source-condition.ts';

const entry = `
import { z } from 'zod';
import * as schemas from './src/schemas.ts';
const kebab = (name) => name.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase());
export default Object.entries(schemas)
  .filter(([, schema]) => schema instanceof z.ZodType)
  .map(([name, schema]) => [kebab(name) + '.json', JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2) + '\\n']);
`;

/** By file name. */
export type GeneratedSchemas = readonly (readonly [file: string, text: string])[];

/** A program that makes the JSON Schemas of a plugin, with the plugin's own zod: descriptions and defaults come along. */
export function schemaProgram(directory: string): BuildOptions & { write: false } {
  return {
    stdin: { contents: entry, resolveDir: directory, loader: 'js' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    conditions: [...sourceCondition],
    logLevel: 'silent',
  };
}

/** Runs such a program. */
export async function runSchemaProgram(program: Uint8Array): Promise<GeneratedSchemas> {
  const module: { default: GeneratedSchemas } = await import(`data:text/javascript;base64,${Buffer.from(program).toString('base64')}`);
  return module.default;
}

/**
 * The JSON Schemas of a plugin, by file name: one for each zod schema that its src/schemas.ts exports.
 *
 * @param directory the plugin's folder
 */
export async function generateSchemas(directory: string): Promise<GeneratedSchemas> {
  const { outputFiles } = await build(schemaProgram(directory));
  return runSchemaProgram(outputFiles[0]?.contents ?? new Uint8Array());
}
