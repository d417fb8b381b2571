import { Conflict, contentHash, NotReady, type Resource, type SshWriter } from '@jackfield/sdk';
import { requireUnedited } from './edited.ts';
import { isSame, plannedFile, readFileState, replace, type FileSpec, type FileState } from './file-state.ts';
import type { Settings } from '../settings.ts';
import { requireRoot, writeAsRoot } from './root.ts';

/** Statuses of the script. */
const onTrialAlready = 75;
const noTrial = 76;
const atWork = 79;

/** What the trial of a file is called on the machine. */
function trialOf(path: string): string {
  return contentHash(Buffer.from(path)).slice(0, 16);
}

async function trial(ssh: SshWriter, args: readonly string[], allowed: readonly number[] = []): Promise<number> {
  const { code, stderr, stdout } = await writeAsRoot(ssh, 'trial', args);
  if (code === atWork) throw new Conflict(`somebody changed what runs and not the file: ${stderr.trim().split('\n').join('; ').slice(-300)}`, { hint: 'Nothing was changed. Write it into the file or take it back there, then plan again. A "flush ruleset" that is new takes away the tables of other programs too: name your own instead, as in "table inet filter; delete table inet filter".' });
  if (code === 0 || (code !== null && allowed.includes(code))) return code;
  throw new NotReady(`${args[0]} of a trial ended with ${code ?? 'a signal'}: ${(stderr || stdout).trim().slice(-300)}`, { hint: 'The file is put back by the machine itself.' });
}

async function arm(ssh: SshWriter, path: string, owner: string, trialMs: number, takes: Takes): Promise<void> {
  const armed = await trial(ssh, ['arm', trialOf(path), path, String(Math.ceil(trialMs / 1_000)), owner, takes], [onTrialAlready]);
  if (armed === onTrialAlready) throw new Conflict(`${path} is on trial already`, { hint: 'Another change has it; wait until it is confirmed or taken back.' });
}

/** Whose rules may be lost: those of the files' own tables, those of all where the file that is pushed flushes them, or, while something is put back, whatever there is. */
type Takes = 'own' | 'all' | 'any';

function takesOf(wanted: FileState): Takes {
  return wanted.exists && wanted.encoding === 'utf8' && /(?:^|;)\s*flush\s+ruleset\b/m.test(wanted.content) ? 'all' : 'own';
}

/**
 * A file that the way to the machine may hang on, and its taking over. It is on trial until it is confirmed: the machine
 * itself puts the old one back, whatever becomes of host and line. `ownerOf` names what of the system takes a file over, in a word
 * of the script; it throws for a file that nothing does.
 */
export function fileOnTrial(ownerOf: (path: string) => string): Resource<FileSpec, FileState, 'path', Settings> {
  return {
    precheck: ({ ssh }) => requireRoot(ssh, 'trial'),
    read: ({ ssh }, { path }) => {
      ownerOf(path);
      return readFileState(ssh, path);
    },
    plan: (_context, current, spec) => plannedFile(current, spec),
    async apply(context, wanted, current, { path }) {
      const { ssh, trialMs } = context;
      const owner = ownerOf(path);
      if (isSame(await readFileState(ssh, path), wanted)) return void (await trial(ssh, ['take-over', owner]));
      await requireUnedited(ssh, path);
      if (trialMs !== undefined) await arm(ssh, path, owner, trialMs, takesOf(wanted));
      await replace(context, path, wanted, current);
      await trial(ssh, ['take-over', owner]);
    },
    async confirm({ ssh }, wanted, { path }) {
      const ended = await trial(ssh, ['confirm', trialOf(path)], [noTrial]);
      if (ended === noTrial && !isSame(await readFileState(ssh, path), wanted)) throw new Conflict(`${path} was put back by the machine itself: it was not confirmed in time`);
    },
    async restore(context, state, { path }) {
      const { ssh, trialMs } = context;
      const owner = ownerOf(path);
      await trial(ssh, ['back', trialOf(path)], [noTrial]);
      if (isSame(await readFileState(ssh, path), state)) return;
      if (trialMs !== undefined) await arm(ssh, path, owner, trialMs, 'any');
      await replace(context, path, state, null);
      await trial(ssh, ['take-over', owner]);
    },
  };
}
