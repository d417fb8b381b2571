/**
 * SHA-256 of a file's content in hex, as `expect` of `writeFile` takes it. The crypto module is loaded at the first use:
 * importing it would add a quarter to the start of every plugin.
 *
 * @stable
 * @since 0.1.0
 */
export function contentHash(content: Uint8Array): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(content).digest('hex');
}
