import { createHash } from 'node:crypto';
import { capabilities, Conflict, sdkVersion, type AmiFields, type AmiList, type AmiMessage, type AmiWriter, type Device, type RemoteFile, type SshWriter, type WriteFileOptions } from '@jackfield/sdk';
import { settings as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';

type Headers = readonly (readonly [string, string])[];

/** Answers by action; what is not named is refused as by a user without rights. */
export function answering(answers: { readonly [action: string]: Headers | readonly Headers[] }): AmiWriter {
  const denied: Headers = [['Response', 'Error'], ['Message', 'Permission denied']];
  const isList = (answer: Headers | readonly Headers[]): answer is readonly Headers[] => answer.length === 0 || Array.isArray(answer[0]?.[0]);
  const of = (name: string): Headers | readonly Headers[] => answers[name] ?? denied;
  const message = async (name: string): Promise<AmiMessage> => {
    const answer = of(name);
    return { headers: isList(answer) ? [['Response', 'Success']] : answer };
  };
  return {
    action: message,
    write: message,
    async list(name): Promise<AmiList> {
      const answer = of(name);
      const response = await message(name);
      return { response, events: isList(answer) ? answer.map((headers) => ({ headers })) : [], complete: response };
    },
    events: () => {
      throw new Error('no call listens to events');
    },
  };
}

/** A PBX in memory: its files, and the endpoints that a reload makes of Jackfield's own. */
export class MemoryPbx {
  readonly files = new Map<string, RemoteFile>();
  readonly running = new Map<string, ReadonlyMap<string, string>>();
  reloads = 0;
  writes = 0;
  /** Endpoints that Asterisk skips without a word: the old one stays. */
  readonly skipped = new Set<string>();
  /** What Reload answers instead of success. */
  refusal: string | null = null;
  /** Times that the old object is still shown after a reload. */
  lag = 0;
  #pending: (() => void) | null = null;

  constructor(base = '#tryinclude pjsip_jackfield.conf\n') {
    this.put('/etc/asterisk/pjsip.conf', base);
  }

  put(path: string, content: string): void {
    this.files.set(path, { content: Buffer.from(content), mode: 0o640, uid: 0, gid: 112 });
  }

  text(path = '/etc/asterisk/pjsip_jackfield.conf'): string | null {
    const file = this.files.get(path);
    return file === undefined ? null : Buffer.from(file.content).toString();
  }

  #load(): void {
    const wanted = new Map<string, Map<string, string>>();
    let section = new Map<string, string>();
    for (const line of (this.text() ?? '').split('\n')) {
      const name = /^\[(.*)\]$/.exec(line)?.[1];
      if (name !== undefined) {
        section = wanted.get(name) ?? new Map<string, string>();
        wanted.set(name, section);
      }
      const at = line.indexOf('=');
      if (at > 0 && !line.startsWith(';')) section.set(line.slice(0, at), line.slice(at + 1));
    }
    for (const name of this.running.keys()) if (!wanted.has(name)) this.running.delete(name);
    for (const [name, options] of wanted) if (!this.skipped.has(name)) this.running.set(name, options);
  }

  #show(name: string): AmiList {
    if (this.#pending !== null && this.lag > 0) this.lag -= 1;
    else this.#pending = this.#pending?.() ?? null;
    const options = this.running.get(name);
    if (options === undefined) {
      const response = { headers: [['Response', 'Error'], ['Message', `Unable to retrieve endpoint ${name}`]] as const };
      return { response, events: [], complete: response };
    }
    const event = (kind: string, headers: Headers): AmiMessage => ({ headers: [['Event', kind], ['ObjectName', name], ...headers] });
    const response = { headers: [['Response', 'Success'], ['EventList', 'start']] as const };
    return {
      response,
      complete: response,
      events: [
        event('EndpointDetail', [['Context', options.get('context') ?? 'default'], ['Allow', `(${(options.get('allow') ?? '').replaceAll(',', '|')})`], ['Callerid', options.get('callerid') ?? '<unknown>']]),
        event('AuthDetail', [['Username', options.get('username') ?? ''], ['Password', options.get('password') ?? '']]),
        event('AorDetail', [['MaxContacts', options.get('max_contacts') ?? '0']]),
      ],
    };
  }

  get ami(): AmiWriter {
    return {
      ...answering({}),
      list: async (_name, fields: AmiFields = []) => this.#show(fields[0]?.[1] ?? ''),
      write: async () => {
        if (this.refusal !== null) return { headers: [['Response', 'Error'], ['Message', this.refusal]] };
        this.reloads += 1;
        this.#pending = () => this.#load();
        return { headers: [['Response', 'Success'], ['Message', 'Module Reloaded']] };
      },
    };
  }

  get ssh(): SshWriter {
    const absent = (): never => {
      throw new Error('the plugin runs no commands');
    };
    return {
      exec: absent,
      script: absent,
      readFile: async (path) => this.files.get(path) ?? null,
      writeFile: async (path: string, content: Uint8Array, { expect, mode = 0, uid = 0, gid = 0 }: WriteFileOptions = {}) => {
        const before = this.files.get(path);
        const hash = before === undefined ? null : createHash('sha256').update(before.content).digest('hex');
        if (expect !== undefined && expect !== hash) throw new Conflict('changed meanwhile');
        this.writes += 1;
        this.files.set(path, { content, mode, uid, gid });
      },
      removeFile: absent,
    };
  }
}

const device: Device = {
  id: 'd1', name: 'd1', site: 's1', address: '192.0.2.1', vendor: null, model: null, os: null, version: null, serial: null, labels: {},
};

/** Settings as the host fills them in when a site sets none. */
export const defaults: Settings = schema.parse({});

/** What a call has beside its transports; the plugin uses ami and ssh, the others throw. */
export function contextOver<Ami, Ssh>(ami: Ami, ssh: Ssh, settings: Settings = defaults) {
  const absent = (): never => {
    throw new Error('the plugin uses ami and ssh alone');
  };
  return {
    ami,
    ssh,
    settings,
    device,
    fingerprint: { icmp: null, snmp: null, ssh: null, ami: { banner: 'Asterisk Call Manager/11.0.0' }, tls: null, http: null },
    signal: AbortSignal.timeout(10_000),
    remaining: () => 10_000, host: { sdk: sdkVersion, capabilities },
    log: { debug() {}, info() {}, warn() {} },
    points: {},
    snmp: { get: absent, getNext: absent, getBulk: absent, walk: absent, table: absent, set: absent },
    icmp: { ping: absent },
    http: { get: absent, send: absent },
    tcp: { exchange: absent },
  };
}

/** A reading context over a manager alone. */
export function asking<Ami>(ami: Ami, settings: Settings = defaults) {
  return contextOver(ami, new MemoryPbx().ssh, settings);
}
