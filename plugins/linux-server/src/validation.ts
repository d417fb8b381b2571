import type { Settings } from './settings.ts';

/** Names of the manifest's commands that check a file's new content; `none` checks nothing. */
export type Validator = Settings['file']['validate'][string];

const known: readonly (readonly [path: RegExp, validator: Validator])[] = [
  [/^\/etc\/ssh\/sshd_config(\.d\/[^/]+\.conf)?$/, 'sshd'],
  [/^\/etc\/sudoers(\.d\/[^/]+)?$/, 'sudoers'],
  [/^\/etc\/nginx\/nginx\.conf$/, 'nginx'],
  [/^\/etc\/nftables\.conf$/, 'nftables'],
  [/^\/etc\/haproxy\/haproxy\.cfg$/, 'haproxy'],
  [/^\/etc\/bind\/named\.conf$/, 'named'],
];

function byContent(path: string, content: Uint8Array): Validator {
  const [first = ''] = Buffer.from(content.subarray(0, 200)).toString('utf8').split('\n', 1);
  if (/^#!\s*\/(usr\/)?bin\/(env +)?bash\b/.test(first)) return 'bash';
  if (/^#!\s*\/(usr\/)?bin\/(env +)?(da|a)?sh\b/.test(first)) return 'sh';
  return path.endsWith('.sh') && !first.startsWith('#!') ? 'sh' : 'none';
}

/** What a new content must pass before it takes its place: what the site's settings say, else by path, else by shebang. */
export function validatorOf(path: string, content: Uint8Array, settings: Settings['file']): Validator {
  const exact = Object.hasOwn(settings.validate, path) ? settings.validate[path] : undefined;
  if (exact !== undefined) return exact;
  const folders = Object.entries(settings.validate).filter(([folder]) => folder.endsWith('/') && path.startsWith(folder));
  const [nearest] = folders.sort(([one], [other]) => other.length - one.length);
  return nearest?.[1] ?? known.find(([pattern]) => pattern.test(path))?.[1] ?? byContent(path, content);
}
