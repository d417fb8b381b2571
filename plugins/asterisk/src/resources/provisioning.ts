import { contentHash, SettingsInvalid, Unsupported, type ReadingContext, type Resource, type WritingContext } from '@jackfield/sdk';
import type { z } from 'zod';
import { pjsipFile } from '../own-files/kinds.ts';
import type { provisioning as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';

export type ProvisioningSpec = z.output<typeof schema>;

/** The content holds a phone's login: the spec's schema marks its name as secret, so that it is shown nowhere. */
export type ProvisioningState = {
  readonly content: string | null;
  /** Lines of the content, for the plan: all that it may show. */
  readonly lines: number | null;
  /** Permission bits, in octal digits. */
  readonly mode: string | null;
  /** `UID:GID`; null for that of pjsip.conf, which new files get: whoever may write that one may write these. */
  readonly owner: string | null;
};

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** What the web or TFTP server of the PBX gives to phones. */
const folder = '/srv/provisioning';

const absent: ProvisioningState = { content: null, lines: null, mode: null, owner: null };

function stateOf(content: string, mode: string, owner: string | null): ProvisioningState {
  return { content, lines: content.split('\n').length - (content.endsWith('\n') ? 1 : 0), mode, owner };
}

/** Who owns pjsip.conf; root where there is none. */
async function usualOwner({ ssh, settings: { configuration } }: ReadingContext<Settings>): Promise<Owner> {
  const { uid, gid } = (await ssh.readFile(`${configuration.folder}/${pjsipFile.base}`)) ?? { uid: 0, gid: 0 };
  return { uid, gid };
}

function ownerIn(text: string): Owner {
  const [uid = 0, gid = 0] = text.split(':').map(Number);
  return { uid, gid };
}

async function write(context: WritingContext<Settings>, { content, mode, owner: told }: ProvisioningState, file: string): Promise<void> {
  const { ssh } = context;
  const path = `${folder}/${file}`;
  if (content === null) return ssh.removeFile(path);
  const [now, owner] = await Promise.all([ssh.readFile(path), told === null ? usualOwner(context) : ownerIn(told)]);
  const bytes = Buffer.from(content);
  const bits = Number.parseInt(mode ?? '640', 8);
  if (now !== null && Buffer.compare(now.content, bytes) === 0 && (now.mode & 0o777) === bits && now.uid === owner.uid && now.gid === owner.gid) return undefined;
  return ssh.writeFile(path, bytes, { mode: bits, ...owner, expect: now === null ? null : contentHash(now.content) });
}

/** What one phone fetches when it starts. Nothing is reloaded: the phone takes it when it asks next. */
export const provisioning: Resource<ProvisioningSpec, ProvisioningState, 'file', Settings> = {
  async read(context, { file }) {
    const [found, usual] = await Promise.all([context.ssh.readFile(`${folder}/${file}`), usualOwner(context)]);
    if (found === null) return absent;
    const content = Buffer.from(found.content).toString('utf8');
    if (Buffer.compare(Buffer.from(content), found.content) !== 0) throw new Unsupported(`${folder}/${file} is not UTF-8 text`, { hint: 'What is put back must be what was there: move it away, or choose another name.' });
    const isUsual = found.uid === usual.uid && found.gid === usual.gid;
    return stateOf(content, (found.mode & 0o777).toString(8), isUsual ? null : `${found.uid}:${found.gid}`);
  },
  plan(_context, current, { file, exists, content, mode, secrets = {} }) {
    if (!exists) return absent;
    const filled = content?.replaceAll(/\{\{([a-z][A-Za-z0-9]*)\}\}/g, (whole, name: string) => (Object.hasOwn(secrets, name) ? (secrets[name] ?? whole) : whole));
    const wanted = filled ?? current.content;
    if (wanted === null) throw new SettingsInvalid(`${file} is new and needs a content`);
    return stateOf(wanted, mode ?? current.mode ?? '640', current.owner);
  },
  apply: (context, wanted, _current, { file }) => write(context, wanted, file),
  restore: (context, state, { file }) => write(context, state, file),
};
