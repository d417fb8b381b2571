import type { Exchange } from '../../plugins/index.ts';
import { redacted, type Redactor } from './redactor.ts';

function isMapping(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is written to a device may be a secret whatever it is called: where it went stays, the value never does. */
function withoutValues(request: { readonly [key: string]: unknown }): { readonly [key: string]: unknown } {
  const { op, varbinds } = request;
  const hidden = ['content', 'stdin', 'body', 'send'].filter((key) => key in request);
  return {
    ...request,
    ...Object.fromEntries(hidden.map((key) => [key, redacted])),
    ...(op === 'snmp.set' && Array.isArray(varbinds) ? { varbinds: varbinds.map((one: unknown) => (Array.isArray(one) ? [one[0], one[1], redacted] : redacted)) } : {}),
  };
}

/** One exchange as it may be kept on disk. */
export function redactedExchange(exchange: Exchange, redactor: Redactor): Exchange {
  const { request, answer, error } = exchange;
  const asked = isMapping(request) ? redactor.value(withoutValues(request)) : null;
  return {
    ...exchange,
    request: asked,
    answer: answer === null ? null : answerOf(isMapping(request) ? request['op'] : '', answer, redactor),
    error: error === null ? null : redactor.text(error),
  };
}

function answerOf(op: unknown, answer: string, redactor: Redactor): string {
  if (op !== 'ssh.readFile' && op !== 'tcp.exchange') return redactor.json(answer);
  const value: unknown = JSON.parse(answer);
  if (typeof value === 'string') return JSON.stringify(redactor.base64(value));
  if (!isMapping(value) || typeof value['content'] !== 'string') return redactor.json(answer);
  const { content, ...file } = value;
  return JSON.stringify({ ...file, content: redactor.base64(content) });
}
