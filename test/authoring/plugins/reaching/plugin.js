// A plugin that goes around its transports, in every way that a test host must notice.
import { exec, execFile, execSync, fork, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import dns, { lookup, reverse } from 'node:dns';
import { lookup as lookupPromise, Resolver } from 'node:dns/promises';
import { cpSync, createReadStream, createWriteStream, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { writeHeapSnapshot } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { definePlugin } from '@jackfield/sdk';

const manifest = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const fine = { state: 'ok', summary: 'fine', items: [], metrics: [] };

/** Every other way out: tried, and not spoken of. */
const ways = {
  lookup: () => new Promise((resolve) => { lookup('localhost', resolve); }),
  'lookup-promise': () => lookupPromise('localhost'),
  resolver: () => new Promise((resolve) => { new dns.Resolver().resolve4('localhost', resolve); }),
  'resolver-promise': () => new Resolver().resolve4('localhost'),
  reverse: () => new Promise((resolve) => { reverse('127.0.0.1', resolve); }),
  spawnSync: () => spawnSync('id'),
  exec: () => exec('id'),
  execSync: () => execSync('id'),
  fork: () => fork('/nowhere/child.js'),
  worker: () => new Worker('fetch("http://127.0.0.1:8099/")', { eval: true }).terminate(),
  read: () => readFileSync('/etc/passwd'),
  'read-promise': () => readFile(new URL('file:///etc/passwd')),
  'read-stream': () => createReadStream('/etc/passwd').destroy(),
  'read-beside': () => readFileSync(new URL('../../test-host.test.ts', import.meta.url)),
  list: () => readdirSync('/etc'),
  write: () => writeFileSync('/tmp/jackfield-reaching', ''),
  'write-own': () => writeFileSync(new URL('written', import.meta.url), ''),
  'stream-out': () => createWriteStream('/tmp/jackfield-reaching').destroy(),
  open: () => openSync('/tmp/jackfield-reaching', 'w'),
  copy: () => cpSync('/tmp/jackfield-nothing', '/tmp/jackfield-reaching'),
  mkdir: () => mkdirSync('/tmp/jackfield-reaching'),
  kill: () => process.kill(process.pid, 0),
  binding: () => process.binding('tcp_wrap'),
  database: () => new DatabaseSync(':memory:').exec('SELECT 1'),
  heap: () => writeHeapSnapshot('/tmp/jackfield-reaching'),
  hidden: () => process.getBuiltinModule('node:child_process').spawnSync('id'),
};
const quietly = (way) => async () => {
  try {
    await way();
  } catch {
    // Nobody hears of it.
  }
  return fine;
};

export default definePlugin(manifest, {
  checks: {
    fetch: async () => ({ ...fine, summary: await (await fetch('http://127.0.0.1:8099/')).text() }),
    tcp: async () => {
      connect(9, '127.0.0.1').destroy();
      return fine;
    },
    udp: async () => {
      const socket = createSocket('udp4');
      try {
        socket.send('x', 9, '127.0.0.1');
      } finally {
        socket.close();
      }
      return fine;
    },
    listen: async () => {
      createServer().listen(0).close();
      return fine;
    },
    program: async () => ({ ...fine, summary: (await promisify(execFile)('uptime')).stdout }),
    swallowed: async () => {
      await fetch('http://127.0.0.1:8099/').catch(() => undefined);
      return fine;
    },
    ...Object.fromEntries(Object.entries(ways).map(([name, way]) => [name, quietly(way)])),
    own: async () => ({ ...fine, summary: [readFileSync(new URL('package.json', import.meta.url)).length > 0, (await import('node:zlib')).crc32('') === 0].join(' ') }),
    asks: async ({ snmp, ssh, http }) => {
      const [name, uptime, state] = await Promise.all([snmp.get(['1.3.6.1.2.1.1.5.0']), ssh.exec('uptime'), http.get('/state')]);
      return { ...fine, summary: [Buffer.from(name[0].value.value), uptime.stdout.trim(), state.body].join(' ') };
    },
  },
});
