import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';

function string(value: Buffer | string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** PKCS #8 (RFC 8410) of an Ed25519 key, up to the key itself. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicKeyBytes = 32;
const cipherBlock = 8;

/**
 * An Ed25519 host key in OpenSSH's format, always the same for the same identity: a simulated machine keeps its key when
 * it is started again. Anybody can make it, so it protects nothing.
 */
export function hostKeyOf(identity: string): string {
  const seed = createHash('sha256').update(`jackfield simulated host ${identity}`).digest();
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' });
  const point = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-publicKeyBytes);
  const publicKey = Buffer.concat([string('ssh-ed25519'), string(point)]);
  const check = seed.subarray(0, 4);
  const secret = Buffer.concat([check, check, publicKey, string(Buffer.concat([seed, point])), string(identity)]);
  const padding = Buffer.from(Array.from({ length: (cipherBlock - (secret.length % cipherBlock)) % cipherBlock }, (_, at) => at + 1));
  const blob = Buffer.concat([
    Buffer.from('openssh-key-v1\0'), string('none'), string('none'), string(''), Buffer.from([0, 0, 0, 1]), string(publicKey), string(Buffer.concat([secret, padding])),
  ]);
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${blob.toString('base64').replace(/(.{70})/g, '$1\n')}\n-----END OPENSSH PRIVATE KEY-----\n`;
}
