import { fileListName, signaturesName } from '../plugins/index.ts';
import { examine } from './examine.ts';
import { sorted } from './package-path.ts';
import { makeSignature, signaturesText, type SignerRole } from './signatures.ts';
import type { SigningKey } from './signing-key.ts';
import { writeTarball } from './write-tarball.ts';

/** The package with one signature more; an older one of the same key and role is replaced. */
export async function signPackage(
  bytes: Buffer, file: string, key: SigningKey, said: { readonly role: SignerRole; readonly at: Date; readonly expires: Date | null },
): Promise<Buffer> {
  const { files, signatures } = await examine(bytes, file);
  const others = signatures.filter((one) => one.role !== said.role || one.key !== key.public);
  const signature = makeSignature(files.get(fileListName) ?? Buffer.alloc(0), key, said);
  return writeTarball(sorted([...files, [signaturesName, signaturesText([...others, signature])]]));
}
