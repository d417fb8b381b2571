import type { EnableResult, GrantQuestion, HistoryRecord, InstalledPackage, InstallResult, KeyFacts, PackedPackage, PermissionLine, Proof, VerifiedPackage } from '../../packages/index.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { bytes, count, plain, shortPath } from '../text.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;
type Colours = Terminal['colours'];

const day = (instant: string): string => instant.slice(0, 10);

function proofLines(proof: Proof, colours: Colours): string[] {
  const good = colours.green('✓');
  const { publisher, organization } = proof;
  return [
    publisher === null
      ? `  ${colours.yellow('!')} not signed by a publisher; trust.yaml lets it be, as it is under development`
      : `  ${good} signed by ${publisher.name} on ${day(publisher.at)} (${publisher.key})`,
    ...(organization === null ? [] : [`  ${good} counter-signed by the organization on ${day(organization.at)}${organization.expires === null ? '' : `, to be installed until ${day(organization.expires)}`} (${organization.key})`]),
  ];
}

function mayLines(title: string, lines: readonly PermissionLine[], sign: string, colours: Colours): string[] {
  if (lines.length === 0) return [];
  return [title, ...lines.map(({ words, writes }) => `  ${sign} ${plain(words)}${writes ? colours.yellow('  (changes devices)') : ''}`)];
}

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

export function takenText(taken: boolean): string {
  return taken ? 'The daemon has taken it over.\n' : 'No daemon is running; the next one starts with it.\n';
}

export function packedView({ file, bytes: size, carried }: { readonly file: string; readonly bytes: number; readonly carried: readonly string[] }, packed: PackedPackage & { readonly built: boolean }, { colours }: View): string {
  const { plugin: { id, packageName, version, entry }, files, suspects, built } = packed;
  const started = entry === null ? '' : built ? 'Built, started once in its sandbox. ' : 'Started once in its sandbox. ';
  return text([
    `${colours.bold(`${packageName} ${version}`)} (${id}): ${count(files.size, 'file')}, ${bytes(size)}`,
    ...[...files.keys()].filter((path) => !path.startsWith('node_modules/')).map((path) => `  ${plain(path)}`),
    ...(carried.length === 0 ? [] : [`  node_modules of ${carried.join(', ')}`, 'A package is smaller when its bundle holds them: move them to devDependencies, then build.']),
    ...suspectLinesView(suspects, colours),
    `${started}Written to ${plain(shortPath(file))}.`,
  ]);
}

const mostShown = 20;

function suspectLinesView(suspects: PackedPackage['suspects'], colours: View['colours']): string[] {
  if (suspects.length === 0) return [];
  const shown = suspects.slice(0, mostShown).map(({ path, line, why }) => `  ${plain(path)}:${line}: ${why}`);
  const more = suspects.length - shown.length;
  return [colours.yellow('Looks like secrets; look at it before you give the package away:'), ...shown, ...(more > 0 ? [`  and ${more} more`] : [])];
}

/** A key file that others can read is told to whoever uses it. */
export function exposedText({ file, mode, exposed }: KeyFacts, { colours }: View): string {
  if (!exposed) return '';
  const name = plain(shortPath(file));
  return colours.yellow(`${name} is open to others (mode ${mode}): chmod 600 ${name}\n`);
}

export function keyView({ file, public: name, fingerprint, sealed }: KeyFacts, { colours }: View, why: 'made' | 'shown'): string {
  const state = sealed ? 'sealed by the passphrase' : `${colours.yellow('not sealed')}: whoever has the file can sign`;
  return text([
    ...(why === 'made' ? [`${plain(shortPath(file))} is written, readable by you alone, ${state}. Keep it secret.`, 'Give this to those who install your plugins, for their trust.yaml:'] : [`${plain(shortPath(file))}: ${state}`]),
    `  ${name}`,
    `  ${fingerprint}`,
  ]);
}

/** Signatures that fit, of keys that nobody here answers for. */
function strangerLines(signatures: VerifiedPackage['signatures'], colours: Colours): string[] {
  return signatures.map(({ role, key, at, fingerprint }) => `  ${colours.yellow('!')} signed as ${role === 'publisher' ? 'its publisher' : 'the organization'} on ${day(at)} by ${key} (${fingerprint}): the signature fits, whose key it is is not proven`);
}

export function verifiedView({ package: name, version, plugin, files, listHash, permissions, proof, signatures }: VerifiedPackage, { colours }: View): string {
  return text([
    `${colours.bold(`${plain(name)} ${plain(version)}`)} (${plain(plugin)})`,
    `  ${colours.green('✓')} whole: ${count(files, 'file')}, each as packed (list ${listHash.slice(0, 16)}…)`,
    ...(proof === null ? strangerLines(signatures, colours) : proofLines(proof, colours)),
    ...(permissions.length === 0 ? ['It asks for no permission.'] : mayLines('It asks to be let:', permissions, '·', colours)),
  ]);
}

/** What a person decides about: what is proven, what is new, what goes. */
export function grantView({ plugin, version, before, proof, change: { added, removed, same } }: GrantQuestion, { colours }: View): string {
  return text([
    `${colours.bold(`${plugin} ${version}`)}${before === null ? '' : `, over ${before}`}`,
    ...proofLines(proof, colours),
    ...mayLines(before === null ? 'It asks to be let, at sites where it is enabled:' : 'It asks to be let, which it was not before:', added, colours.green('+'), colours),
    ...mayLines('It no longer asks to be let:', removed, colours.red('-'), colours),
    ...(same.length === 0 ? [] : [colours.dim(`${count(same.length, 'permission')} as before.`)]),
  ]);
}

export function installedView(result: InstallResult, { colours }: View): string {
  const { plugin, package: name, version, before, proof, change, files, kept, outcome, taken } = result;
  if (outcome === 'unchanged') return `${plugin} ${version} is installed already, and whole.\n`;
  return text([
    `${colours.bold(`${name} ${version}`)} is installed as ${plugin}${before === null || before === version ? '' : `, over ${before}`}.`,
    `  ${colours.green('✓')} whole: ${count(files, 'file')}, each as packed`,
    ...proofLines(proof, colours),
    ...mayLines(before === null ? 'It may, at sites where it is enabled:' : 'It may now, which it might not before:', change.added, colours.green('+'), colours),
    ...mayLines('It may no longer:', change.removed, colours.red('-'), colours),
    ...(kept === null ? [] : [`${kept} is kept: jackfield plugin rollback ${plugin}`]),
    takenText(taken).trimEnd(),
    ...(before === null ? [`Next: jackfield plugin enable ${plugin} --site SITE`] : []),
  ]);
}

export function enabledView({ plugin, site, file, enabled, grant, calls, permissions, changed, taken, against }: EnableResult, { colours }: View): string {
  const state = enabled ? 'enabled' : 'disabled';
  const overruled = against.map((line) => colours.yellow(`${plain(line)} says otherwise, and counts there.`));
  if (!changed) return text([`${plugin} is ${state} at ${site} already.`, ...overruled]);
  const may = permissions.filter(({ writes }) => grant !== 'read' || !writes);
  return text([
    `${colours.bold(plugin)} is ${state} at ${site}: ${file} says so.`,
    ...(enabled ? [...mayLines(`Granted: ${grant}. It may, on devices of ${site}:`, may, '·', colours), ...(grant === 'read' && may.length < permissions.length ? [colours.dim('Nothing that changes a device: --grant write gives that.')] : [])] : []),
    ...(enabled && calls ? [colours.yellow(`Test calls are granted apart (plugins.${plugin}.calls): phones ring.`)] : []),
    ...overruled,
    takenText(taken).trimEnd(),
  ]);
}

export function packagesView(packages: readonly InstalledPackage[], { colours, columns }: View): string {
  if (packages.length === 0) return 'No package is installed. Install one with `jackfield plugin install FROM`.\n';
  const rows = packages.map((one) => [
    one.plugin, one.version, one.kept ?? '', { text: one.problem === null ? 'whole' : one.problem.code, style: one.problem === null ? colours.green : colours.red },
    one.enabledAt.join(', '), `${one.granted.by} ${day(one.granted.at)}`, one.package, one.source,
  ]);
  const heads = [{ title: 'PLUGIN', firm: true }, { title: 'VERSION', firm: true }, { title: 'KEPT', firm: true }, { title: 'FILES', firm: true }, { title: 'ENABLED AT' }, { title: 'GRANTED BY' }, { title: 'PACKAGE' }, { title: 'FROM' }];
  const problems = packages.flatMap(({ plugin, problem }) => (problem === null ? [] : [`${colours.red(problem.code)} ${plugin}: ${plain(problem.message)}`, `  → next: ${plain(problem.hint)}`]));
  return table(heads, rows, columns, colours.dim) + text(problems);
}

export function historyView(records: readonly HistoryRecord[], { colours, columns }: View): string {
  if (records.length === 0) return 'Nothing was done yet.\n';
  return table(
    [{ title: 'NO', align: 'right', firm: true }, { title: 'AT', firm: true }, { title: 'WHO', firm: true }, { title: 'ACTION', firm: true }, { title: 'OUTCOME', firm: true }, { title: 'PLUGIN' }, { title: 'VERSION' }, { title: 'BEFORE' }, { title: 'DETAIL' }],
    records.map((record) => [
      String(record.sequence), record.at, record.person, record.action, { text: record.outcome, style: record.outcome === 'done' ? colours.green : colours.red },
      record.plugin ?? '', record.version ?? '', record.before ?? '', record.detail,
    ]), columns, colours.dim,
  );
}
