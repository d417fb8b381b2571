import { contentHash, SettingsInvalid, Unsupported, type Resource, type WritingContext } from '@jackfield/sdk';
import type { z } from 'zod';
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
};

/** What the web or TFTP server of the PBX gives to phones. */
const folder = '/srv/provisioning';

const absent: ProvisioningState = { content: null, lines: null, mode: null };

function stateOf(content: string, mode: string): ProvisioningState {
  return { content, lines: content.split('\n').length - (content.endsWith('\n') ? 1 : 0), mode };
}

async function write({ ssh }: WritingContext<Settings>, { content, mode }: ProvisioningState, file: string): Promise<void> {
  const path = `${folder}/${file}`;
  if (content === null) return ssh.removeFile(path);
  const now = await ssh.readFile(path);
  const bytes = Buffer.from(content);
  const bits = Number.parseInt(mode ?? '640', 8);
  if (now !== null && Buffer.compare(now.content, bytes) === 0 && (now.mode & 0o777) === bits) return undefined;
  return ssh.writeFile(path, bytes, { mode: bits, expect: now === null ? null : contentHash(now.content) });
}

/** What one phone fetches when it starts. Nothing is reloaded: the phone takes it when it asks next. */
export const provisioning: Resource<ProvisioningSpec, ProvisioningState, 'file', Settings> = {
  async read({ ssh }, { file }) {
    const found = await ssh.readFile(`${folder}/${file}`);
    if (found === null) return absent;
    const content = Buffer.from(found.content).toString('utf8');
    if (Buffer.compare(Buffer.from(content), found.content) !== 0) throw new Unsupported(`${folder}/${file} is not UTF-8 text`, { hint: 'What is put back must be what was there: move it away, or choose another name.' });
    return stateOf(content, (found.mode & 0o777).toString(8));
  },
  plan(_context, current, { file, exists, content, mode, secrets = {} }) {
    if (!exists) return absent;
    const filled = content?.replaceAll(/\{\{([a-z][A-Za-z0-9]*)\}\}/g, (whole, name: string) => (Object.hasOwn(secrets, name) ? (secrets[name] ?? whole) : whole));
    const wanted = filled ?? current.content;
    if (wanted === null) throw new SettingsInvalid(`${file} is new and needs a content`);
    return stateOf(wanted, mode ?? current.mode ?? '640');
  },
  apply: (context, wanted, _current, { file }) => write(context, wanted, file),
  restore: (context, state, { file }) => write(context, state, file),
};
