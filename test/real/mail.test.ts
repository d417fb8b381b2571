import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { courier, type Delivery } from '../../core/src/notifications/index.ts';
import { Daemon, freeTcpPort } from './daemon.ts';
import { describeWith, program } from './prerequisites.ts';

const address = '127.0.76.9';
const mailSchema = z.object({ from: z.string(), to: z.array(z.string()), encrypted: z.boolean(), login: z.boolean(), text: z.string() });
const run = promisify(execFile);

describeWith(['aiosmtpd', 'openssl'], 'mail by a real SMTP server', () => {
  let folder: string;
  const servers = new AsyncDisposableStack();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jackfield-mail-'));
    await run(program('openssl'), ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem'), '-days', '2', '-subj', '/CN=mail', '-addext', `subjectAltName=IP:${address}`]);
    await writeFile(join(folder, 'credentials.yaml'), 'mail: { kind: smtp, user: jackfield, password: { plain: sesame } }\nwrong: { kind: smtp, user: jackfield, password: { plain: other } }\n');
  });
  afterAll(async () => {
    await servers.disposeAsync();
    await rm(folder, { recursive: true, force: true });
  });

  async function serve(mode: 'starttls' | 'tls' | 'plain'): Promise<{ readonly port: number; readonly got: () => z.infer<typeof mailSchema>[] }> {
    const port = await freeTcpPort(address);
    const server = servers.use(new Daemon('/usr/bin/python3', [join(import.meta.dirname, 'mail-server.py'), address, String(port), mode, join(folder, 'cert.pem'), join(folder, 'key.pem')]));
    await server.ready(async () => server.output.includes('"ready"'), 20);
    return { port, got: () => server.output.split('\n').filter((line) => line.startsWith('{')).map((line) => mailSchema.parse(JSON.parse(line))) };
  }

  const mail = (port: number, security: 'starttls' | 'tls' | 'none', more: Partial<NonNullable<Delivery['mail']>> = {}): NonNullable<Delivery['mail']> => ({
    host: address, port, security, from: 'jackfield@example.org', ...(security === 'none' ? {} : { credentials: 'mail', ca: 'cert.pem' }), ...more,
  });

  const deliver = (server: NonNullable<Delivery['mail']>, more: Partial<Delivery['message']> = {}, to = ['night@example.org']): Promise<string> => courier({ directory: folder, stateDirectory: folder })({
    id: 'n-1', kind: 'incidents', channel: { mail: to }, mail: server, allow: [], message: { title: 'critical: core-1 is down', text: 'core-1 does not answer\n', incidents: [], attachments: [], ...more },
  });

  test.each(['starttls', 'tls'] as const)('%s: encrypted, logged in, with its id and its attachments', async (security) => {
    const { port, got } = await serve(security);
    await deliver(mail(port, security), { attachments: [{ name: 'report.csv', type: 'text/csv', text: 'a,b\r\n' }] });
    await vi.waitFor(() => expect(got()).toHaveLength(1));
    const [one] = got();
    expect(one).toMatchObject({ from: 'jackfield@example.org', to: ['night@example.org'], encrypted: true, login: true });
    expect(one?.text).toMatch(/^Message-ID: <n-1@jackfield>\r?$/m);
    expect(one?.text).toMatch(/^Subject: critical: core-1 is down\r?$/m);
    expect(one?.text).toContain('core-1 does not answer');
    expect(one?.text).toContain('filename=report.csv');
  });

  test('nothing goes to a server whose certificate nobody signed, that has no TLS, or with a wrong password', async () => {
    const [encrypted, plain] = await Promise.all([serve('starttls'), serve('plain')]);
    await expect(deliver(mail(encrypted.port, 'starttls', { ca: undefined }))).rejects.toMatchObject({ code: 'JF5103' });
    await expect(deliver(mail(plain.port, 'starttls'))).rejects.toMatchObject({ code: 'JF5103' });
    await expect(deliver(mail(encrypted.port, 'starttls', { credentials: 'wrong' }))).rejects.toMatchObject({ code: 'JF5103' });
    expect([...encrypted.got(), ...plain.got()]).toEqual([]);
    await deliver(mail(plain.port, 'none'));
    await vi.waitFor(() => expect(plain.got()).toHaveLength(1));
    expect(plain.got()[0]).toMatchObject({ encrypted: false, login: false });
  });

  test('a mailbox that the server does not know is told, and the others have the mail once', async () => {
    const { port, got } = await serve('plain');
    expect(await deliver(mail(port, 'none'), {}, ['night@example.org', 'nobody@example.org'])).toContain('no mail for nobody@example.org');
    await vi.waitFor(() => expect(got()).toMatchObject([{ to: ['night@example.org'] }]));
    await expect(deliver(mail(port, 'none'), {}, ['nobody@example.org'])).rejects.toMatchObject({ code: 'JF5103' });
  });
});
