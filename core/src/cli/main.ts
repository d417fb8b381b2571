import { closeInheritedDescriptors } from './inherited-descriptors.ts';
import { run } from './program.ts';
import { systemTerminal } from './terminal.ts';

closeInheritedDescriptors();
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
// `jackfield devices | head` is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exitCode = 0;
});

process.exitCode = await run(process.argv.slice(2), systemTerminal(), interrupted.signal);
