import { createHash } from 'node:crypto';
import { capabilities, Conflict, sdkVersion, type CheckContext, type Device, type HttpWriter, type RemoteFile, type SshOutput, type SshWriter, type WriteFileOptions, type WritingContext } from '@jackfield/sdk';
import type { RepositorySettings, Settings } from '../settings.ts';

export function output(stdout: string, code = 0, stderr = ''): SshOutput {
  return { code, signal: null, stdout, stderr, truncated: false };
}

/** An appliance in memory: an answer per command, and files. */
export class MemoryAppliance implements SshWriter {
  readonly files = new Map<string, RemoteFile>();
  writes = 0;
  /** Operations that only read: each is a round trip. */
  reads = 0;
  answer: (command: string, values: { readonly [placeholder: string]: string }) => SshOutput | Promise<SshOutput>;

  constructor(answer: MemoryAppliance['answer'] = () => output('')) {
    this.answer = answer;
  }

  put(path: string, text: string): void {
    this.files.set(path, { content: Buffer.from(text), mode: 0o644, uid: 0, gid: 0 });
  }

  text(path: string): string | null {
    const file = this.files.get(path);
    return file === undefined ? null : Buffer.from(file.content).toString('utf8');
  }

  async exec(command: string, values: { readonly [placeholder: string]: string } = {}): Promise<SshOutput> {
    this.reads += 1;
    return this.answer(command, values);
  }

  async script(script: string, args: readonly string[] = []): Promise<SshOutput> {
    this.reads += 1;
    const [repository = '', passwordFile = ''] = args;
    return this.answer(script, { repository, passwordFile });
  }

  async readFile(path: string): Promise<RemoteFile | null> {
    this.reads += 1;
    return this.files.get(path) ?? null;
  }

  async writeFile(path: string, content: Uint8Array, { expect }: WriteFileOptions = {}): Promise<void> {
    const before = this.files.get(path);
    const hash = before === undefined ? null : createHash('sha256').update(before.content).digest('hex');
    if (expect !== undefined && expect !== hash) throw new Conflict('changed meanwhile');
    this.writes += 1;
    this.files.set(path, { content, mode: 0o644, uid: 0, gid: 0 });
  }

  async removeFile(path: string): Promise<void> {
    this.writes += 1;
    this.files.delete(path);
  }
}

const device: Device = {
  id: 'd1', name: 'd1', site: 's1', address: '192.0.2.1', vendor: null, model: null, os: null, version: null, serial: null, labels: {},
};

export const repository: RepositorySettings = { product: 'restic', offsite: false, path: '/srv/backup/office', passwordFile: '/etc/restic.pass', objects: [] };

/** Settings as the host fills them in when a site names one repository. */
export const defaults: Settings = {
  repositories: [repository], rpo: 26, warnAt: 90, locks: { stale: 24 },
  verification: { statusFile: '/var/lib/jackfield/restic-check.json', warning: 192, critical: 744, coverage: 75 },
  anomalies: { last: 14, drop: 50, jump: 100, changed: 50, slower: 200 }, offsite: { rpo: 50, places: 1 }, retention: {}, clock: { warning: 30, critical: 600 }, escrow: { days: 365 }, drill: { days: 35 }, canary: { days: 35 },
  capacity: { usageFile: '/var/lib/jackfield/backup-usage.json', warning: 80, critical: 95, days: 30 },
};

/** What a call has: ssh, and http where a test gives one; everything else throws. */
export function contextOver(ssh: SshWriter, settings: Settings = defaults, http?: HttpWriter): WritingContext<Settings> & CheckContext<Settings> {
  const absent = (): never => {
    throw new Error('the plugin uses nothing else here');
  };
  return {
    device, settings, ssh, signal: new AbortController().signal, remaining: () => 10_000, since: performance.now(), alsoDue: [], host: { sdk: sdkVersion, capabilities }, points: {},
    log: { debug: absent, info: absent, warn: absent },
    get snmp(): never { return absent(); }, get ami(): never { return absent(); }, get icmp(): never { return absent(); },
    get http(): HttpWriter { return http ?? absent(); }, get tcp(): never { return absent(); }, get sip(): never { return absent(); },
  };
}
