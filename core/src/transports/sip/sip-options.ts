import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { connect, isIP, isIPv6 } from 'node:net';
import type { SipAnswer } from '@jackfield/sdk';
import { connectionFault } from '../connection-fault.ts';
import type { Operation } from '../operations.ts';
import type { Progress } from '../progress.ts';
import type { Target } from '../transports.ts';
import { mostBytes, optionsRequest, responseTo, type SipEnd, type SipTransaction } from './sip-message.ts';

type Options = Extract<Operation, { op: 'sip.options' }>;

/** RFC 3261, 17.1.1.1: the round trip that is reckoned with, and the longest time between two requests; milliseconds. */
const t1 = 500;
const t2 = 4_000;

/** How a request gets to the other end, and its answers back. */
interface Way {
  /** Sends the request; `reliable` ways need no second one. */
  send(): void;
  readonly isReliable: boolean;
  close(): void;
}

interface Heard {
  /** What came, whatever it is. */
  came(text: string): void;
  /** Nothing can come any more. */
  failed(error: unknown): void;
}

function freshTransaction(): SipTransaction {
  const token = (): string => randomBytes(12).toString('hex');
  return { branch: `z9hG4bK${token()}`, callId: `${token()}@jackfield`, cseq: 1, fromTag: randomBytes(4).toString('hex') };
}

/** A connected socket: what others send is not heard, and that nobody listens is (ICMP). */
function overUdp(peer: SipEnd, transaction: SipTransaction, { came, failed }: Heard): Way {
  const socket = createSocket(isIPv6(peer.address) ? 'udp6' : 'udp4');
  let isOpen = false;
  let isWaiting = false;
  const send = (): void => {
    isWaiting = !isOpen;
    if (isOpen) socket.send(optionsRequest('udp', socket.address(), peer, transaction), (error) => (error === null ? undefined : failed(error)));
  };
  socket.on('message', (datagram) => came(datagram.toString('utf8')));
  socket.on('error', failed);
  socket.connect(peer.port, peer.address, () => {
    isOpen = true;
    if (isWaiting) send();
  });
  return { send, isReliable: false, close: () => void socket.removeAllListeners('message').close() };
}

function overTcp(peer: SipEnd, transaction: SipTransaction, { came, failed }: Heard): Way {
  const socket = connect({ host: peer.address, port: peer.port });
  let received = '';
  const ask = (): void => {
    const { localAddress: address = '', localPort: port = 0 } = socket;
    socket.write(optionsRequest('tcp', { address, port }, peer, transaction));
  };
  socket.setEncoding('latin1');
  socket.on('data', (piece) => {
    received = (received + String(piece)).slice(0, mostBytes);
    // A stream: a provisional response may stand before the final one, each without a body.
    for (let end = /\r?\n\r?\n/.exec(received); end !== null; end = /\r?\n\r?\n/.exec(received)) {
      came(received.slice(0, end.index + end[0].length));
      received = received.slice(end.index + end[0].length);
    }
    if (received.length >= mostBytes) failed(new Error('what it sends is no SIP'));
  });
  socket.once('error', failed);
  socket.once('close', () => failed(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  return { send: () => (socket.readyState === 'open' ? ask() : void socket.once('connect', ask)), isReliable: true, close: () => void socket.destroy() };
}

/** What can be said of an end that gave no answer. */
function silent(reason: string, sent: number): SipAnswer {
  return { status: null, reason, rttMs: null, sent, server: null };
}

/** One OPTIONS transaction (RFC 3261, 17.1.2) with an address; over UDP repeated after 0.5, 1, 2, 4, 4, … seconds. */
function transact(peer: SipEnd, protocol: 'udp' | 'tcp', withinMs: number, { signal }: Progress): Promise<SipAnswer> {
  const transaction = freshTransaction();
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    let [sent, interval] = [0, t1];
    let again: NodeJS.Timeout | undefined;
    const settle = (end: () => void): void => {
      clearTimeout(again);
      clearTimeout(over);
      signal.removeEventListener('abort', leave);
      way.close();
      end();
    };
    const leave = (): void => settle(() => reject(signal.reason));
    const come = (text: string): void => {
      const response = responseTo(text, transaction);
      if (response === null) return;
      const { status, reason, server } = response;
      // While it works, it is asked again more rarely.
      if (status < 200) interval = t2;
      else settle(() => resolve({ status, reason, rttMs: Math.round(performance.now() - startedAt), sent, server }));
    };
    const fail = (error: unknown): void => settle(() => resolve(silent(connectionFault(error, peer.port, 'SIP').reason, sent)));
    const way = (protocol === 'udp' ? overUdp : overTcp)(peer, transaction, { came: come, failed: fail });
    const ask = (): void => {
      sent += 1;
      way.send();
      if (way.isReliable) return;
      again = setTimeout(ask, interval);
      interval = Math.min(interval * 2, t2);
    };
    const over = setTimeout(() => settle(() => resolve(silent(`no answer within ${Math.round(withinMs)} ms`, sent))), withinMs);
    signal.addEventListener('abort', leave, { once: true });
    ask();
  });
}

/** Asks a device, or a peer that its place names, whether a SIP server is there. */
export async function sipOptions(target: Target, { peer = target.address, port, protocol }: Options, progress: Progress): Promise<SipAnswer> {
  progress.layer = 'request';
  // A moment earlier than the operation ends, so that silence is an answer.
  const withinMs = Math.min(target.settings.sip.timeoutMs, Math.max(1, progress.remainingMs - 50));
  progress.signal.throwIfAborted();
  if (isIP(peer) !== 0) return transact({ address: peer, port }, protocol, withinMs, progress);
  const found = await addressOf(peer, progress.signal);
  return found instanceof Error ? silent(connectionFault(found, port, 'SIP').reason, 0) : transact({ address: found, port }, protocol, withinMs, progress);
}

/** The address of a name, or why there is none. A look-up cannot be called off: it is left to itself. */
function addressOf(name: string, signal: AbortSignal): Promise<string | Error> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    lookup(name).then(({ address }) => resolve(address), (error: unknown) => resolve(error instanceof Error ? error : new Error(String(error))));
  });
}
