import { mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { complaints } from './complaints.ts';
import { fileExists, valueInvalid } from './errors.ts';
import { siteSchema } from './file-schemas.ts';
import { schemasDirectory } from './json-schemas.ts';
import { parseNetwork } from './networks.ts';

/** What `jackfield init` asks. */
export interface ConfigurationAnswers {
  /** Small letters, digits and hyphens. */
  readonly organization: string;
  readonly site: string;
  /** CIDR of the site's devices. */
  readonly network: string;
  /** Where the SNMP community is kept: a name in the vault, or an environment variable. */
  readonly community: { readonly vault: string } | { readonly env: string };
  /** Folders of plugins; absolute. */
  readonly plugins: readonly string[];
  /** Whether snmp-switch is among them: it is enabled then, for reading. */
  readonly switches: boolean;
}

/** Writes a configuration for one's own network into a folder and names the files. Refuses to overwrite any. */
export async function writeExampleConfiguration(directory: string, answers: ConfigurationAnswers): Promise<readonly string[]> {
  const root = resolve(directory);
  const network = parseNetwork(answers.network);
  if (typeof network === 'string') throw valueInvalid(network, { hint: 'Give the first address and the prefix length, such as 192.168.1.0/24.' });
  for (const name of [answers.organization, answers.site]) {
    const [wrong] = complaints(siteSchema.shape.site, name);
    if (wrong !== undefined) throw valueInvalid(`"${name}": ${wrong.message}`);
  }
  const files = exampleFiles(root, answers);
  const present = new Set(await readdir(root, { recursive: true }).catch(() => [] as string[]));
  const taken = [...files.keys()].find((file) => present.has(file));
  if (taken !== undefined) throw fileExists(`${join(root, taken)} is there already`, { place: { file: join(root, taken) } });
  for (const [file, text] of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await using handle = await open(join(root, file), 'wx', file === 'credentials.yaml' ? 0o600 : 0o644);
    await handle.writeFile(text);
  }
  return [...files.keys()].map((file) => join(root, file));
}

const enabledSwitches = `plugins:
  snmp-switch:
    enabled: true
    grant: read          # read: discover and check; write: may push configuration too
`;
const noPlugins = `plugins: {}              # "jackfield plugin install" brings one, "jackfield plugin enable" lets it work at a site
`;

function exampleFiles(root: string, { organization, site, network, community, plugins, switches }: ConfigurationAnswers): ReadonlyMap<string, string> {
  const quoted = (value: unknown): string => stringify(value, { collectionStyle: 'flow' }).trim();
  // A path that leads far up says less than the whole one.
  const near = (folder: string, file: string): string => (relative(folder, file).startsWith('../../') ? file : relative(folder, file) || '.');
  const schema = (name: string, folder: string): string =>
    `# yaml-language-server: $schema=${near(folder, fileURLToPath(new URL(`${name}.json`, schemasDirectory)))}`;
  return new Map([
    ['jackfield.yaml', `${schema('jackfield', root)}
# The daemon itself. Paths are relative to this file.
state: state            # database, journal, key of the vault: back it up, never commit it
plugins: [${plugins.map((folder) => quoted(near(root, resolve(folder)))).join(', ')}]
listen: { address: 127.0.0.1, port: 9410 }   # /healthz and /metrics
log: info
`],
    ['organization.yaml', `${schema('organization', root)}
# The tree: organization > regions > districts; each site names its district.
# What a level sets in "settings" and "plugins" holds for all below it, until a deeper level says otherwise.
# "jackfield explain transports.snmp --site ${site}" shows who set what.
organization: ${organization}
title: ${organization}
settings:
  transports:
    snmp: { version: 2c, credentials: switches }   # an entry of credentials.yaml
${switches ? enabledSwitches : noPlugins}regions:
  main:
    title: Main region
    districts:
      main: { title: Main district }
# policy: what stands here wins over every level, devices included.
# policy:
#   plugins:
#     snmp-switch: { grant: read }
`],
    [`sites/${site}.yaml`, `${schema('site', join(root, 'sites'))}
# One site. The file has its name.
site: ${site}
title: ${site}
district: main
# Discovery sweeps these, and no plugin reaches an address outside them.
networks:
  - ${network}
# Devices are found by themselves; name one here to give it labels, settings or a pinned address.
# devices:
#   - name: core-switch
#     address: ...
#     labels: { role: core }
`],
    ['credentials.yaml', `${schema('credentials', root)}
# References, never secrets: {env: NAME}, {file: PATH} or {vault: NAME}.
# "jackfield vault set NAME" asks for a secret and stores it encrypted in vault.json.
switches:
  kind: snmp-community
  community: ${quoted(community)}
# writeCommunity: { vault: snmp-write }   # to push; else the community is used
# linux:
#   kind: ssh
#   user: jackfield
#   privateKey: { file: /etc/jackfield/id_ed25519 }
`],
    ['.gitignore', `state/
`],
  ]);
}
