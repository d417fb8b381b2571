import { closeInheritedDescriptors } from './inherited-descriptors.ts';
import { Interrupted } from './interrupted.ts';
import { run } from './program.ts';
import { systemTerminal } from './terminal.ts';

closeInheritedDescriptors();
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort(new Interrupted(name)));

process.exitCode = await run(process.argv.slice(2), systemTerminal(), interrupted.signal);
