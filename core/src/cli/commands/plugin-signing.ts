import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { reportOf } from '../../control/index.ts';
import { exitCodes } from '../exit-code.ts';
import { errorText } from '../error-text.ts';
import { newPassphrase, passphraseOf, passphraseVariable } from '../passphrase.ts';
import { configurationIn } from '../place.ts';
import type { Session } from '../session.ts';
import { plain } from '../text.ts';
import { exposedText, keyView, packedView, verifiedView } from '../views/package-view.ts';
import { example, json } from './options.ts';

// Building and packing load much of the host: the other commands start without it.
const packages = () => import('../../packages/index.ts');

const dayMs = 86_400_000;
/** A signature for longer than that is one without an end. */
const mostDays = 3_650;

function days(value: string): number {
  const [, count] = /^(\d{1,5})d$/.exec(value) ?? [];
  const number = Number(count);
  if (count === undefined || number < 1 || number > mostDays) throw new InvalidArgumentError(`It is a number of days from 1d to ${mostDays}d, such as 365d.`);
  return number * dayMs;
}

/** A key as trust.yaml names it: as it was given, or of the file that holds it. */
async function publicKeyIn(command: Command, given: string): Promise<string> {
  if (/^ed25519:[A-Za-z0-9_-]{43}$/.test(given)) return given;
  const { keyFacts } = await packages();
  if (await stat(given).then((entry) => entry.isFile(), () => false)) return (await keyFacts(resolve(given))).public;
  return command.error(`--key takes a public key, such as ed25519:…, or a key file; ${plain(given)} is neither`);
}

/** For those who publish: pack, key, sign, verify. None of them needs a daemon or a configuration. */
export function addPluginSigningCommands(plugin: Command, session: Session): void {
  const { terminal } = session;
  example(json(plugin.command('pack').description('build a plugin, start it once in its sandbox, and pack it into one file: its files, their list, no scripts')), 'jackfield plugin pack plugins/widget --out .')
    .argument('[folder]', 'folder of the plugin', '.')
    .option('--out <folder>', 'folder to write the file into', '.')
    .action(async (folder: string, { out }: { out: string }, command: Command) => {
      const { buildAndPack, replaceFile } = await packages();
      const packed = await buildAndPack(resolve(folder));
      const file = resolve(out, packed.fileName);
      await replaceFile(file, packed.bytes);
      const { plugin: { id, packageName, version }, files, carried, suspects, built, bytes } = packed;
      session.show(command, { file, plugin: id, package: packageName, version, bytes: bytes.length, files: [...files.keys()], carried, suspects, built }, (shown) => packedView(shown, packed, terminal));
    });

  const key = example(plugin.command('key').description('keys that sign packages'), 'jackfield plugin key create acme.key');
  example(json(key.command('create').description(`make an Ed25519 key; ${passphraseVariable} or --passphrase seals it`)), 'jackfield plugin key create acme.key --passphrase')
    .argument('<file>', 'file to write; it must not exist')
    .option('--passphrase', 'seal it: asks for a passphrase twice; without a terminal it is read from standard input')
    .action(async (file: string, { passphrase }: { passphrase?: boolean }, command: Command) => {
      const { createSigningKey, keyFacts } = await packages();
      await createSigningKey(resolve(file), await newPassphrase(terminal, passphrase === true));
      session.show(command, await keyFacts(resolve(file)), (made) => keyView(made, terminal, 'made'));
    });
  example(json(key.command('show').description('say what a key file is, without its passphrase: public key, fingerprint, whether it is sealed')), 'jackfield plugin key show acme.key')
    .argument('<file>', 'key file')
    .action(async (file: string, _options: object, command: Command) => {
      const { keyFacts } = await packages();
      const facts = await keyFacts(resolve(file));
      session.show(command, facts, (shown) => keyView(shown, terminal, 'shown'));
      terminal.writeError(exposedText(facts, terminal));
    });

  example(plugin.command('sign').description('sign a package, as its publisher or for the organization'), 'jackfield plugin sign acme-jackfield-plugin-widget-1.0.0.tgz --key acme.key')
    .argument('<file>', 'package to sign; it is written anew')
    .requiredOption('--key <file>', 'signing key')
    .option('--organization', 'counter-sign it for the organization that installs it')
    .option('--expires <days>', 'how long the signature is valid for an installation, such as 365d', days)
    .action(async (file: string, options: { key: string; organization?: boolean; expires?: number }) => {
      const { keyFacts, openSigningKey, readPackage, replaceFile, signPackage } = await packages();
      const path = resolve(file);
      terminal.writeError(exposedText(await keyFacts(resolve(options.key)), terminal));
      const signing = await openSigningKey(resolve(options.key), () => passphraseOf(terminal));
      const at = new Date();
      const role = options.organization === true ? 'organization' : 'publisher';
      const expires = options.expires === undefined ? null : new Date(at.getTime() + options.expires);
      const signed = await signPackage(await readPackage(path), path, signing, { role, at, expires });
      await replaceFile(path, signed);
      terminal.write(`${plain(file)} is signed ${role === 'publisher' ? 'by its publisher' : 'for the organization'} with ${signing.public}${expires === null ? '' : `, to be installed until ${expires.toISOString().slice(0, 10)}`}.\n`);
    });

  example(json(plugin.command('verify').description('say what is proven of a package, and by whom')), 'jackfield plugin verify acme-jackfield-plugin-widget-1.0.0.tgz')
    .argument('<package>', 'a .tgz file, or the id of an installed plugin')
    .option('--key <key>', 'hold it against this public key (ed25519:…, or a key file) in place of trust.yaml; needs no configuration')
    .action(async (target: string, { key: given }: { key?: string }, command: Command) => {
      // Whoever names a configuration means it; where none is, the file is proven on its own.
      const directory = configurationIn(command.optsWithGlobals<{ config?: string }>().config);
      const { verifyPackage } = await packages();
      const verified = await verifyPackage(target, { directory, key: given === undefined ? null : await publicKeyIn(command, given) });
      const { problem, ...rest } = verified;
      session.show(command, { ...rest, problem: problem === null ? null : reportOf(problem) }, () => verifiedView(verified, terminal));
      if (problem === null) return;
      terminal.writeError(errorText(reportOf(problem), terminal.colours));
      session.exitCode = exitCodes.problem;
    });
}
