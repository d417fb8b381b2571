import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { Fingerprint } from '@jackfield/sdk';
import { Client } from 'ssh2';
import { certificateFingerprint } from '../tls/connect-tls.ts';
import type { Operation } from '../operations.ts';
import type { Progress } from '../progress.ts';
import type { SnmpDevice } from '../snmp/snmp-device.ts';
import { hostKeyFingerprint } from '../ssh/ssh-connection.ts';
import { SshFault } from '../ssh/ssh-fault.ts';
import { endStream, type SshWay } from '../ssh/ssh-way.ts';
import { portAt } from '../tcp/exchange.ts';
import type { Target } from '../transports.ts';

const objects = { sysDescr: '1.3.6.1.2.1.1.1.0', sysObjectID: '1.3.6.1.2.1.1.2.0', sysName: '1.3.6.1.2.1.1.5.0', engineId: '1.3.6.1.6.3.10.2.1.1.0' };

/** The agent's own words, with whichever of the site's credentials it answers to; null when it does not answer. */
export async function fingerprintSnmp(device: SnmpDevice, progress: Progress): Promise<Fingerprint['snmp']> {
  const [descr, object, name, engine] = await ask(device, [objects.sysDescr, objects.sysObjectID, objects.sysName, objects.engineId], progress);
  return {
    version: await device.version(progress),
    sysDescr: text(descr),
    sysObjectID: typeof object === 'string' ? object : '',
    sysName: text(name),
    engineId: typeof engine === 'string' && engine !== '' ? Buffer.from(engine, 'latin1').toString('hex') : null,
  };
}

async function ask(device: SnmpDevice, oids: string[], progress: Progress): Promise<(string | number | null)[]> {
  const varbinds: [string, string, string | number | null][] = JSON.parse(await device.perform({ op: 'snmp.get', oids }, progress));
  return varbinds.map(([, type, value]) => (type.startsWith('NoSuch') ? null : value));
}

function text(value: string | number | null | undefined): string {
  if (typeof value !== 'string') return '';
  const utf8 = Buffer.from(value, 'latin1').toString('utf8');
  return (utf8.includes('\uFFFD') ? value : utf8).replace(/\0+$/, '');
}

/** Banner and host key, seen without a login. What a jump host on the way does wrong is an outcome: it says nothing of what lies behind. */
export async function fingerprintSsh(target: Target, way: SshWay, progress: Progress): Promise<Fingerprint['ssh']> {
  progress.layer = 'connect';
  try {
    return await greet(target, await opened(way, progress.signal), progress);
  } catch (error) {
    if (!(error instanceof SshFault)) throw error;
    if (error.hop === null) return null;
    throw error.outcome(progress);
  }
}

/** The stream of the way, unless the operation ends before it is there. */
async function opened(way: SshWay, signal: AbortSignal): Promise<Duplex | null> {
  const ended = Promise.withResolvers<never>();
  const leave = (): void => ended.reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  const opening = way.open();
  try {
    return await Promise.race([opening, ended.promise]);
  } catch (error) {
    opening.then(endStream, () => undefined);
    throw error;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

function greet(target: Target, through: Duplex | null, progress: Progress): Promise<Fingerprint['ssh']> {
  const { address, settings } = target;
  const client = new Client();
  let banner = '';
  let hostKey: string | null = null;
  return new Promise<Fingerprint['ssh']>((resolve) => {
    const settle = (): void => {
      progress.signal.removeEventListener('abort', settle);
      client.destroy();
      endStream(through);
      resolve(banner === '' ? null : { banner, hostKey });
    };
    if (progress.signal.aborted) return settle();
    progress.signal.addEventListener('abort', settle, { once: true });
    client.once('close', settle);
    client.on('error', settle);
    client.connect({
      ...(through === null ? { host: address, port: settings.ssh.port } : { sock: through }),
      username: 'jackfield',
      readyTimeout: Math.min(settings.ssh.connectTimeoutMs, Math.ceil(progress.remainingMs)),
      debug: (line) => {
        const remote = /^Remote ident: '(.*)'/.exec(line)?.[1];
        if (remote !== undefined) banner = remote;
      },
      hostVerifier: (key: Buffer) => {
        hostKey = hostKeyFingerprint(key);
        // Seen is enough: nobody logs in here.
        setImmediate(settle);
        return false;
      },
    });
  });
}

/** The greeting of an Asterisk manager. */
export async function fingerprintAmi(target: Target, progress: Progress): Promise<Fingerprint['ami']> {
  const { port, tls } = target.settings.ami;
  const banner = await firstLine({ address: target.address, port, tls }, progress);
  return banner?.startsWith('Asterisk Call Manager') ? { banner } : null;
}

/** What any port says first, by itself or to a probe. */
export function fingerprintTcp(target: Target, { port, send }: Extract<Operation, { op: 'fingerprint.tcp' }>, progress: Progress): Promise<string | null> {
  return firstLine({ address: target.address, port: portAt(target, port), tls: false, ...(send === undefined ? {} : { send }) }, progress);
}

const lineBytes = 300;

function firstLine({ address, port, tls, send }: { readonly address: string; readonly port: number; readonly tls: boolean; readonly send?: string }, progress: Progress): Promise<string | null> {
  progress.layer = 'connect';
  return new Promise((resolve) => {
    const socket = tls ? connectTls({ host: address, port, rejectUnauthorized: false }) : connect({ host: address, port });
    let heard = Buffer.alloc(0);
    const settle = (): void => {
      progress.signal.removeEventListener('abort', settle);
      socket.destroy();
      const line = heard.toString('utf8').split(/\r?\n/)[0] ?? '';
      resolve(line === '' ? null : line);
    };
    if (progress.signal.aborted) return settle();
    progress.signal.addEventListener('abort', settle, { once: true });
    if (send !== undefined) socket.once(tls ? 'secureConnect' : 'connect', () => socket.write(send));
    socket.on('data', (piece: Buffer) => {
      heard = Buffer.concat([heard, piece]).subarray(0, lineBytes);
      if (heard.includes('\n') || heard.length >= lineBytes) settle();
    });
    socket.once('error', settle);
    socket.once('close', settle);
  });
}

export interface HttpFingerprint {
  readonly tls: Fingerprint['tls'];
  readonly http: Fingerprint['http'];
}

/** Status, title and server of the start page, and the certificate when it is HTTPS. */
export function fingerprintHttp(target: Target, progress: Progress): Promise<HttpFingerprint> {
  const { tls, port = tls ? 443 : 80 } = target.settings.http;
  progress.layer = 'connect';
  return new Promise((resolve) => {
    const socket = tls ? connectTls({ host: target.address, port, rejectUnauthorized: false }) : connect({ host: target.address, port });
    let page = '';
    let certificate: Fingerprint['tls'] = null;
    const settle = (): void => {
      progress.signal.removeEventListener('abort', settle);
      socket.destroy();
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(page)?.[1];
      const title = /<title[^>]*>([^<]{0,300})/i.exec(page)?.[1]?.trim() ?? null;
      const server = /^server:\s*(.{0,300})$/im.exec(page)?.[1]?.trim() ?? null;
      resolve({ tls: certificate, http: status === undefined ? null : { status: Number(status), title, server } });
    };
    if (progress.signal.aborted) return settle();
    progress.signal.addEventListener('abort', settle, { once: true });
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      if ('getPeerCertificate' in socket && typeof socket.getPeerCertificate === 'function') {
        const peer = socket.getPeerCertificate();
        const subject: unknown = peer?.subject?.CN;
        if (peer?.fingerprint256 !== undefined) certificate = { subject: typeof subject === 'string' ? subject : '', fingerprint: certificateFingerprint(peer) };
      }
      socket.write(`GET / HTTP/1.1\r\nHost: ${target.address}\r\nConnection: close\r\n\r\n`);
    });
    socket.on('data', (piece: Buffer) => {
      page = (page + piece.toString('utf8')).slice(0, 65_536);
      if (page.length >= 65_536 || /<\/title>/i.test(page)) settle();
    });
    socket.once('error', settle);
    socket.once('close', settle);
  });
}
