const words = new Map([
  ['ENOENT', 'there is no such file or folder'], ['ENOTDIR', 'a part of the path is no folder'], ['EISDIR', 'it is a folder'], ['EACCES', 'you may not'], ['EPERM', 'you may not'],
  ['EROFS', 'the disk is read-only'], ['ENOSPC', 'the disk is full'], ['EDQUOT', 'your share of the disk is full'], ['EEXIST', 'it is there already'],
]);

/** Why a file could not be read or written, in words: the place beside it names the file. */
export function fileProblem(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return words.get(code) ?? (cause instanceof Error ? cause.message : String(cause));
}
