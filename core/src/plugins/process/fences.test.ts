import { expect, test } from 'vitest';
import { fencesOf, type Wrappers } from './fences.ts';

const none: Wrappers = {
  root: false, setpriv: null, prlimit: null, bubblewrap: null, memory: false,
  why: { setpriv: 'setpriv is not installed', prlimit: 'prlimit is not installed', bubblewrap: 'bubblewrap is not installed' },
};
const user = { down: { up: false, why: 'the host is not root' }, up: { up: true, why: '/usr/bin/setpriv' } };

test('every fence that is down says what raises it, one that is up says nothing', () => {
  for (const { up, raise } of fencesOf(none, user.down)) expect(raise === '').toBe(up);
  const all = { ...none, root: true, setpriv: '/usr/bin/setpriv', prlimit: '/usr/bin/prlimit', bubblewrap: '/usr/bin/bwrap', memory: true };
  for (const { up, raise, name } of fencesOf(all, user.up).filter(({ name: of }) => of !== 'host-without-sigusr1')) expect([name, up, raise]).toEqual([name, true, '']);
});

test('a wall that is down does not say what the other one contradicts', () => {
  const namespaces = (own: typeof user.up): { why?: string | undefined; raise?: string | undefined } => fencesOf(none, own).find(({ name }) => name === 'namespaces') ?? {};
  expect(namespaces(user.up)).toMatchObject({ why: expect.stringMatching(/^bubblewrap is not installed; own-user is up and keeps plugins from files and processes/), raise: 'Install bubblewrap (Debian: apt install bubblewrap).' });
  expect(namespaces(user.down).why).toContain('with neither own-user nor namespaces');
  const broken = fencesOf({ ...none, why: { ...none.why, bubblewrap: 'bubblewrap does not work here: No permissions' } }, user.down);
  expect(broken.find(({ name }) => name === 'namespaces')?.raise).toContain('unprivileged_userns_clone');
});
