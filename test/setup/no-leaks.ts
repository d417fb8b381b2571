import { execFileSync } from 'node:child_process';
import net from 'node:net';
import dgram from 'node:dgram';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, vi } from 'vitest';

/** What a test file may leave behind: nothing of these. Other resources are the runner's own. */
const watched = ['TCPSocketWrap', 'TCPServerWrap', 'UDPWrap', 'ProcessWrap', 'FSEventWrap', 'Timeout', 'Worker', 'MessagePort'];

function held(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const type of process.getActiveResourcesInfo()) {
    if (watched.includes(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}

function childProcesses(): string[] {
  const lines = execFileSync('ps', ['--ppid', String(process.pid), '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.includes('ps --ppid'));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.') || host === '0.0.0.0' || host === '::';
}

// A test that reaches for the network is wrong wherever it runs: there is none to be had but loopback.
net.Socket.prototype.connect = new Proxy(net.Socket.prototype.connect, {
  apply(connect, socket, args: unknown[]) {
    const [first] = args;
    const options: unknown = Array.isArray(first) ? first[0] : first;
    if (typeof options === 'object' && options !== null && 'host' in options && typeof options.host === 'string' && !isLoopback(options.host)) {
      throw new Error(`unmocked network: a test connects to ${options.host}`);
    }
    return Reflect.apply(connect, socket, args);
  },
});
dgram.Socket.prototype.send = new Proxy(dgram.Socket.prototype.send, {
  apply(send, socket, args: unknown[]) {
    const host = args.find((arg) => typeof arg === 'string' && net.isIP(arg) !== 0);
    if (typeof host === 'string' && !isLoopback(host)) throw new Error(`unmocked network: a test sends to ${host}`);
    return Reflect.apply(send, socket, args);
  },
});

let before = new Map<string, number>();
let children: string[] = [];

beforeAll(() => {
  before = held();
  children = childProcesses();
});

function leaks(): string[] {
  const resources = [...held()].flatMap(([type, count]) => (count > (before.get(type) ?? 0) ? [`${count - (before.get(type) ?? 0)} ${type}`] : []));
  const left = childProcesses().filter((child) => !children.some((known) => known.split(' ')[0] === child.split(' ')[0]));
  return [...resources, ...left];
}

afterAll(async () => {
  vi.useRealTimers();
  // Closing takes a few turns of the loop; what is still there after five seconds was left.
  for (let turn = 0; turn < 100 && leaks().length > 0; turn += 1) await delay(50);
  const left = leaks();
  if (left.length > 0) throw new Error(`left open by this test file: ${left.join(', ')}`);
}, 10_000);
