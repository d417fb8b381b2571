import { outcome } from '@jackfield/sdk';
import type { TestHost } from '../../test-host/index.ts';
import { endingOf } from '../ending.ts';
import type { Finding, Rule } from '../rule.ts';
import { notices, tellings, type Telling } from '../telling.ts';

/** After these the other side has nothing. */
const lost = ['Unreachable', 'AuthFailed', 'NotReady', 'Refused'] as const;
const to = ['+44 113 496 0000', 'night'];

/** Whether the text stands in what was asked for: as it is, or in bytes. */
function sends({ operations }: TestHost, text: string): boolean {
  return operations.some(({ request }) => {
    const bytes: unknown = typeof request === 'object' && request !== null && 'send' in request ? request.send : null;
    return JSON.stringify(request).includes(text) || (typeof bytes === 'string' && Buffer.from(bytes, 'base64').includes(text));
  });
}

async function complaintsOf(host: TestHost, { notifier, device, channel }: Telling): Promise<string[]> {
  const found: string[] = [];
  for (const notice of notices) {
    host.forget();
    const ending = await endingOf(host.tell(notifier, device, notice, to, channel));
    const what = `a message of ${notice.incidents.length} incidents (${notice.kind})`;
    if (ending.kind === 'fault') found.push(`${what} became a fault: ${ending.message}`);
    else if (host.refusals.length > 0) found.push(`${what} asks for what the host refuses: ${host.refusals.map(({ op }) => op).join(', ')}`);
    else if (ending.kind === 'answer' && host.operations.length === 0) found.push(`${what} is said to be taken, and the device was asked for nothing`);
    else if (ending.kind === 'answer' && !sends(host, notice.id)) found.push(`${what} goes out without its id`);
  }
  for (const kind of lost) {
    let asked = 0;
    host.intercept = async ({ op }) => {
      asked += 1;
      throw outcome(kind, `${op} on ${device}: as conformance wants it`);
    };
    const ending = await endingOf(host.tell(notifier, device, notices[0], to, channel));
    if (ending.kind === 'fault') found.push(`${kind} became a fault: ${ending.message}`);
    if (ending.kind === 'answer' && asked > 0) found.push(`every operation ended in ${kind}, and it says that the message is taken`);
    if (asked > 1) found.push(`it asked ${asked} times after ${kind}: the host tries again by itself`);
  }
  host.intercept = null;
  return found;
}

export const notifiersSound: Rule = {
  id: 'notifiers-sound',
  tier: 'silver',
  about: 'device',
  title: 'A notifier says that a message is taken only when it is',
  page: {
    why: 'The host keeps a message until its notifier returns. One that returns for what nobody took loses it, at night, when it was needed. The answer of the other side can be lost too, and the message comes again: without its id people are called twice.',
    checked: 'Each notifier hands messages over on each described device that has HTTP or TCP: one incident, none, a thousand, a report with a file, texts with quotes, line ends, control characters. None may become a fault, none may ask for what the host refuses, and what is said to be taken must have gone out with its id. Then every operation ends in Unreachable, AuthFailed, NotReady and Refused: none may be said to be taken, and none may be asked for again, as the host does that. No message is handed to a real device.',
    example: 'Let the errors of the transports through, throw for a status that is no success, and send the id.',
    listing: [
      "const { status } = await http.send('POST', '/pages', { id: message.id, text: message.title, numbers: to });",
      "if (status >= 300 && status !== 409) throw new Refused(`the gateway answered ${status}`);",
    ],
    exempt: 'A notifier whose other side has no field for an id.',
  },
  async try(subject) {
    const all = tellings(subject);
    const findings: Finding[] = [];
    for (const telling of all) {
      await using host = await subject.open();
      for (const message of await complaintsOf(host, telling)) findings.push({ of: telling.of, message });
    }
    return { tried: all.length * (notices.length + lost.length), findings };
  },
};
