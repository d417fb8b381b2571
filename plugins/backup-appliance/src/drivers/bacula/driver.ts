import { NotReady, SettingsInvalid, Unsupported, type SshReader } from '@jackfield/sdk';
import type { RepositorySettings } from '../../settings.ts';
import type { Driver } from '../driver.ts';
import { machineClock } from '../machine-clock.ts';
import { quoted } from '../quoted.ts';
import { copiesOf, endOf, outcomeOf, readJobs, type Job } from './jobs.ts';

const mostBytes = 16 * 1_024 * 1_024;
const notFound = 127;

async function jobsOf(ssh: SshReader, { path, passwordFile }: RepositorySettings): Promise<readonly Job[]> {
  if (passwordFile === undefined) throw new SettingsInvalid(`${path}: no "passwordFile"`, { hint: 'Name the file of bconsole on the appliance, such as /etc/bacula/bconsole.conf.' });
  const { code, stdout, stderr, truncated } = await ssh.script('bconsole', [passwordFile], { maxBytes: mostBytes });
  if (code === notFound) throw new Unsupported(`${path}: bconsole is not installed`, { hint: 'Install bacula-console or bareos-bconsole on the appliance.' });
  if (truncated) throw new Unsupported(`${path}: more than ${mostBytes} bytes of jobs`);
  // It ends with 0 whatever happens; who the Director is it says only when it let us in.
  if (!/^1000 OK/m.test(stdout)) throw new NotReady(`${path}: the Director does not let us in: ${(stderr.trim() || stdout.trim()).split('\n').at(-1)?.slice(0, 200) ?? ''}`, { hint: 'Look whether the Director runs, and whether bconsole works on the appliance.' });
  return readJobs(stdout);
}

/** Bacula and Bareos: the jobs of the Director's catalogue, through the console on the machine itself. */
export const baculaDriver: Driver = {
  title: 'Bacula or Bareos',
  reach: 'ssh',
  // As scripts/bconsole.sh asks.
  historyDays: 62,
  async isThere({ ssh }) {
    // It tells its usage with a status of failure.
    const { stdout, stderr } = await ssh.exec('bconsoleUsage');
    return /^Usage: bconsole/m.test(stdout + stderr);
  },
  // By custom the client of a machine is called as it is, with the daemon's name behind.
  machineOf: ({ host }) => host.replace(/-fd$/, ''),
  // By client, not by job: an incremental one is nothing without the full one before it, and the Director knows which that is.
  restoreCommand: ({ passwordFile = '' }, { host }) => `bconsole -c ${quoted(passwordFile)}  # then: restore client=${host} where=TARGET select current all done`,
  copies: async ({ ssh }, repository) => copiesOf(await jobsOf(ssh, repository)),
  async verification({ ssh }, repository) {
    const ended = (await jobsOf(ssh, repository)).flatMap((job) => {
      const [finishedAt, outcome] = [endOf(job), outcomeOf(job)];
      return job['type'] !== 'V' || finishedAt === null || outcome === null ? [] : [{ finishedAt, isOk: outcome === 'complete', coverage: null }];
    });
    return ended.toSorted((one, other) => other.finishedAt - one.finishedAt)[0] ?? null;
  },
  clock: ({ ssh }) => machineClock(ssh),
};
