import crypto from 'node:crypto';

const singleDes = 'des-cbc';
const keyBytes = 8;

/**
 * OpenSSL has no single DES any more, which net-snmp asks it for where SNMPv3 says usmDESPrivProtocol. Triple DES with the
 * same key three times is the same cipher: what is asked for under the one name in this thread is done by the other.
 */
for (const name of ['createCipheriv', 'createDecipheriv'] as const) {
  Reflect.set(crypto, name, new Proxy(crypto[name], {
    apply(create, self, [algorithm, key, ...more]: readonly unknown[]) {
      const isSingle = algorithm === singleDes && Buffer.isBuffer(key) && key.length === keyBytes;
      return Reflect.apply(create, self, isSingle ? ['des-ede3-cbc', Buffer.concat([key, key, key]), ...more] : [algorithm, key, ...more]);
    },
  }));
}
