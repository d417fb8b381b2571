import { once } from 'node:events';
import { startSimulators } from './simulators/index.ts';

const help = `Usage: jackfield-simulate FILE

Runs simulated devices on loopback, until Ctrl-C or the end of its input.

  FILE    a simulators.yaml that describes devices, or a recording of one

Example:
  jackfield-simulate simulators.yaml
`;

/** Starts the simulated devices of a file, or the one of a recording, says so in a line of JSON, and ends at SIGTERM, SIGINT or the end of standard input. */
async function main(file: string | undefined): Promise<number> {
  if (file === undefined || file === '--help') {
    (file === undefined ? process.stderr : process.stdout).write(help);
    return file === undefined ? 1 : 0;
  }
  try {
    await using simulators = await startSimulators(file);
    const ended = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT'), once(process.stdin.resume(), 'close')]);
    process.stdout.write(`${JSON.stringify({ ready: true, services: simulators.services })}\n`);
    await ended;
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

process.exitCode = await main(process.argv[2]);
// A terminal that stays open must not keep the process.
process.stdin.destroy();
