import { Unsupported, type SshReader } from '@jackfield/sdk';

/** The clock of the machine, epoch milliseconds in whole seconds. */
export async function machineClock(ssh: SshReader): Promise<number> {
  const { stdout } = await ssh.exec('clock');
  if (!/^\d{1,12}\s*$/.test(stdout)) throw new Unsupported('the machine does not tell the time');
  return Number(stdout) * 1_000;
}
