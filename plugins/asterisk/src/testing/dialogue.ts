import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { amiHeader, NotReady, type AmiFields, type AmiList, type AmiMessage, type AmiReader } from '@jackfield/sdk';

interface Exchange {
  readonly action: string;
  readonly fields: AmiFields;
  readonly answers: readonly AmiMessage[];
}

const folder = join(process.env['JACKFIELD_SHARED'] ?? join(import.meta.dirname, '../../../../../shared'), 'ami');

/** Whether the recorded dialogues of a real Asterisk are at hand; says so when not. */
export const hasDialogues = existsSync(folder);
if (!hasDialogues) process.stderr.write('skipped: needs recorded dialogues with a real Asterisk, which are not part of the project (JACKFIELD_SHARED names the folder that has them under ami/)\n');

function messagesOf(lines: readonly string[], mark: string): AmiMessage[] {
  const messages: (readonly [string, string])[][] = [[]];
  for (const line of lines) {
    if (!line.startsWith(mark)) continue;
    const [, name, value] = /^([^:]+): ?(.*)$/.exec(line.slice(mark.length)) ?? [];
    if (name !== undefined && value !== undefined) messages.at(-1)?.push([name, value]);
    else messages.push([]);
  }
  return messages.filter((headers) => headers.length > 0).map((headers) => ({ headers }));
}

/** The events that the recorded manager told on one of its connections, lists left out. */
export function recordedEvents(file: string, connection: '' | '2' = ''): readonly AmiMessage[] {
  const lines = readFileSync(join(folder, `${file}.txt`), 'utf8').split(/\r?\n/);
  return messagesOf(lines, `S${connection}: `).filter((message) => message.headers[0]?.[0] === 'Event' && amiHeader(message, 'Privilege') !== null);
}

/** A manager that answers as the recorded one did on one of its connections; what was not asked there is unknown. */
export class Dialogue implements AmiReader {
  readonly #exchanges: readonly Exchange[];

  constructor(file: string, connection: '' | '2' | '3' = '') {
    const lines = readFileSync(join(folder, `${file}.txt`), 'utf8').split(/\r?\n/);
    const answers = messagesOf(lines, `S${connection}: `);
    this.#exchanges = messagesOf(lines, `C${connection}: `).map((request) => ({
      action: amiHeader(request, 'Action') ?? '',
      fields: request.headers.filter(([name]) => name !== 'Action' && name !== 'ActionID'),
      answers: answers.filter((answer) => amiHeader(answer, 'ActionID') === amiHeader(request, 'ActionID')),
    }));
  }

  #find(action: string, fields: AmiFields): readonly AmiMessage[] {
    const found = this.#exchanges.find((exchange) => exchange.action === action && JSON.stringify(exchange.fields) === JSON.stringify(fields));
    return found?.answers ?? [{ headers: [['Response', 'Error'], ['Message', `Invalid/unknown command: ${action}. Use Action: ListCommands to show available commands.`]] }];
  }

  async action(name: string, fields: AmiFields = []): Promise<AmiMessage> {
    return this.#find(name, fields)[0] ?? { headers: [] };
  }

  async list(name: string, fields: AmiFields = [], { counted }: { readonly counted?: string } = {}): Promise<AmiList> {
    const [response = { headers: [] }, ...rest] = this.#find(name, fields);
    const complete = rest.find((message) => amiHeader(message, 'EventList') === 'Complete') ?? response;
    const events = rest.filter((message) => message !== complete);
    const count = events.filter((event) => amiHeader(event, 'Event') === counted).length;
    if (counted !== undefined && complete !== response && count !== Number(amiHeader(complete, 'ListItems'))) throw new NotReady('a list that is not whole');
    return { response, events, complete };
  }

  events(): never {
    throw new Error('no call listens to events');
  }
}
