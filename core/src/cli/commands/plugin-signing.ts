import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { createSigningKey, openSigningKey, packPlugin, readPackage, replaceFile, signPackage, verifyPackage } from '../../packages/index.ts';
import { exitCodes } from '../exit-code.ts';
import { errorText } from '../error-text.ts';
import { reportOf } from '../../api/index.ts';
import type { Session } from '../session.ts';
import { plain } from '../text.ts';
import { packedView, verifiedView } from '../views/package-view.ts';
import { example, json } from './options.ts';

const passphraseVariable = 'JACKFIELD_KEY_PASSPHRASE';

function days(value: string): number {
  const [, count] = /^(\d{1,5})d$/.exec(value) ?? [];
  if (count === undefined) throw new InvalidArgumentError('It is a number of days, such as 365d.');
  return Number(count) * 86_400_000;
}

/** For those who publish: pack, key, sign, verify. None of them needs a daemon; all but verify no configuration. */
export function addPluginSigningCommands(plugin: Command, session: Session): void {
  const { terminal } = session;
  example(json(plugin.command('pack').description('pack a plugin into one file: its files, their list, no scripts')), 'jackfield plugin pack plugins/widget --out .')
    .argument('[folder]', 'folder of the plugin', '.')
    .option('--out <folder>', 'folder to write the file into', '.')
    .action(async (folder: string, { out }: { out: string }, command: Command) => {
      const packed = await packPlugin(resolve(folder));
      const file = resolve(out, packed.fileName);
      await replaceFile(file, packed.bytes);
      const { plugin: { id, packageName, version }, files, carried, suspects, bytes } = packed;
      session.show(command, { file, plugin: id, package: packageName, version, bytes: bytes.length, files: [...files.keys()], carried, suspects }, (shown) => packedView(shown, packed, terminal));
    });

  const key = example(plugin.command('key').description('keys that sign packages'), 'jackfield plugin key create acme.key');
  example(key.command('create').description(`make an Ed25519 key; ${passphraseVariable} or --passphrase seals it`), 'jackfield plugin key create acme.key --passphrase')
    .argument('<file>', 'file to write; it must not exist')
    .option('--passphrase', 'ask for a passphrase')
    .action(async (file: string, { passphrase }: { passphrase?: boolean }) => {
      const secret = process.env[passphraseVariable] ?? (passphrase === true ? await terminal.askSecret('Passphrase: ') : '');
      const made = await createSigningKey(resolve(file), secret);
      terminal.write(`${plain(file)} is written, readable by you alone${secret === '' ? ', without a passphrase' : ', sealed by the passphrase'}. Keep it secret.\nGive this to those who install your plugins, for their trust.yaml:\n  ${made.public}\n`);
    });

  example(plugin.command('sign').description('sign a package, as its publisher or for the organization'), 'jackfield plugin sign acme-jackfield-plugin-widget-1.0.0.tgz --key acme.key')
    .argument('<file>', 'package to sign; it is written anew')
    .requiredOption('--key <file>', 'signing key')
    .option('--organization', 'counter-sign it for the organization that installs it')
    .option('--expires <days>', 'how long the signature is valid for an installation, such as 365d', days)
    .action(async (file: string, options: { key: string; organization?: boolean; expires?: number }) => {
      const path = resolve(file);
      const signing = await openSigningKey(resolve(options.key), async () => process.env[passphraseVariable] ?? terminal.askSecret('Passphrase: '));
      const at = new Date();
      const role = options.organization === true ? 'organization' : 'publisher';
      const signed = await signPackage(await readPackage(path), path, signing, { role, at, expires: options.expires === undefined ? null : new Date(at.getTime() + options.expires) });
      await replaceFile(path, signed);
      terminal.write(`${plain(file)} is signed ${role === 'publisher' ? 'by its publisher' : 'for the organization'} with ${signing.public}.\n`);
    });

  example(json(plugin.command('verify').description('say what is proven of a package, and by whom')), 'jackfield plugin verify acme-jackfield-plugin-widget-1.0.0.tgz')
    .argument('<package>', 'a .tgz file, or the id of an installed plugin')
    .action(async (target: string, _options: object, command: Command) => {
      const verified = await verifyPackage(target, session.directory(command));
      const { problem, ...rest } = verified;
      session.show(command, { ...rest, problem: problem === null ? null : reportOf(problem) }, () => verifiedView(verified, terminal));
      if (problem === null) return;
      terminal.writeError(errorText(reportOf(problem), terminal.colours));
      session.exitCode = exitCodes.problem;
    });
}
