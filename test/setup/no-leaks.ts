import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, vi } from 'vitest';
import './no-network.ts';

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
  let left = leaks();
  for (let turn = 0; turn < 100 && left.length > 0; turn += 1) {
    await delay(50);
    left = leaks();
  }
  if (left.length > 0) throw new Error(`left open by this test file: ${left.join(', ')}`);
}, 10_000);
