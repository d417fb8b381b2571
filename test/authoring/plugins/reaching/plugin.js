// A plugin that goes around its transports, in every way that a test host must notice.
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { promisify } from 'node:util';
import { definePlugin } from '@jackfield/sdk';

const manifest = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const fine = { state: 'ok', summary: 'fine', items: [], metrics: [] };

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
    asks: async ({ snmp, ssh, http }) => {
      const [name, uptime, state] = await Promise.all([snmp.get(['1.3.6.1.2.1.1.5.0']), ssh.exec('uptime'), http.get('/state')]);
      return { ...fine, summary: [Buffer.from(name[0].value.value), uptime.stdout.trim(), state.body].join(' ') };
    },
  },
});
