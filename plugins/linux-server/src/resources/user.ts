import { Refused, SettingsInvalid, type Resource, type SshWriter } from '@jackfield/sdk';
import type { z } from 'zod';
import type { user as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { requireRoot } from './root.ts';
import { field, readFields, settle } from './settled.ts';

export type UserSpec = z.output<typeof schema>;

export type UserState =
  | { readonly exists: false }
  | {
      readonly exists: true;
      readonly uid: number;
      /** Name of the first group. */
      readonly group: string;
      readonly comment: string;
      readonly home: string;
      readonly shell: string;
      /** Names of the further groups, sorted. */
      readonly groups: readonly string[];
      /** Lines of authorized_keys. */
      readonly keys: readonly string[];
    };

function make(ssh: SshWriter, name: string, state: UserState): Promise<void> {
  if (!state.exists) return settle(ssh, 'user', name, [['exists', 'no']]);
  const { uid, group, comment, home, shell, groups, keys } = state;
  return settle(ssh, 'user', name, [
    ['exists', 'yes'], ['uid', String(uid)], ['group', group], ['comment', comment], ['home', home], ['shell', shell], ['groups', groups.join(',')],
    ...keys.map((key) => ['key', key] as const),
  ]);
}

/** A person's or a program's account and the keys that let it in. Passwords are neither read nor set. */
export const user: Resource<UserSpec, UserState, 'name', Settings> = {
  precheck: ({ ssh }) => requireRoot(ssh, 'settle'),
  async read({ ssh }, { name }) {
    const fields = await readFields(ssh, 'user', name);
    if (field(fields, 'exists') !== 'yes') return { exists: false };
    const groups = field(fields, 'groups').split(',').filter((group) => group !== '');
    return {
      exists: true, uid: Number(field(fields, 'uid')), group: field(fields, 'group'), comment: field(fields, 'comment'),
      home: field(fields, 'home'), shell: field(fields, 'shell'), groups: groups.sort(), keys: [...(fields.get('key') ?? [])],
    };
  },
  plan(_context, current, { name, exists, uid, comment, shell, groups, keys }) {
    if (!exists) {
      if (current.exists && current.uid === 0) throw new Refused(`${name} is root and stays`);
      return { exists: false };
    }
    if (current.exists && uid !== undefined && uid !== current.uid) throw new SettingsInvalid(`${name} has the number ${current.uid}, which stays`, { hint: 'Files go by it: take the user away first, and see to what it owned.' });
    if (!current.exists && uid === undefined) throw new SettingsInvalid(`${name} is new and needs a uid`, { hint: 'The same on all machines, so that files on shared disks keep their owner.' });
    const before = current.exists ? current : { uid: uid ?? 0, group: name, comment: '', home: `/home/${name}`, shell: '/bin/sh', groups: [], keys: [] };
    return {
      exists: true, uid: before.uid, group: before.group, home: before.home, comment: comment ?? before.comment, shell: shell ?? before.shell,
      groups: groups === undefined ? before.groups : [...new Set(groups)].sort(), keys: keys ?? before.keys,
    };
  },
  apply: ({ ssh }, wanted, _current, { name }) => make(ssh, name, wanted),
  restore: ({ ssh }, state, { name }) => make(ssh, name, state),
};
