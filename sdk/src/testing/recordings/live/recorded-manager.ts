import { createHash, randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import { z } from 'zod';
import type { AmiFields, AmiList, AmiMessage } from '../../../transports/ami.ts';
import { encodeMessage, RequestReader, type ActionRequest } from '../../ami/message.ts';
import type { RecordedDevice } from '../recorded-device.ts';
import { Listener } from './listener.ts';
import type { LiveOptions } from './live-options.ts';

const message = z.custom<AmiMessage>();
const list = z.custom<AmiList>();

/** The manager of a recorded Asterisk: logs in, and answers the actions that were recorded. */
export class RecordedManager {
  readonly #device: RecordedDevice;
  readonly #options: LiveOptions;

  private constructor(device: RecordedDevice, options: LiveOptions) {
    this.#device = device;
    this.#options = options;
  }

  static start(device: RecordedDevice, options: LiveOptions): Promise<Listener> {
    const manager = new RecordedManager(device, options);
    return Listener.open(options.address, options.ports.ami ?? 0, (socket) => manager.#converse(socket));
  }

  #converse(socket: Socket): void {
    const greeting = this.#device.recording.exchanges.find(({ ask }) => ask === 'fingerprint.ami')?.answer;
    const { banner } = z.object({ banner: z.string() }).catch({ banner: 'Asterisk Call Manager/11.0.0' }).parse(greeting);
    socket.write(`${banner}\r\n`);
    const reader = new RequestReader();
    const session = { challenge: '', isIn: false };
    socket.on('data', (piece: Buffer) => {
      for (const request of reader.push(piece)) this.#receive(socket, request, session);
    });
  }

  #receive(socket: Socket, request: ActionRequest, session: { challenge: string; isIn: boolean }): void {
    const id = request.get('ActionID');
    const send = (headers: AmiFields): void => void socket.write(encodeMessage([...headers.slice(0, 1), ...(id === '' ? [] : [['ActionID', id] as const]), ...headers.slice(1)]));
    const action = request.get('Action').toLowerCase();
    if (action === 'challenge') {
      session.challenge = String(randomInt(100_000_000, 1_000_000_000));
      return send([['Response', 'Success'], ['Challenge', session.challenge]]);
    }
    if (action === 'logoff') {
      send([['Response', 'Goodbye'], ['Message', 'Thanks for all the fish.']]);
      return void socket.end();
    }
    if (action === 'login') {
      session.isIn = this.#accepts(request, session.challenge);
      send(session.isIn ? [['Response', 'Success'], ['Message', 'Authentication accepted']] : [['Response', 'Error'], ['Message', 'Authentication failed']]);
      if (session.isIn) socket.write(encodeMessage([['Event', 'FullyBooted'], ['Privilege', 'system,all'], ['Status', 'Fully Booted']]));
      else socket.end();
      return;
    }
    if (!session.isIn) return send([['Response', 'Error'], ['Message', 'Permission denied']]);
    for (const headers of this.#answer(request)) send(headers);
  }

  #accepts(request: ActionRequest, challenge: string): boolean {
    const { user, secret } = this.#options.login;
    const isMd5 = request.get('AuthType').toLowerCase() === 'md5';
    const expected = isMd5 ? createHash('md5').update(challenge + secret).digest('hex') : secret;
    return request.get('Username').toLowerCase() === user.toLowerCase() && request.get(isMd5 ? 'Key' : 'Secret') === expected;
  }

  /** The messages that were recorded for an action. */
  #answer(request: ActionRequest): readonly AmiFields[] {
    const fields = request.lines.flatMap((line): AmiFields => {
      const [, name = '', value = ''] = /^([^:]+): ?(.*)$/s.exec(line) ?? [];
      return name === '' || ['action', 'actionid'].includes(name.toLowerCase()) ? [] : [[name, value]];
    });
    const action = request.get('Action');
    const listed = this.#device.perform({ op: 'ami.list', action, fields });
    if (listed.kind === 'answer') {
      const { response, events, complete } = list.parse(listed.answer);
      return complete === response ? [response.headers] : [response, ...events, complete].map(({ headers }) => headers);
    }
    const single = this.#device.perform({ op: 'ami.action', action, fields });
    if (single.kind === 'answer') return [message.parse(single.answer).headers];
    if (action.toLowerCase() === 'ping') return [[['Response', 'Success'], ['Ping', 'Pong']]];
    return [[['Response', 'Error'], ['Message', single.kind === 'missing' ? single.message : single.failure.message]]];
  }
}
