import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Daemon, freeUdpPort } from './daemon.ts';
import { program } from './prerequisites.ts';

const run = promisify(execFile);

/** Debian's snmpd with a community and an SNMPv3 user, both of which may write. */
export interface RealAgent extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly community: string;
  readonly user: { readonly name: string; readonly authKey: string; readonly privacyKey: string };
  /** What snmpget, an independent client, reads. */
  get(oid: string): Promise<string>;
}

/** @param further - more lines of snmpd.conf */
export async function startSnmpd(address: string, port?: number, further: readonly string[] = []): Promise<RealAgent> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-snmpd-'));
  const bound = port ?? (await freeUdpPort(address));
  const community = 'orchard';
  const user = { name: 'gardener', authKey: 'auth-passphrase', privacyKey: 'privacy-passphrase' };
  await writeFile(
    join(folder, 'snmpd.conf'),
    [
      `rwcommunity ${community}`,
      `createUser ${user.name} SHA-256 "${user.authKey}" AES "${user.privacyKey}"`,
      `rwuser ${user.name} priv`,
      'sysServices 72',
      'sysObjectID .1.3.6.1.4.1.8072.3.2.10',
      ...further,
      '',
    ].join('\n'),
  );
  const env = { SNMP_PERSISTENT_DIR: folder, MIBS: '' };
  const daemon = new Daemon(program('snmpd'), ['-f', '-C', '-c', join(folder, 'snmpd.conf'), '-p', join(folder, 'pid'), '-Lo', '-I', '-smux', `udp:${address}:${bound}`], { env });
  const get = async (oid: string): Promise<string> => {
    const { stdout } = await run(program('snmpget'), ['-v2c', '-c', community, '-Oqvn', '-r', '0', '-t', '1', `${address}:${bound}`, oid], { env: { ...process.env, MIBS: '' } });
    return stdout.trim().replace(/^"(.*)"$/s, '$1');
  };
  const close = async (): Promise<void> => {
    await daemon[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await daemon.ready(() => get('.1.3.6.1.2.1.1.2.0').then(() => true, () => false));
  } catch (error) {
    await close();
    throw error;
  }
  return { address, port: bound, community, user, get, [Symbol.asyncDispose]: close };
}
