/** `**` stands for any folders, `*` for any part of one name; a path with `..`, `.` or empty parts fits nothing. */
export function pathMatches(pattern: string, path: string): boolean {
  const parts = path.split('/').slice(1);
  if (!path.startsWith('/') || parts.some((part, at) => part === '..' || part === '.' || (part === '' && at < parts.length - 1))) return false;
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((piece) => (piece === '**' ? '.*' : piece === '*' ? '[^/]*' : piece.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)))
    .join('');
  return new RegExp(`^${source}$`, 's').test(path);
}
