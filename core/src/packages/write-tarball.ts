import { gzipSync } from 'node:zlib';
import { Header, Pax } from 'tar';
import type { PackageFiles } from './package-path.ts';

const block = 512;
/** As npm dates the files of its packages. */
const packedAt = new Date('1985-10-26T08:15:00.000Z');
/** Byte of a gzip header that names the system it was made on; 255 is "unknown". */
const gzipSystem = { at: 9, unknown: 255 } as const;

function entry(path: string, content: Buffer): Buffer[] {
  const head = Buffer.alloc(block);
  const data = { path: `package/${path}`, type: 'File', mode: 0o644, size: content.length, mtime: packedAt } as const;
  const needsPax = new Header(data).encode(head, 0);
  const long = needsPax ? [new Pax({ path: data.path, size: data.size, mtime: data.mtime }).encode()] : [];
  return [...long, head, content, Buffer.alloc((block - (content.length % block)) % block)];
}

/** Packs files as npm lays packages out. The same files make the same bytes, on every machine and at any time. */
export function writeTarball(files: PackageFiles): Buffer {
  const archive = Buffer.concat([...[...files].flatMap(([path, content]) => entry(path, content)), Buffer.alloc(2 * block)]);
  const packed = gzipSync(archive, { level: 9 });
  packed[gzipSystem.at] = gzipSystem.unknown;
  return packed;
}
