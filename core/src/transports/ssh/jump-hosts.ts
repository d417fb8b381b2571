import type { Credentials } from '../../sites/index.ts';
import { IdlePool } from '../idle-pool.ts';
import type { Target } from '../transports.ts';
import { JumpHost } from './jump-host.ts';
import { jumpHops, type JumpHop } from './jump-hops.ts';
import type { SshKeeper } from './ssh-connection.ts';
import { sshCredential } from './ssh-credential.ts';
import { straight, type SshWay } from './ssh-way.ts';

/** The jump hosts in use, each with the hops to it: one connection for all devices behind it, ended when nothing has run through it for a while. */
export class JumpHosts implements AsyncDisposable {
  readonly #pool = new IdlePool<JumpHost>((host) => host.close());
  readonly #credentials: () => Credentials;
  readonly #keeper: SshKeeper;

  constructor(credentials: () => Credentials, keeper: SshKeeper) {
    this.#credentials = credentials;
    this.#keeper = keeper;
  }

  wayTo({ address, settings: { ssh } }: Target): SshWay {
    return this.#through(jumpHops(ssh, address), address, ssh.port, ssh);
  }

  /** New logins from now on; what runs through the old ones ends. */
  clear(): Promise<void> {
    return this.#pool.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pool[Symbol.asyncDispose]();
  }

  #through(hops: readonly JumpHop[], address: string, port: number, login: Pick<Target['settings']['ssh'], 'connectTimeoutMs' | 'firstUse'>): SshWay {
    const { connectTimeoutMs, firstUse } = login;
    const hop = hops.at(-1);
    if (hop === undefined) return straight;
    const host = (): JumpHost =>
      this.#pool.take(JSON.stringify([connectTimeoutMs, firstUse, hops]), () => new JumpHost({
        hop, number: hops.length, connectTimeoutMs, firstUse, keeper: this.#keeper,
        way: this.#through(hops.slice(0, -1), hop.address, hop.port, login),
        credential: () => sshCredential(this.#credentials(), hop.credentials, hop.address),
      }));
    return { ready: async () => void (await host().ready()), waitingFor: () => host().waitingFor(), open: () => host().open(address, port) };
  }
}
