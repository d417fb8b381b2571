import { dirname } from 'node:path';

/** Folders on the way to the paths, outermost first: bubblewrap itself would close them to all but root. */
function foldersTo(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const path of paths) for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) folders.add(folder);
  return [...folders].sort((a, b) => a.length - b.length);
}

/** Arguments of setpriv that leave a process nothing but its user. */
export function dropArguments({ uid, withHost }: { readonly uid: number | null; readonly withHost: boolean }): string[] {
  return [
    ...(uid === null ? [] : [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--bounding-set=-all']),
    '--inh-caps=-all', '--no-new-privs', ...(withHost ? ['--pdeathsig=KILL'] : []), '--',
  ];
}

export interface BubblewrapOptions {
  readonly root: boolean;
  readonly node: string;
  /** Files and folders the plugin may read, at their own paths. */
  readonly readable: readonly string[];
  /** Run inside as root's last act; null when the user does not change. */
  readonly setpriv: string | null;
  /** Whether it sees the host's network: for a debugger, nothing else. */
  readonly network?: boolean;
}

/**
 * Arguments of bubblewrap: a world of the system's libraries, Node, and the package. No /proc, no network, nobody else.
 * Root needs no user namespace and gives its user up inside, so that a package in a closed folder can be shown too.
 */
export function bubblewrapArguments({ root, node, readable, setpriv, network = false }: BubblewrapOptions): string[] {
  const shown = [node, ...readable, ...(root && setpriv !== null ? [setpriv] : [])];
  return [
    '--unshare-ipc', '--unshare-pid', ...(network ? [] : ['--unshare-net']), '--unshare-uts', '--unshare-cgroup-try',
    ...(root ? ['--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID', '--cap-add', 'CAP_SETPCAP'] : ['--unshare-user', '--disable-userns']),
    '--die-with-parent', '--new-session', '--hostname', 'plugin',
    ...foldersTo(['/usr/lib', ...shown]).flatMap((folder) => ['--dir', folder]),
    '--ro-bind', '/usr/lib', '/usr/lib', '--ro-bind-try', '/usr/lib64', '/usr/lib64',
    '--ro-bind-try', '/lib', '/lib', '--ro-bind-try', '/lib64', '/lib64',
    ...shown.flatMap((path) => ['--ro-bind', path, path]),
    '--dev', '/dev', '--remount-ro', '/', '--chdir', '/',
  ];
}
