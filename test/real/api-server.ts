import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freeTcpPort } from './daemon.ts';

export interface ApiServer extends AsyncDisposable {
  readonly port: number;
  /** SHA-256 of its certificate, as it is pinned. */
  readonly fingerprint: string;
}

/** An API over TLS on loopback, with a certificate that it made for itself under a name. */
export async function startApiServer(address: string, name: string, answer: RequestListener): Promise<ApiServer> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-api-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile, '-out', certFile, '-days', '2', '-subj', `/CN=${name}`]);
  const [key, cert] = [await readFile(keyFile, 'utf8'), await readFile(certFile, 'utf8')];
  await rm(folder, { recursive: true });
  const server = createServer({ key, cert }, answer);
  const port = await freeTcpPort(address);
  server.listen(port, address);
  await once(server, 'listening');
  return {
    port,
    fingerprint: new X509Certificate(cert).fingerprint256,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
