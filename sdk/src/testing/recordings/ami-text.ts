import { amiHeader, type AmiList, type AmiMessage } from '../../transports/ami.ts';

const isId = ([name]: readonly [string, string]): boolean => name.toLowerCase() === 'actionid';

/** The message without its ActionID, which is another one at each run. */
export function messageText({ headers }: AmiMessage): string {
  // A line without a colon is kept under an empty name.
  return headers.filter((header) => !isId(header)).map(([name, value]) => (name === '' ? `${value}\n` : `${name}: ${value}\n`)).join('');
}

export function parseMessage(text: string): AmiMessage {
  return {
    headers: text.split('\n').filter((line) => line !== '').map((line) => {
      const colon = line.indexOf(':');
      return colon < 0 ? (['', line] as const) : ([line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')] as const);
    }),
  };
}

/** Messages with an empty line after each. */
export function messagesText(messages: readonly AmiMessage[]): string {
  return messages.map(messageText).join('\n');
}

export function parseMessages(text: string): readonly AmiMessage[] {
  return text.split(/\n\n+/).map(parseMessage).filter(({ headers }) => headers.length > 0);
}

/** A list as it came: an error instead of a list is one message. */
export function listText({ response, events, complete }: AmiList): string {
  return messagesText((amiHeader(complete, 'Event') ?? '') === '' ? [response] : [response, ...events, complete]);
}

export function parseList(text: string): AmiList {
  const [response = { headers: [] }, ...rest] = parseMessages(text);
  const complete = rest.pop();
  return complete === undefined ? { response, events: [], complete: response } : { response, events: rest, complete };
}
