// A host as it starts in the morning: prints the milliseconds since its process began when it is up, and at its first result.
import { startHost } from '../../../core/dist/host/index.js';

const [directory] = process.argv.slice(2);
const host = await startHost({ directory });
process.stdout.write(`up ${performance.now()}\n`);
host.services.events.on('check.result', ({ state }) => process.stdout.write(`result ${performance.now()} ${state}\n`));
process.stdin.on('end', () => host[Symbol.asyncDispose]()).resume();
