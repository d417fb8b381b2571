import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { simulatorsFailed } from './errors.ts';

const readyWithinMs = 15_000;

/** Starts the simulated devices of a file in a process of their own; they end with the host. */
export async function startSimulatorProcess(file: string): Promise<AsyncDisposable> {
  const entry = fileURLToPath(import.meta.resolve('@jackfield/sdk/simulate'));
  // Their standard input is the cord: it closes when the host is gone, however it went.
  const child = spawn(process.execPath, [...process.execArgv.filter((flag) => flag.startsWith('--conditions')), entry, file], { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (piece: Buffer) => (complaint = (complaint + piece.toString()).slice(-4_000)));
  const exited = once(child, 'exit');
  const close = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await exited;
    }
  };

  const ready = once(createInterface(child.stdout), 'line', { signal: AbortSignal.timeout(readyWithinMs) });
  const outcome = await Promise.race([ready.then(() => 'ready', () => 'slow'), exited.then(() => 'ended')]);
  if (outcome !== 'ready') {
    await close();
    throw simulatorsFailed(complaint.trim() || `the simulators ${outcome === 'slow' ? 'were not ready in time' : 'ended at once'}`, { place: { file } });
  }
  return { [Symbol.asyncDispose]: close };
}
