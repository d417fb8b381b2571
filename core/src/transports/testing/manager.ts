import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { startTcpServer, type TcpServer } from './tcp-server.ts';

/** One action as a manager reads it. */
export interface ReceivedAction {
  readonly name: string;
  readonly id: string;
  /** The message as it came, with its line ends. */
  readonly text: string;
  header(name: string): string | null;
}

export interface ManagerTalk {
  readonly connection: number;
  readonly socket: Socket;
  /** Sends the lines as one message. */
  say(...lines: string[]): void;
}

export interface Manager extends TcpServer {
  readonly actions: readonly ReceivedAction[];
}

const challenge = '123456789';

function read(text: string): ReceivedAction {
  const header = (name: string): string | null => new RegExp(`^${name}: (.*)\r$`, 'mi').exec(`${text}\r\n`)?.[1] ?? null;
  return { name: header('Action') ?? '', id: header('ActionID') ?? '', text, header };
}

/**
 * A manager as the recorded dialogues have it: lets `ada` in with the MD5 of `open-sesame`, takes what a session settles with,
 * and answers the rest as a test says.
 */
export async function startManager(answer: (action: ReceivedAction, talk: ManagerTalk) => void): Promise<Manager> {
  const actions: ReceivedAction[] = [];
  const key = createHash('md5').update(`${challenge}open-sesame`).digest('hex');
  const server = await startTcpServer((socket, connection) => {
    const say = (...lines: string[]): void => void socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    socket.write('Asterisk Call Manager/11.0.0\r\n');
    let rest = '';
    let isSettled = false;
    socket.on('data', (piece: Buffer) => {
      const messages = (rest + piece.toString()).split('\r\n\r\n');
      rest = messages.pop() ?? '';
      for (const action of messages.map(read)) {
        actions.push(action);
        const { name, id } = action;
        if (name === 'Challenge') say('Response: Success', `ActionID: ${id}`, `Challenge: ${challenge}`);
        else if (name === 'Ping' && !isSettled) say('Response: Success', `ActionID: ${id}`, 'Ping: Pong');
        else if (name === 'Events' && !isSettled) {
          isSettled = true;
          say('Response: Success', `ActionID: ${id}`, 'Events: Off');
        } else if (name !== 'Login') answer(action, { connection, socket, say });
        else if (action.header('Username') === 'ada' && action.header('Key') === key) say('Response: Success', `ActionID: ${id}`, 'Message: Authentication accepted');
        else {
          say('Response: Error', `ActionID: ${id}`, 'Message: Authentication failed');
          socket.end();
        }
      }
    });
  });
  return {
    actions,
    port: server.port,
    get connections() {
      return server.connections;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
