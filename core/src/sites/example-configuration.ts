import { open, readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { makeFolders } from '../store/index.ts';
import { complaints } from './complaints.ts';
import { fileExists, fileNotWritten, valueInvalid } from './errors.ts';
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
  for (const what of ['organization', 'site'] as const) {
    const [wrong] = complaints(siteSchema.shape.site, answers[what]);
    if (wrong !== undefined) throw valueInvalid(`${what} "${answers[what]}": ${wrong.message}`, { hint: `Nothing was written. Give another with --${what}, such as --${what} ${what === 'site' ? 'leeds' : 'acme'}.` });
  }
  const files = new Map([...exampleFiles(answers), ...(await schemaFiles())]);
  const present = new Set(await readdir(root, { recursive: true }).catch(() => [] as string[]));
  const taken = [...files.keys()].find((file) => present.has(file));
  if (taken !== undefined) throw fileExists(`${join(root, taken)} is there already`, { place: { file: join(root, taken) } });
  for (const [file, text] of files) {
    try {
      await makeFolders(dirname(join(root, file)));
      await using handle = await open(join(root, file), 'wx', file === 'credentials.yaml' ? 0o600 : 0o644);
      await handle.writeFile(text);
    } catch (cause) {
      throw fileNotWritten(cause instanceof Error ? cause.message : String(cause), { place: { file: join(root, file) }, cause });
    }
  }
  return [...files.keys()].filter((file) => !file.startsWith(schemasFolder)).map((file) => join(root, file));
}

const schemasFolder = 'schemas/';

/** The folder is kept in git and moved to where it is used: nothing in it may lead out of it to this machine. */
async function schemaFiles(): Promise<ReadonlyMap<string, string>> {
  const names = ['jackfield', 'organization', 'site', 'credentials'];
  return new Map(await Promise.all(names.map(async (name): Promise<[string, string]> => [`${schemasFolder}${name}.json`, await readFile(new URL(`${name}.json`, schemasDirectory), 'utf8')])));
}

const enabledSwitches = `plugins:
  snmp-switch:
    enabled: true
    grant: read          # read: discover and check; write: may push configuration too
`;
const noPlugins = `plugins: {}              # "jackfield plugin install" brings one, "jackfield plugin enable" lets it work at a site
`;

function exampleFiles({ organization, site, network, community, plugins, switches }: ConfigurationAnswers): ReadonlyMap<string, string> {
  const quoted = (value: unknown): string => stringify(value, { collectionStyle: 'flow' }).trim();
  const schema = (name: string, up = ''): string => `# yaml-language-server: $schema=${up}${schemasFolder}${name}.json`;
  return new Map([
    ['jackfield.yaml', `${schema('jackfield')}
# The daemon itself, on this machine. Paths are relative to this file.
state: state            # database, journal, key of the vault: back it up, never commit it
plugins: [${plugins.map((folder) => quoted(resolve(folder))).join(', ')}]   # where Jackfield is installed
listen: { address: 127.0.0.1, port: 9410 }   # the HTTP API, /healthz and /metrics
log: info
`],
    ['organization.yaml', `${schema('organization')}
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
    [`sites/${site}.yaml`, `${schema('site', '../')}
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
    ['credentials.yaml', `${schema('credentials')}
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
# bars:                                   # in organization.yaml: http: { credentials: bars }; HTTPS, unless tls: false
#   kind: http-basic
#   user: jackfield
#   password: { vault: bars-password }
`],
    ['.gitignore', `state/
*.plan.json
`],
  ]);
}
