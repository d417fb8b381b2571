import { randomBytes } from 'node:crypto';
import { chown, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Replaces a file as a whole, down to the disk: whoever reads it sees the one before or this one. Its rights and its owner stay. */
export async function replaceFile(file: string, content: Buffer | string): Promise<void> {
  const young = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.new`;
  try {
    const before = await stat(file).catch(() => null);
    const mode = before === null ? 0o644 : before.mode & 0o777;
    {
      await using handle = await open(young, 'wx', mode);
      await handle.writeFile(content);
      // Whatever the umask: a plugin's process has a user of its own and reads its files.
      await handle.chmod(mode);
      await handle.sync();
    }
    // Only root gives files away; anybody else owns what was there, or could not write it.
    if (before !== null && process.getuid?.() === 0) await chown(young, before.uid, before.gid);
    await rename(young, file);
    await using folder = await open(dirname(file), 'r');
    await folder.sync();
  } catch (error) {
    await rm(young, { force: true }).catch(() => undefined);
    throw error;
  }
}
