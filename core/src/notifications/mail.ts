import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Credential } from '../sites/index.ts';
import { mailRefused } from './errors.ts';
import type { Message } from './notification-service.ts';
import type { MailServer } from './settings.ts';

interface Mail {
  readonly id: string;
  readonly message: Message;
  readonly to: readonly string[];
  readonly server: MailServer;
  readonly login: Extract<Credential, { kind: 'smtp' }> | null;
  /** What `ca` is relative to. */
  readonly directory: string;
}

const timeoutMs = 20_000;

/**
 * Hands a mail to the server. The id makes its Message-ID, by which programs see that one came twice. What is returned names the mailboxes that the server did not take, where it took others: these would get it again and again.
 */
export async function sendMail({ id, message, to, server, login, directory }: Mail): Promise<string> {
  const transport = createTransport({
    host: server.host, port: server.port, secure: server.security === 'tls', requireTLS: server.security === 'starttls', ignoreTLS: server.security === 'none',
    connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs,
    ...(server.ca === undefined ? {} : { tls: { ca: await readFile(resolve(directory, server.ca), 'utf8') } }),
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
    disableFileAccess: true, disableUrlAccess: true,
  });
  try {
    const { rejected } = await transport.sendMail({
      from: { name: 'Jackfield', address: server.from }, to: [...to], messageId: `<${id}@jackfield>`, subject: message.title, text: message.text,
      headers: { 'Auto-Submitted': 'auto-generated' },
      attachments: message.attachments.map(({ name, type, text }) => ({ filename: name, contentType: type, content: text })),
    });
    return rejected.length === 0 ? '' : `${server.host} takes no mail for ${rejected.map(String).join(', ')}`;
  } catch (cause) {
    throw mailRefused(`${server.host}:${server.port}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  } finally {
    transport.close();
  }
}
