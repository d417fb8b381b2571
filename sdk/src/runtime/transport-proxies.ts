import type { AmiCall, AmiCaller, AmiFields, AmiList, AmiMessage, AmiOptions, AmiWriter } from '../transports/ami.ts';
import type { HttpRequestOptions, HttpResponse, HttpWriter } from '../transports/http.ts';
import type { Icmp, PingResult } from '../transports/icmp.ts';
import type { Sip, SipAnswer } from '../transports/sip.ts';
import type { SnmpListener, SnmpReadOptions, SnmpWalkOptions, SnmpWriter } from '../transports/snmp.ts';
import type { RemoteFile, SshFileOptions, SshOutput, SshRunOptions, SshWriter } from '../transports/ssh.ts';
import type { Tcp } from '../transports/tcp.ts';
import type { OperationPort } from './operation-port.ts';
import type { PluginRequest, WireSettable } from './requests.ts';
import { decodeVarbinds, encodeSnmpValue, type WireTrap, type WireVarbind } from './wire.ts';
import { decodeTable, type WireTable } from './wire-table.ts';

/** The transports of one call. All can write: the host decides by phase, and types keep readers from trying. */
export interface TransportProxies {
  readonly snmp: SnmpWriter & SnmpListener;
  readonly ssh: SshWriter;
  readonly ami: AmiWriter & AmiCaller;
  readonly icmp: Icmp;
  readonly http: HttpWriter;
  readonly tcp: Tcp;
  readonly sip: Sip;
}

// Answers come from the host, which is trusted here: their types are what the operation promises.
async function ask<Answer>(port: OperationPort, request: PluginRequest, timeoutMs: number | undefined, onPiece?: (piece: string) => void): Promise<Answer> {
  return (await port.operate(request, { timeoutMs, onPiece })) as Answer;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function snmpProxy(port: OperationPort): SnmpWriter & SnmpListener {
  const varbinds = async (request: PluginRequest, options: SnmpReadOptions = {}) =>
    decodeVarbinds(await ask<readonly WireVarbind[]>(port, request, options.timeoutMs));
  const place = ({ context }: SnmpReadOptions = {}) => (context === undefined ? {} : { context });
  const span = ({ maxRows, anyOrder, maxRepetitions, ...options }: SnmpWalkOptions = {}) => ({
    ...place(options), ...(maxRows === undefined ? {} : { maxRows }),
    ...(anyOrder === undefined ? {} : { anyOrder }), ...(maxRepetitions === undefined ? {} : { maxRepetitions }),
  });
  return {
    get: async (oids, options) => varbinds({ op: 'snmp.get', oids, ...place(options) }, options),
    getNext: async (oids, options) => varbinds({ op: 'snmp.getNext', oids, ...place(options) }, options),
    getBulk: async (oids, maxRepetitions, options) => varbinds({ op: 'snmp.getBulk', oids, maxRepetitions, ...place(options) }, options),
    walk: async (root, options) => varbinds({ op: 'snmp.walk', root, ...span(options) }, options),
    table: async <Column extends string>(columns: { readonly [C in Column]: string }, options?: SnmpWalkOptions) => {
      const names = Object.keys(columns) as Column[];
      return decodeTable(await ask<WireTable>(port, { op: 'snmp.table', columns, ...span(options) }, options?.timeoutMs), names);
    },
    set: async (settings, options) => {
      const wire = settings.map(({ oid, value }) => [oid, ...encodeSnmpValue(value)] as WireSettable);
      await ask(port, { op: 'snmp.set', varbinds: wire, ...place(options) }, options?.timeoutMs);
    },
    async *traps(signal) {
      for await (const trap of port.subscribe({ op: 'snmp.traps' }, signal) as AsyncIterable<WireTrap>) yield { ...trap, varbinds: decodeVarbinds(trap.varbinds) };
    },
  };
}

function sshProxy(port: OperationPort): SshWriter {
  const run = ({ maxBytes, onOutput }: Omit<SshRunOptions, 'stdin'>) => ({
    ...(maxBytes === undefined ? {} : { maxBytes }), ...(onOutput === undefined ? {} : { stream: true }),
  });
  const size = ({ maxBytes }: SshFileOptions) => (maxBytes === undefined ? {} : { maxBytes });
  return {
    exec: async (command, values = {}, { stdin, ...options } = {}) =>
      ask<SshOutput>(port, { op: 'ssh.exec', command, values, ...(stdin === undefined ? {} : { stdin }), ...run(options) }, options.timeoutMs, options.onOutput),
    script: async (script, args = [], options = {}) =>
      ask<SshOutput>(port, { op: 'ssh.script', script, args, ...run(options) }, options.timeoutMs, options.onOutput),
    readFile: async (path, options = {}) => {
      const file = await ask<(Omit<RemoteFile, 'content'> & { content: string }) | null>(port, { op: 'ssh.readFile', path, ...size(options) }, options.timeoutMs);
      return file === null ? null : { ...file, content: Buffer.from(file.content, 'base64') };
    },
    writeFile: async (path, content, { timeoutMs, ...options } = {}) => {
      await ask(port, { op: 'ssh.writeFile', path, content: base64(content), ...options }, timeoutMs);
    },
    removeFile: async (path, options = {}) => {
      await ask(port, { op: 'ssh.removeFile', path }, options.timeoutMs);
    },
  };
}

function amiProxy(port: OperationPort): AmiWriter & AmiCaller {
  const message = async (op: 'ami.action' | 'ami.write', action: string, fields: AmiFields = [], options: AmiOptions = {}) =>
    ask<AmiMessage>(port, { op, action, fields }, options.timeoutMs);
  return {
    action: async (name, fields, options) => message('ami.action', name, fields, options),
    write: async (name, fields, options) => message('ami.write', name, fields, options),
    list: async (action, fields = [], { counted, timeoutMs } = {}) =>
      ask<AmiList>(port, { op: 'ami.list', action, fields, ...(counted === undefined ? {} : { counted }) }, timeoutMs),
    call: async (target) => ask<AmiCall>(port, { op: 'ami.call', target }, undefined),
    events: (names, signal) => port.subscribe({ op: 'ami.events', names }, signal) as AsyncIterable<AmiMessage>,
  };
}

function httpProxy(port: OperationPort): HttpWriter {
  return {
    get: async (path, { timeoutMs, ...options }: HttpRequestOptions = {}) => ask<HttpResponse>(port, { op: 'http.get', path, ...options }, timeoutMs),
    send: async (method, path, body, { timeoutMs, ...options } = {}) =>
      ask<HttpResponse>(port, { op: 'http.send', method, path, ...(body === undefined ? {} : { body }), ...options }, timeoutMs),
  };
}

/** Transports that ask the host for everything. */
export function transportProxies(port: OperationPort): TransportProxies {
  return {
    snmp: snmpProxy(port),
    ssh: sshProxy(port),
    ami: amiProxy(port),
    http: httpProxy(port),
    icmp: {
      ping: async ({ count, timeoutMs } = {}) =>
        ask<PingResult>(port, { op: 'icmp.ping', ...(count === undefined ? {} : { count }) }, timeoutMs),
    },
    sip: {
      options: async ({ timeoutMs, ...options } = {}) => ask<SipAnswer>(port, { op: 'sip.options', ...options }, timeoutMs),
    },
    tcp: {
      exchange: async (tcpPort, { send, timeoutMs, ...options } = {}) => {
        const bytes = await ask<string>(
          port, { op: 'tcp.exchange', port: tcpPort, ...options, ...(send === undefined ? {} : { send: base64(send) }) }, timeoutMs,
        );
        return Buffer.from(bytes, 'base64');
      },
    },
  };
}
