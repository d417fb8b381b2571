import { hostname, release, totalmem } from 'node:os';
import { currentPerson } from '../../control/index.ts';
import { loadConfiguration, type Configuration } from '../../sites/index.ts';
import { hostSecrets, Redactor, withoutSecrets, type NamedText } from '../redaction/index.ts';
import { crashFiles, logEnd } from './collected-files.ts';
import { Pseudonyms, type NamesOfKind } from './pseudonyms.ts';
import { tarFile } from './tar-file.ts';

/** What was asked of the daemon; or why there is none. */
export interface DaemonAnswer {
  readonly name: string;
  readonly value: unknown;
}

export interface BundleOptions {
  readonly directory: string;
  readonly stateDirectory: string;
  readonly versions: { readonly [part: string]: string };
  /** What `jackfield doctor` says. */
  readonly findings: unknown;
  readonly answers: readonly DaemonAnswer[];
  /** What could not be had, each with the reason. */
  readonly missing: readonly string[];
  /** Names of the devices that the daemon knows, and what tells them apart: serial numbers. */
  readonly devices: readonly { readonly name: string; readonly serial: string | null }[];
  /** Names and addresses too. */
  readonly anonymous: boolean;
  readonly at: Date;
}

/** The file, and an account of it. */
export interface SupportBundle {
  readonly bytes: Buffer;
  readonly contents: readonly { readonly name: string; readonly bytes: number }[];
  readonly redactions: readonly { readonly kind: string; readonly count: number }[];
  readonly missing: readonly string[];
}

/** Everything that helps to find out what is wrong, without anything secret. Works with what there is: what is missing is named. */
export async function makeBundle(options: BundleOptions): Promise<SupportBundle> {
  const { directory, stateDirectory, at, anonymous } = options;
  const missing = [...options.missing];
  const orMissing = async <Value>(what: string, value: Promise<Value>, without: Value): Promise<Value> =>
    value.catch((error: unknown) => {
      missing.push(`${what}: ${error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error)}`);
      return without;
    });

  const configuration = await orMissing('the configuration as loaded', loadConfiguration(directory), null);
  const [log, crashes, { secrets, keys, files: yaml, unread }] = await Promise.all([
    orMissing('the log', logEnd(stateDirectory), ''), crashFiles(stateDirectory), hostSecrets({ directory, stateDirectory }, configuration),
  ]);
  missing.push(...unread.map((what) => `secrets to look for in ${what}`));
  const redactor = new Redactor(secrets);
  const pretty = (value: unknown): string => `${JSON.stringify(redactor.value(value), null, 2)}\n`;
  const files: NamedText[] = [
    { name: 'versions.json', text: pretty({ ...options.versions, system: `${process.platform} ${release()} ${process.arch}`, memoryBytes: totalmem(), node: process.versions.node }) },
    { name: 'doctor.json', text: pretty(options.findings) },
    ...options.answers.map(({ name, value }) => ({ name: `daemon/${name}.json`, text: pretty(value) })),
    ...yaml.map(({ name, text }) => ({ name: `configuration/${name}`, text: redactor.text(withoutSecrets(text, keys)) })),
    ...crashes.map(({ name, text }) => ({ name, text: pretty(parsed(text)) })),
    ...(log === '' ? [] : [{ name: 'log/jackfield.log', text: log.split('\n').map((line) => (line === '' ? '' : redactor.json(line))).join('\n') }]),
  ];

  const pseudonyms = anonymous ? new Pseudonyms(namesOf(configuration, options)) : null;
  const shown = files.map(({ name, text }) => (pseudonyms === null ? { name, text } : { name: pseudonyms.text(name), text: pseudonyms.text(text) }));
  const redactions = [...redactor.counts, ...[...(pseudonyms?.counts ?? [])].map(([kind, count]): [string, number] => [`different names of kind "${kind}"`, count])].map(([kind, count]) => ({ kind, count }));
  const contents = shown.map(({ name, text }) => ({ name, bytes: Buffer.byteLength(text) }));
  const left = missing.map((what) => redactor.text(pseudonyms === null ? what : pseudonyms.text(what)));
  const account = accountOf({ contents, redactions, missing: left }, at, anonymous);
  const bytes = tarFile([{ name: 'CONTENTS.txt', content: account }, ...shown.map(({ name, text }) => ({ name, content: text }))], at);
  return { bytes, contents, redactions, missing: left };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function namesOf(configuration: Configuration | null, { devices, directory, stateDirectory }: BundleOptions): NamesOfKind[] {
  const sites = [...(configuration?.sites.values() ?? [])];
  const regions = configuration?.organization.regions ?? [];
  const districts = regions.flatMap((region) => region.districts);
  const organization = configuration?.organization;
  return [
    { kind: 'device', names: [...devices.map(({ name }) => name), ...sites.flatMap((site) => site.devices.map(({ name }) => name))] },
    { kind: 'serial', names: devices.flatMap(({ serial }) => (serial === null ? [] : [serial])) },
    { kind: 'site', names: sites.flatMap(({ id, title }) => [id, title]) },
    { kind: 'region', names: regions.flatMap(({ id, title }) => [id, title]) },
    { kind: 'district', names: districts.flatMap(({ id, title }) => [id, title]) },
    { kind: 'organization', names: organization === undefined ? [] : [organization.id, organization.title] },
    { kind: 'folder', names: [directory, stateDirectory] },
    { kind: 'host', names: [hostname()] },
    { kind: 'person', names: [currentPerson()] },
  ];
}

function accountOf({ contents, redactions, missing }: Omit<SupportBundle, 'bytes'>, at: Date, anonymous: boolean): string {
  const list = (items: readonly string[], none: string): string => (items.length === 0 ? `  ${none}\n` : items.map((item) => `  ${item}\n`).join(''));
  return [
    `Jackfield support bundle, ${at.toISOString()}\n\nFiles:\n`,
    list(contents.map(({ name, bytes }) => `${String(bytes).padStart(9)}  ${name}`), 'none'),
    '\nTaken out, each replaced by [redacted]:\n',
    list(redactions.map(({ kind, count }) => `${String(count).padStart(9)}  ${kind}`), 'nothing was found'),
    '\nMissing:\n',
    list(missing, 'nothing'),
    anonymous
      ? '\nNames and addresses were replaced by numbers; the same number is the same name. Free text may still tell who you are.\n'
      : '\nNames and addresses of your devices are in it; --anonymous replaces them.\n',
    'Secrets are found by what the host knows and by what looks like one: read it before you send it.\n',
  ].join('');
}
