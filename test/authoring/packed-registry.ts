import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface PackedRegistry extends AsyncDisposable {
  readonly url: string;
}

interface Published {
  readonly bytes: Buffer;
  readonly manifest: { readonly name: string; readonly version: string };
}

async function published(tarball: string): Promise<Published> {
  const { stdout } = await execute('tar', ['-xOzf', tarball, 'package/package.json']);
  return { bytes: await readFile(tarball), manifest: JSON.parse(stdout) };
}

/** A registry on loopback that has the packages of these tarballs, as if they were published; for all else it points to npm's own. */
export async function startPackedRegistry(tarballs: ReadonlyMap<string, string>): Promise<PackedRegistry> {
  const packages = new Map<string, Published>();
  for (const [name, tarball] of tarballs) packages.set(name, await published(tarball));
  const { stdout } = await execute('npm', ['config', 'get', 'registry']);
  const npm = stdout.trim().replace(/\/$/, '');
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1);
    const one = packages.get(path.replace(/\/-\.tgz$/, ''));
    if (one === undefined) response.writeHead(302, { location: `${npm}${request.url ?? ''}` }).end();
    else if (path.endsWith('.tgz')) response.end(one.bytes);
    else {
      const { bytes, manifest } = one;
      const dist = { tarball: `${url}/${manifest.name}/-.tgz`, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` };
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ name: manifest.name, 'dist-tags': { latest: manifest.version }, versions: { [manifest.version]: { ...manifest, dist } } }));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
