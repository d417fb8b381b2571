import { z } from 'zod';
import { credentialsSchema } from './credentials/index.ts';
import { daemonSchema, organizationSchema, siteSchema } from './file-schemas.ts';
import { trustSchema } from './trust.ts';

/** JSON Schemas of the configuration's files for editors, by the file name they have in @jackfield/core/schemas. */
export function configurationJsonSchemas(): ReadonlyMap<string, string> {
  const schemas = { jackfield: daemonSchema, organization: organizationSchema, site: siteSchema, credentials: credentialsSchema, trust: trustSchema };
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [
      `${name}.json`,
      `${JSON.stringify({ $id: `https://jackfield.dev/schemas/${name}.json`, ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'ref' }) }, null, 2)}\n`,
    ]),
  );
}

/** Folder of the published JSON Schemas. */
export const schemasDirectory = new URL('../../schemas/', import.meta.url);
