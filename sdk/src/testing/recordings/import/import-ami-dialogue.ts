import { amiHeader, type AmiMessage } from '../../../transports/ami.ts';
import { parseMessage } from '../ami-text.ts';
import { exchangeOf } from '../exchange.ts';
import { recordingSchema, type Exchange, type Recording } from '../recording-schema.ts';

/** One connection of a dialogue: what waits for its answer. */
interface Connection {
  readonly sent: string[];
  readonly received: string[];
  readonly open: { readonly request: AmiMessage; readonly messages: AmiMessage[]; isList: boolean }[];
}

/** What logs in and out, and what only a session of its own is about. */
const ofTheSession = new Set(['login', 'logoff', 'challenge', 'events', 'waitevent', 'filter']);

const header = (message: AmiMessage, name: string): string => amiHeader(message, name)?.trim() ?? '';
const isEvent = (message: AmiMessage): boolean => message.headers[0]?.[0].toLowerCase() === 'event';

/**
 * The actions and answers of an AMI dialogue as text: lines `C: ` from the client, `S: ` from the manager, with a number
 * for further connections, `# ` for remarks. Logins and events that no action asked for are left out.
 *
 * @experimental
 * @since 0.1.0
 */
export function importAmiDialogue(name: string, text: string): Recording {
  const exchanges: Exchange[] = [];
  const connections = new Map<string, Connection>();
  let banner: string | null = null;
  for (const line of text.split('\n')) {
    const [, side, number = '', content = ''] = /^([CS])(\d*): ?(.*?)\r?$/s.exec(line) ?? [];
    if (side === undefined) continue;
    const connection = connections.get(number) ?? { sent: [], received: [], open: [] };
    connections.set(number, connection);
    if (side === 'S' && content.startsWith('Asterisk Call Manager/')) banner ??= content;
    else if (side === 'C') send(connection, content);
    else receive(connection, content, exchanges);
  }
  if (banner !== null) exchanges.unshift(exchangeOf({ op: 'fingerprint.ami' }, { banner }));
  return recordingSchema.parse({ recording: 1, device: { name, kind: 'pbx' }, exchanges });
}

function send(connection: Connection, content: string): void {
  if (content !== '') return void connection.sent.push(content);
  const request = parseMessage(connection.sent.splice(0).join('\n'));
  if (header(request, 'Action') !== '') connection.open.push({ request, messages: [], isList: false });
}

function receive(connection: Connection, content: string, exchanges: Exchange[]): void {
  if (content !== '') return void connection.received.push(content);
  const message = parseMessage(connection.received.splice(0).join('\n'));
  if (message.headers.length === 0) return;
  const id = header(message, 'ActionID');
  const asked = connection.open.find(({ request }) => header(request, 'ActionID') === id) ?? (isEvent(message) ? undefined : connection.open[0]);
  if (asked === undefined || (isEvent(message) && id === '')) return;
  asked.messages.push(message);
  if (header(message, 'EventList').toLowerCase() === 'start') asked.isList = true;
  const isOver = !asked.isList || header(message, 'EventList').toLowerCase() === 'complete';
  if (!isOver) return;
  connection.open.splice(connection.open.indexOf(asked), 1);
  if (!ofTheSession.has(header(asked.request, 'Action').toLowerCase())) exchanges.push(exchange(asked));
}

function exchange({ request, messages, isList }: Connection['open'][number]): Exchange {
  const fields = request.headers.filter(([name]) => !['action', 'actionid'].includes(name.toLowerCase()));
  const [response = { headers: [] }, ...rest] = messages;
  const complete = rest.pop() ?? response;
  const action = header(request, 'Action');
  return isList ? exchangeOf({ op: 'ami.list', action, fields }, { response, events: rest, complete }) : exchangeOf({ op: 'ami.action', action, fields }, response);
}
