import { z } from 'zod';
import { commitClasses } from './resource.ts';
import { fingerprintPaths } from './fingerprint.ts';
import { permissionsSchema } from './permissions.ts';

const contributionName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9-]*$/, 'a name of letters, digits and hyphens that begins with a small letter');
const packagePath = z
  .string()
  .regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$)).+$/, 'a path inside the package, without ..');
const every = z.string().regex(/^\d+(s|m|h|d)$/, 'a duration such as 60s, 5m or 1h');

const match = z.partialRecord(z.enum(fingerprintPaths), z.string().min(1)).meta({
  description:
    'All named parts must fit: an OID ending in a dot is a prefix, /text/ a regular expression without case, * anything, else equal.',
});

const discovery = z.strictObject({
  title: z.string().optional(),
  match: z.array(match).min(1),
});

const metric = z.strictObject({ unit: z.string().min(1), title: z.string().optional() });

const check = z.strictObject({
  title: z.string(),
  every: every.default('60s'),
  metrics: z.record(z.string(), metric).default({}),
});

const resource = z.strictObject({
  title: z.string(),
  schema: packagePath,
  key: z.array(z.string()).default([]).meta({ description: 'Fields of the spec that say which instance is meant.' }),
  commitClass: z.enum(commitClasses),
});

const watcher = z.strictObject({ title: z.string().optional(), transport: z.enum(['ami', 'snmp']) });

const files = z.array(packagePath);

const contributes = z
  .object({
    discovery: z.record(contributionName, discovery).default({}),
  checks: z.record(contributionName, check).default({}),
  resources: z.record(contributionName, resource).default({}),
  watchers: z.record(contributionName, watcher).default({}),
  settings: packagePath.optional().meta({ description: 'JSON Schema of the settings, with titles, units and defaults.' }),
})
  .catchall(files)
  .meta({ description: 'Other keys name contribution points of other plugins, with the YAML or JSON files for them.' });

const point = z.strictObject({
  title: z.string(),
  schema: packagePath.meta({ description: 'JSON Schema of one contributed file.' }),
});

/**
 * The `jackfield` key of a plugin's package.json.
 *
 * @stable
 * @since 0.1.0
 */
export const manifestSchema = z
  .strictObject({
    title: z.string().min(1),
    main: packagePath.default('dist/plugin.js').meta({ description: 'The bundled entry; left out by a plugin without code.' }),
    contributes,
    points: z.record(contributionName, point).default({}).meta({ description: 'Contribution points this plugin defines.' }),
    permissions: permissionsSchema.default({}),
  })
  .meta({ title: 'Jackfield plugin manifest', id: 'https://jackfield.dev/schemas/manifest.json' });

/**
 * The `jackfield` key after validation: defaults are filled in.
 *
 * @stable
 * @since 0.1.0
 */
export type Manifest = z.infer<typeof manifestSchema>;

/**
 * The parts of package.json that the host reads. Other keys are npm's business.
 *
 * @stable
 * @since 0.1.0
 */
export const pluginPackageSchema = z.object({
  name: z.string().regex(/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/, 'an npm package name'),
  version: z.string(),
  description: z.string().optional(),
  engines: z.object({ jackfield: z.string() }),
  jackfield: manifestSchema,
});

/**
 * A plugin's package.json after validation, as far as the host reads it.
 *
 * @stable
 * @since 0.1.0
 */
export type PluginPackage = z.infer<typeof pluginPackageSchema>;
