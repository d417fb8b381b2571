import { sign, verify } from 'node:crypto';
import { z } from 'zod';
import { issuesText } from '../errors/index.ts';
import { sha256, signaturesName } from '../plugins/index.ts';
import { signaturesInvalid, signatureWrong } from './errors.ts';
import { publicKeyOf, type SigningKey } from './signing-key.ts';

const roles = ['publisher', 'organization'] as const;
export type SignerRole = (typeof roles)[number];

const signatureSchema = z.strictObject({
  role: z.enum(roles),
  key: z.string().regex(/^ed25519:[A-Za-z0-9_-]{43}$/),
  at: z.iso.datetime(),
  expires: z.iso.datetime().nullable(),
  signature: z.base64(),
});

/** jackfield-signatures.json: beside the list of files, and not on it. */
const signaturesSchema = z.strictObject({ format: z.literal(1), signatures: z.array(signatureSchema).max(16) });

export type Signature = z.infer<typeof signatureSchema>;

/** What is signed: who says it, as whom, when, until when, of which list of files. */
function statement({ role, key, at, expires }: Omit<Signature, 'signature'>, list: Buffer): Buffer {
  return Buffer.from(`signature of a jackfield package, format 1\n${JSON.stringify([role, key, at, expires, sha256(list)])}`);
}

export function makeSignature(list: Buffer, key: SigningKey, { role, at, expires }: { readonly role: SignerRole; readonly at: Date; readonly expires: Date | null }): Signature {
  const said = { role, key: key.public, at: at.toISOString(), expires: expires?.toISOString() ?? null };
  return { ...said, signature: sign(null, statement(said, list), key.private).toString('base64') };
}

export function signaturesText(signatures: readonly Signature[]): Buffer {
  return Buffer.from(`${JSON.stringify({ format: 1, signatures }, null, 1)}\n`);
}

/** The signatures of a package, each checked against its own key and the list of files. None is an empty list. */
export function readSignatures(text: Buffer | undefined, list: Buffer, file: string): readonly Signature[] {
  if (text === undefined) return [];
  let signatures: readonly Signature[];
  try {
    signatures = signaturesSchema.parse(JSON.parse(text.toString('utf8'))).signatures;
  } catch (cause) {
    throw signaturesInvalid(`${signaturesName}: ${cause instanceof z.ZodError ? issuesText(cause) : 'it is not JSON'}`, { place: { file }, cause });
  }
  for (const { signature, ...said } of signatures) {
    if (!fits(said, list, signature)) throw signatureWrong(`the signature of ${said.role === 'publisher' ? 'the publisher' : 'the organization'} by ${said.key} does not fit`, { place: { file } });
  }
  return signatures;
}

function fits(said: Omit<Signature, 'signature'>, list: Buffer, signature: string): boolean {
  try {
    return verify(null, statement(said, list), publicKeyOf(said.key), Buffer.from(signature, 'base64'));
  } catch {
    // 43 letters that are no point of the curve.
    return false;
  }
}
