import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Malformed } from '../ber.ts';
import type { KeyedUser } from './keys.ts';
import type { PrivacyProtocol } from './snmp-user.ts';

export interface EngineTime {
  readonly boots: number;
  /** Seconds since the engine started. */
  readonly time: number;
}

const block = 8;

/** Node has no single DES any more; three times the same key is the same. */
function des(key: Buffer, salt: Buffer): readonly [algorithm: string, key: Buffer, iv: Buffer] {
  const single = key.subarray(0, block);
  return ['des-ede3-cbc', Buffer.concat([single, single, single]), Buffer.from(key.subarray(block, 2 * block).map((byte, at) => byte ^ (salt[at] ?? 0)))];
}

/** RFC 3826: the vector holds the engine's boots and time. */
function aes(key: Buffer, salt: Buffer, { boots, time }: EngineTime): readonly [algorithm: string, key: Buffer, iv: Buffer] {
  const vector = Buffer.alloc(16);
  vector.writeUInt32BE(boots, 0);
  vector.writeUInt32BE(time, 4);
  salt.copy(vector, 8);
  return [`aes-${key.length * 8}-cfb`, key, vector];
}

function choose(protocol: PrivacyProtocol, key: Buffer, salt: Buffer, at: EngineTime): readonly [algorithm: string, key: Buffer, iv: Buffer] {
  return protocol === 'des' ? des(key, salt) : aes(key, salt, at);
}

/** Encrypts, and gives the salt that goes along. */
export function encrypt({ user, privacy }: KeyedUser, plain: Buffer, at: EngineTime): { readonly data: Buffer; readonly salt: Buffer } {
  if (user.privacy === undefined || privacy === null) throw new RangeError(`${user.name} has no privacy`);
  const salt = randomBytes(block);
  const cipher = createCipheriv(...choose(user.privacy.protocol, privacy, salt, at)).setAutoPadding(false);
  const padding = user.privacy.protocol === 'des' ? Buffer.alloc((block - (plain.length % block)) % block) : Buffer.alloc(0);
  return { data: Buffer.concat([cipher.update(plain), cipher.update(padding), cipher.final()]), salt };
}

/** Throws `Malformed` for what cannot have been encrypted so. */
export function decrypt({ user, privacy }: KeyedUser, data: Buffer, salt: Buffer, at: EngineTime): Buffer {
  if (user.privacy === undefined || privacy === null || salt.length !== block || (user.privacy.protocol === 'des' && data.length % block !== 0)) throw new Malformed('not decryptable');
  const decipher = createDecipheriv(...choose(user.privacy.protocol, privacy, salt, at)).setAutoPadding(false);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}
