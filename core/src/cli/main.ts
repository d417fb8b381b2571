import { closeInheritedDescriptors } from './inherited-descriptors.ts';
import { run } from './program.ts';
import { systemTerminal } from './terminal.ts';

closeInheritedDescriptors();
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());

process.exitCode = await run(process.argv.slice(2), systemTerminal(), interrupted.signal);
