import { createHash, randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import type { AnswerPath, Peer, Way } from '../faults/index.ts';
import type { Action, ActionCall, ActionList, Actions } from './action.ts';
import { callActions } from './actions-call.ts';
import { configActions } from './actions-config.ts';
import { coreActions } from './actions-core.ts';
import { dialplanActions } from './actions-dialplan.ts';
import { pjsipActions } from './actions-pjsip.ts';
import { queueActions } from './actions-queue.ts';
import { statusActions } from './actions-status.ts';
import { voicemailActions } from './actions-voicemail.ts';
import type { AmiFaults } from './ami-faults.ts';
import type { ManagerUser } from './asterisk-model.ts';
import type { Asterisk, ManagerEvent } from './asterisk.ts';
import { ActionRequest, encodeMessage, RequestReader, type Header, type Line } from './message.ts';

const actions: Actions = { ...coreActions, ...pjsipActions, ...queueActions, ...statusActions, ...configActions, ...voicemailActions, ...dialplanActions, ...callActions };
/** Answered by the session itself, before any rights. */
const ownActions: { readonly [name: string]: string } = { Challenge: 'Generate Challenge for MD5 Auth.', Login: 'Login Manager.', Logoff: 'Logoff Manager.' };

/** Names of the actions that the simulator knows. */
export const knownActions: readonly string[] = [...Object.keys(actions), ...Object.keys(ownActions)].sort((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));

const loginWithinMs = 30_000;
const mostLines = 128;

export interface ConnectionHost {
  readonly asterisk: Asterisk;
  readonly faults: AmiFaults;
  /** How long a refused login waits for its answer. */
  readonly refusalMs: number;
  /** Names of the users that are logged in. */
  readonly online: readonly string[];
  readonly path: AnswerPath;
  /** Counts an action; false when the connection is to end instead. */
  begins(): boolean;
}

/** One client of the manager, from greeting to goodbye. */
export class AmiConnection {
  readonly #socket: Socket;
  readonly #host: ConnectionHost;
  readonly #reader = new RequestReader();
  readonly #events: Disposable;
  readonly #way: Way;
  readonly #peer: Peer;
  readonly #timers = new Set<NodeJS.Timeout>();
  #challenge = '';
  /** Classes of events wanted; null for all. */
  #mask: ReadonlySet<string> | null = null;
  #refused = false;
  #isMute = false;
  user: ManagerUser | null = null;

  constructor(socket: Socket, host: ConnectionHost) {
    this.#socket = socket;
    this.#host = host;
    this.#way = host.path.way();
    this.#peer = {
      send: (bytes) => this.#write(bytes),
      end: (bytes) => void socket.end(bytes),
      mute: () => {
        this.#isMute = true;
        socket.pause();
      },
    };
    this.#events = host.asterisk.onEvent((event) => this.#tell(event));
    socket.on('error', () => undefined);
    socket.on('close', () => this.close());
    if (host.faults.halfOpen === 'accept') return;
    socket.on('data', (piece: Buffer) => {
      for (const request of this.#reader.push(piece)) if (!this.#refused && !socket.destroyed) this.#receive(request);
    });
    this.#after(loginWithinMs, () => this.user === null && this.close());
    socket.write(`Asterisk Call Manager/${host.asterisk.model.protocol}\r\n`);
  }

  close(): void {
    this.#events[Symbol.dispose]();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#socket.destroy();
  }

  #receive(request: ActionRequest): void {
    const { faults } = this.#host;
    const name = request.get('Action');
    if (faults.shuttingDown === true) return this.#respond(request, 'Error', [['Message', 'Asterisk is shutting down']]);
    if (request.lines.length > mostLines) return this.#respond(new ActionRequest(request.lines.slice(0, mostLines)), 'Error', [['Message', 'Too many lines in message or allocation failure']]);
    switch (name.toLowerCase()) {
      case '':
        return this.#respond(request, 'Error', [['Message', 'Missing action in request']]);
      case 'logoff':
        this.#respond(request, 'Goodbye', [['Message', 'Thanks for all the fish.']]);
        return void this.#socket.end();
      case 'challenge':
        return this.#sendChallenge(request);
      case 'login':
        return this.#login(request);
      default:
        return this.#perform(request, name);
    }
  }

  #perform(request: ActionRequest, name: string): void {
    const { user } = this;
    const action = Object.entries(actions).find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
    if (user === null) return this.#respond(request, 'Error', [['Message', 'Permission denied']]);
    if (!this.#host.begins()) return void this.#socket.destroy();
    this.#host.asterisk.phonesReturn();
    if (action === undefined) {
      return this.#respond(request, 'Error', [['Message', `Invalid/unknown command: ${name}. Use Action: ListCommands to show available commands.`]]);
    }
    if (!mayDo(user, action)) return this.#respond(request, 'Error', [['Message', 'Permission denied']]);
    const call: ActionCall = {
      request,
      asterisk: this.#host.asterisk,
      faults: this.#host.faults,
      respond: (response, headers, extraLine) => this.#respond(request, response, headers, extraLine),
      list: (list) => this.#list(request, list),
      after: (milliseconds, run) => this.#after(milliseconds, run),
      subscribe: (mask) => this.#subscribe(mask),
      allowedActions: () =>
        knownActions.flatMap((known) => {
          const { summary, privilege } = actions[known] ?? { summary: ownActions[known] ?? '', privilege: null };
          return actions[known] === undefined || mayDo(user, actions[known]) ? [[known, summary, privilege ?? '<none>'] as const] : [];
        }),
    };
    return action.run(call);
  }

  #sendChallenge(request: ActionRequest): void {
    if (request.get('AuthType').toLowerCase() !== 'md5') return this.#respond(request, 'Error', [['Message', 'Must specify AuthType']]);
    this.#challenge = String(randomInt(100_000_000, 1_000_000_000));
    return this.#respond(request, 'Success', [['Challenge', this.#challenge]]);
  }

  #login(request: ActionRequest): void {
    const { asterisk, refusalMs, online } = this.#host;
    if (this.user !== null) return this.#respond(request, 'Success', [['Message', 'Already authenticated']]);
    const name = request.get('Username');
    const user = asterisk.model.users.find((each) => each.name.toLowerCase() === name.toLowerCase());
    const isMd5 = request.get('AuthType').toLowerCase() === 'md5';
    const expected = isMd5 && user !== undefined ? createHash('md5').update(this.#challenge + user.secret).digest('hex') : user?.secret;
    const given = request.get(isMd5 ? 'Key' : 'Secret');
    const isTaken = user !== undefined && !user.severalSessions && online.includes(user.name);
    if (user === undefined || given !== expected || !user.permitted || isTaken) {
      // Whatever the cause: one answer, a second late, then the door.
      this.#refused = true;
      this.#after(refusalMs, () => {
        this.#respond(request, 'Error', [['Message', isTaken && given === expected ? 'Login Already In Use' : 'Authentication failed']]);
        this.#socket.end();
      });
      return;
    }
    this.user = user;
    this.#subscribe(request.get('Events') || 'on');
    this.#respond(request, 'Success', [['Message', 'Authentication accepted']]);
    this.#tell({ privilege: 'system,all', lines: bootLines(asterisk) });
    asterisk.emit({ privilege: 'security,all', lines: successLines(name, this.#socket, asterisk.clock.now()) });
  }

  #subscribe(mask: string): boolean {
    const lower = mask.toLowerCase();
    const classes = lower === 'off' ? [] : lower.split(',').map((each) => each.trim()).filter((each) => knownClasses.has(each));
    this.#mask = lower === 'on' || lower === '' ? null : new Set(classes);
    return this.#mask === null || this.#mask.size > 0;
  }

  #tell({ privilege, lines }: ManagerEvent): void {
    if (this.user === null || !this.#socket.writable) return;
    const classes = privilege.split(',').filter((each) => each !== 'all');
    const isRead = this.user.read.includes('all') || classes.some((each) => this.user?.read.includes(each));
    if (isRead && (this.#mask === null || this.#mask.has('all') || classes.some((each) => this.#mask?.has(each)))) this.#write(Buffer.from(encodeMessage(lines)));
  }

  #respond(request: ActionRequest, response: string, lines: readonly Line[], extraLine = false): void {
    this.#send(request, encodeMessage([['Response', response], ...idOf(request), ...lines], extraLine));
  }

  #list(request: ActionRequest, { message, events, complete, items = events.length, completeHeaders = [], idLast = false }: ActionList): void {
    const { listItemsLie, listNeverEnds } = this.#host.faults;
    const id = idOf(request);
    const parts = [
      encodeMessage([['Response', 'Success'], ...id, ['EventList', 'start'], ['Message', message]]),
      ...events.map((event) => encodeMessage(idLast ? [...event, ...id] : [...event.slice(0, 1), ...id, ...event.slice(1)])),
    ];
    const count = String(listItemsLie === true ? items + 1 : items);
    if (listNeverEnds !== true) parts.push(encodeMessage([['Event', complete], ...id, ['EventList', 'Complete'], ['ListItems', count], ...completeHeaders]));
    this.#send(request, parts.join(''));
  }

  /** Sends an answer, or what the faults make of it; those to a login are spared. */
  #send(request: ActionRequest, text: string): void {
    const { disconnectIn } = this.#host.faults;
    const action = request.get('Action').toLowerCase();
    const bytes = Buffer.from(text);
    if (disconnectIn?.toLowerCase() === action) this.#socket.end(bytes.subarray(0, bytes.length >> 1));
    else if (action === 'login' || action === 'challenge') this.#write(bytes);
    else this.#way.carry(bytes, this.#peer);
  }

  #write(bytes: Buffer): void {
    if (this.#socket.writable && !this.#isMute) this.#socket.write(bytes);
  }

  #after(milliseconds: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, milliseconds);
    this.#timers.add(timer);
  }
}

/** Classes of events and rights that manager.conf knows. */
const knownClasses: ReadonlySet<string> = new Set([
  'system', 'call', 'log', 'verbose', 'command', 'agent', 'user', 'config', 'dtmf', 'reporting', 'cdr', 'dialplan', 'originate', 'agi', 'cc', 'aoc', 'test', 'security', 'message', 'all',
]);

function mayDo({ write }: ManagerUser, { privilege }: Action): boolean {
  return privilege === null || write.includes('all') || privilege.split(',').some((each) => write.includes(each));
}

function idOf(request: ActionRequest): readonly Header[] {
  const id = request.get('ActionID');
  return id === '' ? [] : [['ActionID', id]];
}

function bootLines({ startedAt, reloadedAt, clock }: Asterisk): readonly Header[] {
  const seconds = (since: number): string => String(Math.floor((clock.now() - since) / 1_000));
  return [['Event', 'FullyBooted'], ['Privilege', 'system,all'], ['Uptime', seconds(startedAt)], ['LastReload', seconds(reloadedAt)], ['Status', 'Fully Booted']];
}

function successLines(account: string, { localAddress, localPort, remoteAddress, remotePort }: Socket, now: number): readonly Header[] {
  const time = new Date(now).toISOString().replace('Z', '+0000');
  return [
    ['Event', 'SuccessfulAuth'], ['Privilege', 'security,all'], ['EventTV', time], ['Severity', 'Informational'], ['Service', 'AMI'], ['EventVersion', '1'],
    ['AccountID', account], ['SessionID', '0x7f1498001a90'], ['LocalAddress', `IPV4/TCP/${localAddress}/${localPort}`],
    ['RemoteAddress', `IPV4/TCP/${remoteAddress}/${remotePort}`], ['UsingPassword', '0'], ['SessionTV', time],
  ];
}
