/** What an error says, with its code. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? `${message} (${error.code})` : message;
}
