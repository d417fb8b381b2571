import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { OpenByNumber } from '@jackfield/sdk/runtime';
import { openCredentials, type Credentials } from '../../sites/index.ts';
import { sweep } from '../icmp/sweep.ts';
import { openEngine } from '../snmp/traps/trap-engine.ts';
import { TrapReceiver } from '../snmp/traps/trap-receiver.ts';
import { Dispatcher } from './dispatcher.ts';
import type { HostKeyVerdict, SshKeeper } from '../ssh/ssh-connection.ts';
import type { TransportSettings } from '../settings.ts';
import type { Target, TransportRequest } from '../transports.ts';
import type { NumberedRequest, ThreadData, ThreadReply, ThreadRequest } from './protocol.ts';
import { toWire, type WireError } from './wire-error.ts';

const port = parentPort;
if (port === null) throw new Error('a transport thread is started by the transports');
const data: ThreadData = workerData;

const running = new OpenByNumber<AbortController>();
/** What is still at work that has processes or sockets of its own, for the end. */
const working = new Set<Promise<void>>();
/** Milliseconds that what is called off may take to end. */
const endingMs = 2_000;
const questions = new Map<number, (verdict: HostKeyVerdict) => void>();
let nextQuestion = 1;
let outbox: ThreadReply[] = [];

/** Replies that cross together at most: while agents still answer the rest, the plugin works on these. */
const mostAtOnce = 24;
/** Milliseconds that a reply waits for others at most: to wake the main thread costs as much as ten of them. */
const gatherMs = 1;
let flushing: NodeJS.Timeout | null = null;

/** Replies of one turn of the loop cross together; also those of the next turns while more is asked for. */
function reply(message: ThreadReply): void {
  if (outbox.length === 0) setImmediate(turned);
  outbox.push(message);
  if (outbox.length === mostAtOnce) flush();
}

function turned(): void {
  if (running.size === 0) flush();
  else if (outbox.length > 0) flushing ??= setTimeout(flush, gatherMs);
}

function flush(): void {
  if (flushing !== null) clearTimeout(flushing);
  flushing = null;
  if (outbox.length === 0) return;
  port?.postMessage(JSON.stringify(outbox));
  outbox = [];
}

const keeper: SshKeeper = {
  checkHostKey(address, hostPort, fingerprint, firstUse) {
    const id = nextQuestion;
    nextQuestion += 1;
    return new Promise((resolve) => {
      questions.set(id, resolve);
      reply({ id, kind: 'hostKey', address, port: hostPort, fingerprint, firstUse });
    });
  },
  loggedIn: (milliseconds) => reply({ id: 0, kind: 'sshLogin', milliseconds }),
};

const settings = new Map<number, TransportSettings>();
const targets = new Map<number, Target>();

function learn({ id, target }: Extract<ThreadRequest, { kind: 'target' }>): void {
  const known = settings.get(target.settings);
  if (known === undefined) throw new Error(`settings ${target.settings} never crossed`);
  targets.set(id, { ...target, settings: known });
}

function whole({ target, operation, timeoutMs }: NumberedRequest): TransportRequest {
  const known = targets.get(target);
  if (known === undefined) throw new Error(`target ${target} never crossed`);
  return { target: known, operation, timeoutMs };
}

let dispatcher: Promise<Dispatcher> | null = null;
let ready: Dispatcher | null = null;

/** Opened when first needed, and again after a failure: a missing file is mended while the host runs. */
function opened(): Promise<Dispatcher> {
  dispatcher ??= openCredentials(data).then((credentials) => (ready = new Dispatcher(credentials, keeper)));
  dispatcher.catch(() => (dispatcher = null));
  return dispatcher;
}

let traps: TrapReceiver | null = null;

async function receiveTraps({ id, listen }: Extract<ThreadRequest, { kind: 'traps' }>, { signal }: AbortController): Promise<void> {
  const credentials = await openCredentials(data);
  const engine = await openEngine(data.stateDirectory);
  await using receiver = await TrapReceiver.open({ listen, engine, credentials, tell: (news) => reply({ id, kind: 'piece', text: JSON.stringify(news) }) });
  traps = receiver;
  if (!signal.aborted) await once(signal, 'abort');
  traps = null;
}

async function serve(request: Exclude<ThreadRequest, { kind: 'cancel' | 'hostKeyVerdict' | 'close' | 'settings' | 'target' | 'trapOrder' }>, end: AbortController): Promise<ThreadReply> {
  const { id } = request;
  switch (request.kind) {
    case 'perform':
      return { id, kind: 'done', json: await (ready ?? (await opened())).perform(whole(request.request), end, (text) => reply({ id, kind: 'piece', text })) };
    case 'subscribe':
      for await (const text of (await opened()).events(whole(request.request), end.signal)) reply({ id, kind: 'piece', text });
      return { id, kind: 'done', json: 'null' };
    case 'sweep':
      await sweep(request.addresses, request.timeoutMs, end.signal, (address, rttMs) => reply({ id, kind: 'piece', text: JSON.stringify([address, rttMs]) }));
      return { id, kind: 'done', json: 'null' };
    case 'traps':
      await receiveTraps(request, end);
      return { id, kind: 'done', json: 'null' };
    case 'renew':
      (await opened()).renew(request.device);
      return { id, kind: 'done', json: 'null' };
    case 'redact':
      return { id, kind: 'done', json: JSON.stringify((await opened()).redact(request.texts)) };
    case 'reloadCredentials': {
      const credentials = await openCredentials(data);
      await (await opened()).replaceCredentials(credentials);
      traps?.replaceCredentials(credentials);
      return { id, kind: 'done', json: JSON.stringify(unresolved(credentials)) };
    }
    default:
      return request satisfies never;
  }
}

/** An error for each entry whose secret is not there. The secrets themselves stay here. */
function unresolved(credentials: Credentials): WireError[] {
  return credentials.names.flatMap((name) => {
    try {
      credentials.get(name);
      return [];
    } catch (error) {
      return [toWire(error)];
    }
  });
}

async function close(id: number): Promise<void> {
  for (const [, controller] of running.entries()) controller.abort(new Error('closing'));
  const patience = new AbortController();
  await Promise.race([Promise.allSettled(working), delay(endingMs, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
  const open = await dispatcher?.catch(() => null);
  await open?.[Symbol.asyncDispose]();
  reply({ id, kind: 'done', json: 'null' });
  flush();
  port?.close();
}

function start(request: Parameters<typeof serve>[0]): void {
  const controller = new AbortController();
  running.set(request.id, controller);
  const end = (message: ThreadReply): void => {
    running.delete(request.id);
    reply(message);
  };
  const work = serve(request, controller).then(end, (error: unknown) => end({ id: request.id, kind: 'failed', error: toWire(error) }));
  if (request.kind === 'perform') return;
  working.add(work);
  void work.then(() => working.delete(work));
}

port.on('message', (batch: string) => {
  const requests: readonly ThreadRequest[] = JSON.parse(batch);
  for (const request of requests) {
    if (request.kind === 'cancel') running.get(request.id)?.abort(new Error('called off'));
    else if (request.kind === 'close') void close(request.id);
    else if (request.kind === 'settings') settings.set(request.id, request.settings);
    else if (request.kind === 'target') learn(request);
    else if (request.kind === 'trapOrder') traps?.obey(request.order);
    else if (request.kind === 'hostKeyVerdict') {
      questions.get(request.id)?.(request.verdict);
      questions.delete(request.id);
    } else start(request);
  }
});
