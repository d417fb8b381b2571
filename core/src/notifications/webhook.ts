import { createHmac } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Destination } from './destination.ts';
import { webhookFailed } from './errors.ts';
import type { Message, Notification } from './notification-service.ts';

interface WebhookCall {
  readonly id: string;
  readonly kind: Notification['kind'];
  readonly message: Message;
  readonly destination: Destination;
  readonly secret: string;
  readonly now: number;
  readonly ca: string | null;
}

const timeoutMs = 15_000;

/** What stands in `Jackfield-Signature`: when it was signed, and HMAC-SHA256 over that and the body. */
export function signature(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** Posts a message. Redirects are not followed: where they lead was not looked at. */
export async function postWebhook({ id, kind, message, destination: { url, address, family }, secret, now, ca }: WebhookCall): Promise<void> {
  const { title, text, incidents, attachments } = message;
  const body = JSON.stringify({ id, kind, title, text, incidents, attachments });
  const call = url.protocol === 'https:' ? requestHttps : requestHttp;
  const status = await new Promise<number>((resolve, reject) => {
    const request = call(url, {
      method: 'POST', agent: false, timeout: timeoutMs, signal: AbortSignal.timeout(timeoutMs), ...(ca === null ? {} : { ca }),
      lookup: (_host, options, found) => (options.all === true ? found(null, [{ address, family }]) : found(null, address, family)),
      headers: {
        'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'user-agent': 'Jackfield', 'jackfield-delivery': id, 'jackfield-signature': signature(secret, Math.floor(now / 1_000), body),
      },
    }, (response) => {
      // What it says is nobody's business here, however long it is.
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.once('error', reject);
    request.end(body);
  }).catch((cause: unknown) => {
    throw webhookFailed(`${url.host}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  if (status < 200 || status > 299) throw webhookFailed(`${url.host} answered ${status}`);
}
