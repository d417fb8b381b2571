import ssh2 from 'ssh2';

/** A host key of its own for a server of a test. ssh2 now and then makes one that it cannot read itself: about one of 250. */
export function sshHostKey(): string {
  for (;;) {
    const { private: key } = ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key;
  }
}
