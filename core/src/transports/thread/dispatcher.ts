import { OutcomeError } from '@jackfield/sdk';
import { AmiDevice } from '../ami/ami-device.ts';
import { JackfieldError } from '../../errors/index.ts';
import type { Credentials } from '../../sites/index.ts';
import { fingerprintAmi, fingerprintHttp, fingerprintSnmp, fingerprintSsh, fingerprintTcp } from '../fingerprint/fingerprint.ts';
import { HttpDevice } from '../http/http-device.ts';
import { pingOnce } from '../icmp/ping.ts';
import { IdlePool } from '../idle-pool.ts';
import { transportOf, type Operation } from '../operations.ts';
import { mostOpenFiles } from '../open-files.ts';
import { Progress } from '../progress.ts';
import { Queue } from '../queue.ts';
import { Lines } from '../snmp/lines.ts';
import { SnmpDevice } from '../snmp/snmp-device.ts';
import { JumpHosts } from '../ssh/jump-hosts.ts';
import type { SshKeeper } from '../ssh/ssh-connection.ts';
import { SshDevice } from '../ssh/ssh-device.ts';
import { sipOptions } from '../sip/sip-options.ts';
import { exchange } from '../tcp/exchange.ts';
import type { Target, TransportRequest } from '../transports.ts';
import { redactKnown } from './known-secrets.ts';

/** Of what this process may have open: a socket for each agent of SNMPv3 that is asked. */
const snmpShare = 0.6;

/** Performs operations with pooled sessions: one agent, connection or manager session per device and its settings. */
export class Dispatcher implements AsyncDisposable {
  readonly #keeper: SshKeeper;
  readonly #snmp = new IdlePool<SnmpDevice>((device) => device[Symbol.dispose](), mostOpenFiles() * snmpShare);
  readonly #lines = new Lines();
  readonly #ssh = new IdlePool<SshDevice>((device) => device.close());
  readonly #jumps: JumpHosts;
  readonly #ami = new IdlePool<AmiDevice>((device) => device.close());
  /** Nothing stays open but a login. */
  readonly #http = new IdlePool<HttpDevice>(() => undefined);
  /** SSH logins at once: each costs both ends a key exchange. */
  readonly #logins = new Queue(16);
  #credentials: Credentials;

  constructor(credentials: Credentials, keeper: SshKeeper) {
    this.#credentials = credentials;
    this.#keeper = keeper;
    this.#jumps = new JumpHosts(() => this.#credentials, keeper);
  }

  /** `end` ends it: the caller aborts it to call the operation off, this does at the deadline. */
  async perform(request: TransportRequest, end: AbortController, onPiece: (piece: string) => void): Promise<string> {
    const { target, operation, timeoutMs } = request;
    end.signal.throwIfAborted();
    const progress = new Progress(`${operation.op} on ${target.address}`, timeoutMs, end.signal, { transport: transportOf(operation) });
    const timer = setTimeout(() => end.abort(progress.late()), timeoutMs);
    try {
      return await this.#perform(target, operation, progress, onPiece);
    } catch (error) {
      // A credential that is missing keeps all from looking that way.
      throw error instanceof JackfieldError ? error.at({ transport: transportOf(operation) }) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  events(request: TransportRequest, signal: AbortSignal): AsyncGenerator<string> {
    const { target, operation, timeoutMs } = request;
    const progress = new Progress(`${operation.op} on ${target.address}`, timeoutMs, signal, { transport: transportOf(operation) });
    if (operation.op !== 'ami.events') throw progress.failure('Unsupported', 'not a subscription');
    return this.#amiDevice(target).events(operation.names, progress);
  }

  redact(texts: readonly string[]): readonly string[] {
    return redactKnown(texts, this.#credentials);
  }

  /** What is asked of a device from now on goes over connections made for it. */
  renew(device: string): void {
    for (const pool of [this.#snmp, this.#ssh, this.#ami, this.#http]) pool.retire((key) => key.startsWith(`${device} `));
  }

  /** New secrets: open sessions were made with the old ones. */
  async replaceCredentials(credentials: Credentials): Promise<void> {
    this.#credentials = credentials;
    await Promise.all([this.#snmp.clear(), this.#ssh.clear(), this.#ami.clear(), this.#http.clear(), this.#jumps.clear()]);
    this.#lines.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#snmp, this.#ssh, this.#ami, this.#http, this.#jumps].map((pool) => pool[Symbol.asyncDispose]()));
    this.#lines[Symbol.dispose]();
  }

  #perform(target: Target, operation: Operation, progress: Progress, onPiece: (piece: string) => void): Promise<string> {
    switch (operation.op) {
      case 'snmp.get':
      case 'snmp.getNext':
      case 'snmp.getBulk':
      case 'snmp.walk':
      case 'snmp.table':
      case 'snmp.set':
        return this.#snmpDevice(target).perform(operation, progress);
      case 'snmp.traps':
        throw progress.failure('Unsupported', 'traps are subscribed to');
      case 'ssh.exec':
      case 'ssh.script':
      case 'ssh.readFile':
      case 'ssh.writeFile':
      case 'ssh.removeFile':
        return this.#ssh
          .take(poolKey(target, 'ssh'), () => new SshDevice(target, this.#credentials, this.#keeper, this.#logins, this.#jumps.wayTo(target)))
          .perform(operation, progress, onPiece);
      case 'ami.action':
      case 'ami.list':
      case 'ami.write':
      case 'ami.call':
      case 'ami.events':
        return this.#amiDevice(target).perform(operation, progress);
      case 'icmp.ping':
        return this.#text(pingOnce(target.address, operation.count, target.settings.icmp.timeoutMs, progress));
      case 'sip.options':
        return this.#text(sipOptions(target, operation, progress));
      case 'http.get':
      case 'http.send':
        return this.#text(this.#http.take(poolKey(target, 'http'), () => new HttpDevice(target, this.#credentials)).perform(operation, progress));
      case 'tcp.exchange':
        return this.#text(exchange(target, operation, this.#credentials, progress).then((bytes) => bytes.toString('base64')));
      case 'fingerprint.snmp':
        return this.#text(this.#silentIsNull(fingerprintSnmp(this.#snmpDevice(target), progress)));
      case 'fingerprint.ssh':
        return this.#text(fingerprintSsh(target, this.#jumps.wayTo(target), progress));
      case 'fingerprint.ami':
        return this.#text(fingerprintAmi(target, progress));
      case 'fingerprint.http':
        return this.#text(fingerprintHttp(target, progress));
      case 'fingerprint.tcp':
        return this.#text(fingerprintTcp(target, operation, progress));
      default:
        return operation satisfies never;
    }
  }

  async #text(answer: Promise<unknown>): Promise<string> {
    return JSON.stringify(await answer);
  }

  #snmpDevice(target: Target): SnmpDevice {
    return this.#snmp.take(poolKey(target, 'snmp'), () => new SnmpDevice(target, this.#credentials, this.#lines));
  }

  #amiDevice(target: Target): AmiDevice {
    return this.#ami.take(poolKey(target, 'ami'), () => new AmiDevice(target, this.#credentials));
  }

  /** Nothing there is an answer to "what is there"; something that answers what is no SNMP is worth a word. */
  async #silentIsNull<Seen>(look: Promise<Seen>): Promise<Seen | null> {
    return look.catch((error: unknown) => {
      if (error instanceof OutcomeError && error.kind === 'Unreachable' && error.data?.['layer'] !== 'answer') return null;
      throw error;
    });
  }
}

/** Settings that say the same have one number: a key for each device that spells them out would be most of what is kept of it. */
const numbers = new Map<string, number>();
const known = new WeakMap<object, number>();

function numberOf(settings: object): number {
  let number = known.get(settings);
  if (number === undefined) {
    const text = JSON.stringify(settings);
    number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    known.set(settings, number);
  }
  return number;
}

/** Other settings are another session. */
function poolKey({ key, address, settings }: Target, transport: 'snmp' | 'ssh' | 'ami' | 'http'): string {
  return `${key} ${address} ${numberOf(settings[transport])}`;
}
