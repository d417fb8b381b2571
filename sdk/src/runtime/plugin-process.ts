import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import { watchDenials } from './denials.ts';
import { harden } from './hardening.ts';
import { PluginServer } from './plugin-server.ts';

// What runs in a plugin's process: `node … plugin-process.js ENTRY`, the channel on descriptor 3.
if (process.argv[3] !== 'unhardened') {
  harden();
  // Without it `import { kill } from 'node:process'` would still find the old ones.
  syncBuiltinESMExports();
}

watchDenials();
const entry = process.argv[2] ?? '';
const loading: Promise<unknown> = import(pathToFileURL(entry).href);
// Heard of when the host asks; until then it is nobody's unhandled rejection.
loading.catch(() => undefined);

const stream = new Socket({ fd: 3, readable: true, writable: true });
const server = new PluginServer(
  stream,
  async () => {
    const module: unknown = await loading;
    return typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
  },
  (violation) => process.exit(violation === null ? 0 : 70),
);
void server;
