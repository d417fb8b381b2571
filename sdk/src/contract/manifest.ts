import { z } from 'zod';
import { commitClasses } from './resource.ts';
import { commandMistakes, contributedCommand } from './contributed-command.ts';
import { fingerprintPaths } from './fingerprint.ts';
import { permissionsSchema } from './permissions.ts';

const contributionName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9-]*$/, 'a name of letters, digits and hyphens that begins with a small letter');
const packagePath = z
  .string()
  .regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$)).+$/, 'a path inside the package, without ..');
const every = z.string().regex(/^\d+(s|m|h|d)$/, 'a duration such as 60s, 5m or 1h');

const requires = z.array(z.string().min(1)).default([]);

/** Of a contribution: it is left out where the host cannot do what it needs, and the rest of the plugin works. */
const contributionRequires = requires.meta({
  description: 'Capabilities it needs. A host without one of them leaves this contribution out and says so; the rest of the plugin works.',
});

const title = z.string().optional().meta({ description: 'What people read; the name unless told.' });

const matchPath = z.union([z.enum(fingerprintPaths), z.templateLiteral(['tcp.', z.int()], 'tcp.PORT').meta({ description: 'First line that a port of `permissions.tcp` says.' })]);
/** What is wrong with `/text/` as an expression; null when it is one, or no such text. */
function expressionMistake(text: string): string | null {
  const source = /^\/(.+)\/$/s.exec(text)?.[1];
  if (source === undefined) return null;
  try {
    RegExp(source, 'i');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'no regular expression';
  }
}

const matchText = z.string().min(1).superRefine((text, context) => {
  const message = expressionMistake(text);
  if (message !== null) context.addIssue({ code: 'custom', message });
});
const match = z.partialRecord(matchPath, matchText).meta({
  description:
    'What may be named: `snmp.sysObjectID`, `snmp.sysDescr`, `snmp.sysName`, `ssh.banner`, `ami.banner`, `tls.subject`, `http.title` and `http.server` (both of `GET /`, without a login), `tcp.PORT`. All named parts must fit: an OID ending in a dot is a prefix, `/text/` a regular expression without case, `*` anything, else equal. `tcp.PORT` is the first line that a port of `permissions.tcp` says.',
});

const discovery = z
  .strictObject({
    title,
    match: z.array(match).min(1).meta({
      description: 'Which fingerprints are worth a call of `identify`: one of these rules must fit.',
      examples: [[{ 'snmp.sysObjectID': '1.3.6.1.4.1.99999.' }, { 'http.title': '/widget/' }, { 'tcp.3493': '/^Network UPS Tools/' }]],
    }),
    saves: z.boolean().optional().meta({ description: 'Devices of this kind start with what was saved last: once a change is kept, the host calls `save` for each of them.' }),
    requires: contributionRequires,
  })
  .meta({ description: 'A way to recognise and describe devices.' });

const metric = z
  .strictObject({
    unit: z.string().min(1).meta({ description: 'Unit of every value, as people write it.', examples: ['rpm', 'ms', 'bytes'] }),
    title,
  })
  .meta({ description: 'A number that the check measures.' });

const check = z
  .strictObject({
    title: z.string().meta({ description: 'What people read.', examples: ['Fans'] }),
    every: every.default('60s').meta({ description: 'How often it runs unless a site says otherwise.', examples: ['5m'] }),
    metrics: z.record(z.string(), metric).default({}).meta({ description: 'What it measures, by the name that the code uses.', examples: [{ 'fan.speed': { unit: 'rpm', title: 'Fan speed' } }] }),
    recoverability: z.literal(true).exactOptional().meta({ description: 'It tells how surely what is lost can be got back, such as copies and drills: it counts for the recoverability score of its site.' }),
    requires: contributionRequires,
  })
  .meta({ description: 'A health check.' });

const resource = z
  .strictObject({
    title: z.string().meta({ description: 'What people read.', examples: ['Port'] }),
    schema: packagePath.meta({ description: 'JSON Schema of the spec that a change holds.', examples: ['schemas/port.json'] }),
    key: z.array(z.string()).default([]).meta({ description: 'Fields of the spec that say which instance is meant; none for what a device has once.', examples: [['port']] }),
    commitClass: z.enum(commitClasses).meta({
      description: 'How a push is undone: confirm by the device itself, session when ours ends, timer by a timer on the device, snapshot by what was read before, irreversible not at all.',
    }),
    approvals: z.int().min(1).max(9).optional().meta({ description: 'People other than the author who must approve a plan that pushes it, whatever a site asks for: for what takes something away for good.' }),
    once: z.literal(true).exactOptional().meta({ description: 'Done once and over, such as a deletion: it is no state that lasts, so it is neither remembered nor compared later. Of commit class irreversible; `restore` is never called.' }),
    apart: z.literal(true).exactOptional().meta({ description: 'It may cut the way to the device: of several such resources of a device, each is pushed in a wave of its own, so that a new login is seen to work before the next.' }),
    probe: z.boolean().optional().meta({ description: 'While a change is planned, `probe` asks the device whether it can be written, by writing what is there already.' }),
    requires: contributionRequires,
  })
  .refine(({ once, commitClass }) => once !== true || commitClass === 'irreversible', 'what is done once is of commitClass irreversible')
  .meta({ description: 'A piece of configuration that changes can push.' });

const watcher = z
  .strictObject({
    title,
    transport: z.enum(['ami', 'snmp']).meta({ description: 'What it listens to.' }),
    requires: contributionRequires,
  })
  .meta({ description: 'Something that listens, and hints at checks to run.' });

const notifier = z
  .strictObject({
    title: z.string().min(1).meta({ description: 'What people read.', examples: ['Pager'] }),
    settings: packagePath.optional().meta({ description: 'JSON Schema of what a channel sets of it, under `settings`; without secrets, as the host logs in.', examples: ['schemas/pager.json'] }),
    requires: contributionRequires,
  })
  .meta({ description: 'A way to tell people: channels of `notifications` name it, with the device that takes its messages.' });

const dashboard = z
  .strictObject({
    title: z.string().min(1).meta({ description: 'What people read.', examples: ['Calls'] }),
    groups: z
      .array(z.strictObject({
        title: z.string().min(1).meta({ description: 'What people read.', examples: ['Trunks'] }),
        metrics: z.array(z.string().min(1)).min(1).max(12).meta({ description: 'Metrics of the checks of this plugin, drawn together: those of one unit.', examples: [['fan.speed']] }),
      }))
      .min(1)
      .max(24)
      .meta({ description: 'What is drawn, in this order.' }),
  })
  .meta({ description: 'A page of metrics for each device that the plugin manages.' });

const files = z.array(packagePath);

const contributes = z
  .object({
    discovery: z.record(contributionName, discovery).default({}).meta({ description: 'Ways to recognise and describe devices, by name.' }),
    checks: z.record(contributionName, check).default({}).meta({ description: 'Health checks, by name.' }),
    resources: z.record(contributionName, resource).default({}).meta({ description: 'Pieces of configuration, by name.' }),
    watchers: z.record(contributionName, watcher).default({}).meta({ description: 'What listens, by name.' }),
    notifiers: z.record(contributionName, notifier).default({}).meta({ description: 'Ways to tell people, by name.' }),
    dashboards: z.record(contributionName, dashboard).default({}).meta({ description: 'Pages of metrics, by name: data, which needs no code.' }),
    commands: z.record(contributionName, contributedCommand).default({}).meta({ description: 'What people can start on a device, by name: data, which needs no code.' }),
    settings: packagePath.optional().meta({ description: 'JSON Schema of the settings, with titles, units and defaults.', examples: ['schemas/settings.json'] }),
  })
  .catchall(files)
  .meta({ description: 'What the plugin adds. Other keys name contribution points of other plugins, with the YAML or JSON files for them.', examples: [{ profiles: ['profiles/*.yaml'] }] });

const point = z
  .strictObject({
    title: z.string().meta({ description: 'What people read.', examples: ['Device profiles'] }),
    schema: packagePath.meta({ description: 'JSON Schema of one contributed file.', examples: ['schemas/profile.json'] }),
  })
  .meta({ description: 'A contribution point.' });

/**
 * The `jackfield` key of a plugin's package.json.
 *
 * @stable
 * @since 0.1.0
 */
export const manifestSchema = z
  .strictObject({
    title: z.string().min(1).meta({ description: 'What people read in lists and forms.', examples: ['Acme Widget'] }),
    main: packagePath.default('dist/plugin.js').meta({ description: 'The bundled entry; a plugin without code has none.' }),
    requires: requires.meta({ description: 'Capabilities without which the plugin makes no sense: a host that lacks one refuses it (JF2251).', examples: [['snmp', 'tcp']] }),
    contributes,
    points: z.record(contributionName, point).default({}).meta({ description: 'Contribution points this plugin defines, by name: others fill them with files.' }),
    permissions: permissionsSchema.default({}).meta({ description: 'What it asks for. A manager grants it, or less, at a scope; what is not named here is refused.' }),
  })
  .superRefine(({ contributes: { dashboards, checks } }, context) => {
    const units = new Map(Object.values(checks).flatMap(({ metrics }) => Object.entries(metrics).map(([name, { unit }]) => [name, unit] as const)));
    for (const [name, { groups }] of Object.entries(dashboards)) {
      for (const [at, { metrics }] of groups.entries()) {
        const path = ['contributes', 'dashboards', name, 'groups', at, 'metrics'];
        for (const [position, drawn] of metrics.entries()) if (!units.has(drawn)) context.addIssue({ code: 'custom', path: [...path, position], message: `no check of the plugin declares the metric ${drawn}` });
        const scales = new Set(metrics.flatMap((drawn) => units.get(drawn) ?? []));
        if (scales.size > 1) context.addIssue({ code: 'custom', path, message: `one scale cannot have the units ${[...scales].join(' and ')}: make groups of them` });
      }
    }
  })
  .superRefine((manifest, context) => {
    for (const { path, message } of commandMistakes(manifest.contributes)) context.addIssue({ code: 'custom', path: [...path], message });
  })
  .superRefine(({ contributes: { discovery: ways }, permissions: { tcp } }, context) => {
    for (const [name, { match: rules }] of Object.entries(ways)) {
      for (const [at, path] of rules.flatMap((rule, index) => Object.keys(rule).map((key) => [index, key] as const))) {
        const port = /^tcp\.(.+)$/.exec(path)?.[1];
        if (port === undefined || tcp?.ports.includes(Number(port)) === true) continue;
        context.addIssue({ code: 'custom', path: ['contributes', 'discovery', name, 'match', at, path], message: `permissions.tcp.ports does not name ${port}` });
      }
    }
    for (const [kind, port] of [...Object.keys(tcp?.probes ?? {}).map((one) => ['probes', one] as const), ...Object.keys(tcp?.logins ?? {}).map((one) => ['logins', one] as const)]) {
      const missing = tcp?.ports.includes(Number(port)) !== true ? 'ports does not name it' : kind === 'logins' || tcp.sends === 'read' ? null : 'sends is not "read": a probe only asks';
      if (missing !== null) context.addIssue({ code: 'custom', path: ['permissions', 'tcp', kind, port], message: `permissions.tcp.${missing}` });
    }
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
  name: z.string().regex(/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/, 'an npm package name of small letters, digits, hyphens and dots, such as @acme/jackfield-plugin-widget').meta({
    description: 'Name of the npm package. The host calls `@acme/jackfield-plugin-widget` and `@jackfield/plugin-widget` both `widget`.', examples: ['@acme/jackfield-plugin-widget'],
  }),
  version: z.string().meta({ description: 'Version of the plugin, by semver.', examples: ['1.2.0'] }),
  description: z.string().optional().meta({ description: 'One sentence about it.', examples: ['Acme widgets: fans, place.'] }),
  engines: z.object({
    jackfield: z.string().meta({ description: 'Range of SDK versions that it works with; another host refuses it (JF2003).', examples: ['^0.1.0'] }),
  }).meta({ description: 'What it runs in.' }),
  jackfield: manifestSchema.meta({ description: 'The manifest proper.' }),
});

/**
 * A plugin's package.json after validation, as far as the host reads it.
 *
 * @stable
 * @since 0.1.0
 */
export type PluginPackage = z.infer<typeof pluginPackageSchema>;
