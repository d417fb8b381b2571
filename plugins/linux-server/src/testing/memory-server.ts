import { createHash } from 'node:crypto';
import { capabilities, Conflict, Refused, sdkVersion, type Device, type RemoteFile, type SshOutput, type SshWriter, type WriteFileOptions } from '@jackfield/sdk';
import { settings } from '../schemas.ts';
import type { Settings } from '../settings.ts';

export function output(stdout: string, code = 0): SshOutput {
  return { code, signal: null, stdout, stderr: '', truncated: false };
}

/** The text the gather script makes of sections; a section is its lines, or its status and lines. */
export function gathered(sections: { readonly [name: string]: readonly string[] | readonly [status: number, lines: readonly string[]] }): string {
  const parts = Object.entries(sections).map(([name, content]) => {
    const [status, lines] = typeof content[0] === 'number' ? [content[0], Array.isArray(content[1]) ? content[1] : []] : [0, content];
    return [`@${name} ${status}`, ...lines.map((line) => `|${String(line)}`)].join('\n');
  });
  return ['jackfield-gather 1', ...parts, '@end 0', ''].join('\n');
}

/** A machine in memory: answers of the gather script, files, links, and validations that refuse. */
export class MemoryServer implements SshWriter {
  readonly files = new Map<string, RemoteFile>();
  readonly links = new Map<string, string>();
  readonly writes: string[] = [];
  /** Names of validations that say no. */
  readonly refusing = new Set<string>();
  answer: string | ((parts: readonly string[]) => string);

  constructor(answer: MemoryServer['answer'] = '') {
    this.answer = answer;
  }

  put(path: string, content: string | Uint8Array, { mode = 0o644, uid = 0, gid = 0 } = {}): void {
    this.files.set(path, { content: typeof content === 'string' ? Buffer.from(content) : content, mode, uid, gid });
  }

  async exec(command: string, values: { readonly [placeholder: string]: string } = {}): Promise<SshOutput> {
    const target = command === 'linkTarget' ? this.links.get(values['path'] ?? '') : undefined;
    return target === undefined ? output('', 1) : output(`${target}\n`);
  }

  async script(_script: string, parts: readonly string[] = []): Promise<SshOutput> {
    return output(typeof this.answer === 'string' ? this.answer : this.answer(parts));
  }

  async readFile(path: string): Promise<RemoteFile | null> {
    return this.files.get(path) ?? null;
  }

  async writeFile(path: string, content: Uint8Array, options: WriteFileOptions = {}): Promise<void> {
    const before = this.files.get(path);
    const hash = before === undefined ? null : createHash('sha256').update(before.content).digest('hex');
    if (options.expect !== undefined && options.expect !== hash) throw new Conflict('changed meanwhile');
    if (options.validate !== undefined && this.refusing.has(options.validate)) throw new Refused(`${options.validate} refuses it`);
    this.writes.push(options.validate === undefined ? path : `${path} by ${options.validate}`);
    this.put(path, content, { mode: options.mode ?? before?.mode ?? 0o644, uid: options.uid ?? before?.uid ?? 0, gid: options.gid ?? before?.gid ?? 0 });
  }

  async removeFile(path: string): Promise<void> {
    this.writes.push(`${path} removed`);
    this.files.delete(path);
  }
}

const device: Device = {
  id: 'd1', name: 'd1', site: 's1', address: '192.0.2.1', vendor: null, model: null, os: null, version: null, serial: null, labels: {},
};

/** Settings as the host fills them in when a site sets none. */
export const defaults: Settings = settings.parse({});

/** What a call has beside its transports; the plugin uses ssh alone, so that the others throw. */
export function contextOver<Ssh>(ssh: Ssh, values: Settings = defaults) {
  const absent = (): never => {
    throw new Error('the plugin uses ssh alone');
  };
  return {
    ssh,
    settings: values,
    device,
    fingerprint: { icmp: null, snmp: null, ssh: { banner: 'SSH-2.0-OpenSSH_9.2p1', hostKey: null }, ami: null, tls: null, http: null },
    signal: AbortSignal.timeout(10_000),
    remaining: () => 10_000, since: performance.now(), alsoDue: [], host: { sdk: sdkVersion, capabilities },
    log: { debug() {}, info() {}, warn() {} },
    points: {},
    snmp: { get: absent, getNext: absent, getBulk: absent, walk: absent, table: absent, set: absent },
    ami: { action: absent, list: absent, events: absent, write: absent, call: absent },
    icmp: { ping: absent },
    http: { get: absent, send: absent },
    tcp: { exchange: absent },
    sip: { options: absent },
  };
}
