import { Conflict, contentHash, NotReady, Refused, SettingsInvalid, Unsupported, type Resource, type SshReader, type WritingContext } from '@jackfield/sdk';
import type { z } from 'zod';
import type { job as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { readJobFile, renderJob, scheduleName, type JobContent } from './job-file.ts';

type JobSpec = z.output<typeof schema>;

/** `isLoaded`: the Director runs exactly this, not an earlier one of the name. */
export type JobState = { readonly exists: false } | ({ readonly exists: true; readonly isLoaded: boolean } & JobContent);

type Key = Pick<JobSpec, 'name' | 'repository'>;

const notFound = 127;
const unsound = 65;
const pathOf = (name: string): string => `/etc/bacula/jackfield.d/${name}.conf`;

/** The files of bconsole and of the Director. */
function directorOf({ repositories }: Settings, path: string): readonly [console: string, director: string] {
  const known = repositories.find((repository) => repository.path === path);
  if (known === undefined) throw new SettingsInvalid(`${path} is no repository of this appliance`, { hint: 'Name the Director under "repositories" in the settings, with the file of bconsole.' });
  const { product, passwordFile, directorFile = '/etc/bacula/bacula-dir.conf' } = known;
  if (product !== 'bacula' || passwordFile === undefined) throw new SettingsInvalid(`${path} is not of Bacula with a "passwordFile", which is the file of bconsole`);
  return [passwordFile, directorFile];
}

async function fileOf(ssh: SshReader, name: string): Promise<{ readonly content: JobContent | null; readonly hash: string | null }> {
  const file = await ssh.readFile(pathOf(name));
  if (file === null) return { content: null, hash: null };
  const content = readJobFile(name, Buffer.from(file.content).toString('utf8'));
  if (content === null) throw new Conflict(`${pathOf(name)} is not of ours`, { hint: 'Somebody wrote or changed it by hand: move it away, then plan again.' });
  return { content, hash: contentHash(file.content) };
}

function contentOf(state: JobState): JobContent | null {
  if (!state.exists) return null;
  const { client, fileSet, storage, pool, messages, runs } = state;
  return { client, fileSet, storage, pool, messages, runs };
}

async function put(ssh: WritingContext<Settings>['ssh'], name: string, content: JobContent | null, expect: string | null): Promise<void> {
  if (content === null) await ssh.removeFile(pathOf(name));
  else await ssh.writeFile(pathOf(name), Buffer.from(renderJob(name, content)), { mode: 0o644, expect });
}

/** Has the Director take its files anew; where they are not sound together, `before` comes back and nothing else happens. */
async function load({ ssh, settings }: WritingContext<Settings>, { name, repository }: Key, before: JobContent | null): Promise<void> {
  const { code, stdout, stderr } = await ssh.script('baculaReload', [...directorOf(settings, repository)]);
  const said = (stdout + stderr).split('\n').filter((line) => /error|cause|resource/i.test(line)).join(' ').slice(0, 300);
  if (code === notFound) throw new Unsupported(`${repository}: bacula-dir is not on this machine`);
  if (code === unsound) {
    await put(ssh, name, before, (await fileOf(ssh, name)).hash);
    throw new Refused(`the Director would not start with this: ${said}`, { hint: 'See that its client, file set, storage, pool and messages are there.' });
  }
  if (!/^1000 OK/m.test(stdout)) throw new NotReady(`${repository}: the Director does not let us in: ${said}`);
}

const isSame = (name: string, one: JobContent | null, other: JobContent | null): boolean => (one === null || other === null ? one === other : renderJob(name, one) === renderJob(name, other));

/** A job of Bacula with its schedule, in a file of its own that the Director includes. */
export const job: Resource<JobSpec, JobState, 'name' | 'repository', Settings> = {
  async read({ ssh, settings }, { name, repository }) {
    const [console] = directorOf(settings, repository);
    const { content } = await fileOf(ssh, name);
    if (content === null) return { exists: false };
    const { code, stdout } = await ssh.script('baculaJob', [console, name]);
    if (code === notFound) throw new Unsupported(`${repository}: bconsole is not installed`);
    if (!/^1000 OK/m.test(stdout)) throw new NotReady(`${repository}: the Director does not let us in`);
    return { exists: true, isLoaded: new RegExp(`Schedule: name=${scheduleName(name, content)}\\b`, 'i').test(stdout), ...content };
  },
  plan({ settings }, _current, { repository, client, fileSet, storage, pool, messages, runs }) {
    directorOf(settings, repository);
    return { exists: true, isLoaded: true, client, fileSet, storage, pool, messages, runs: [...runs] };
  },
  async apply(context, wanted, current, { name, repository }) {
    const { content, hash } = await fileOf(context.ssh, name);
    const [planned, before] = [contentOf(wanted), contentOf(current)];
    if (!isSame(name, content, planned)) {
      if (!isSame(name, content, before)) throw new Conflict(`${pathOf(name)} is not as it was when read`, { hint: 'Somebody else changed it: plan again.' });
      await put(context.ssh, name, planned, hash);
    }
    await load(context, { name, repository }, before);
  },
  async restore(context, state, { name, repository }) {
    const { content, hash } = await fileOf(context.ssh, name);
    const before = contentOf(state);
    if (!isSame(name, content, before)) await put(context.ssh, name, before, hash);
    await load(context, { name, repository }, content);
  },
};
