import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';

export interface Release {
  readonly version: string;
  readonly bytes: Buffer;
  /** When the registry says it came out. */
  readonly time: string;
  /** Sent instead of the bytes whose hash it gives. */
  readonly sent?: Buffer;
}

export interface LocalRegistry extends AsyncDisposable {
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
}

/** An npm registry on loopback with one package. */
export async function startRegistry(name: string, releases: readonly Release[]): Promise<LocalRegistry> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    asked.push(path);
    const release = releases.find(({ version }) => path === `/files/${version}.tgz`);
    if (release !== undefined) response.end(release.sent ?? release.bytes);
    else if (path === `/${name}`) response.setHeader('content-type', 'application/json').end(JSON.stringify(packument(name, releases, url())));
    else response.writeHead(404).end('{}');
  });
  const url = (): string => {
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: url(),
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function packument(name: string, releases: readonly Release[], url: string): object {
  return {
    name, 'dist-tags': { latest: releases.at(-1)?.version },
    time: Object.fromEntries(releases.map(({ version, time }) => [version, time])),
    versions: Object.fromEntries(releases.map(({ version, bytes }) => [version, {
      name, version, dist: { tarball: `${url}/files/${version}.tgz`, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`, shasum: createHash('sha1').update(bytes).digest('hex') },
    }])),
  };
}
