import { existsSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { MemoryFiles } from '../files/index.ts';
import { knownActions } from './ami-connection.ts';
import { startAmiSimulator } from './ami-simulator.ts';
import { Asterisk } from './asterisk.ts';

// Dialogues of a real Asterisk, which are not ours to publish: without them there is nothing to compare with.
const folder = join(process.env['JACKFIELD_SHARED'] ?? resolve(import.meta.dirname, '../../../../../shared'), 'ami');
const present = existsSync(join(folder, 'README.md'));
if (!present) process.stdout.write('skipped: needs recorded dialogues with a real Asterisk, which are not part of the project (JACKFIELD_SHARED names the folder that has them under ami/)\n');

const testFile = `; A file for UpdateConfig tests. It is read by no module.
;  two semicolon comments in the header

[general]
; comment before a variable
alpha = one
beta => two ; trailing comment
beta => three

[tmpl](!)
codec = ulaw
color = red

[child](tmpl)
color = blue
name = Zoë 東京

[dup]
x = 1
[dup]
x = 2
`;

/** The same PBX as the recorded one. */
function recordedAsterisk(file: string): Asterisk {
  const phone = (name: string, more = ''): string => `
[${name}](phone)
auth=${name}
aors=${name}
callerid="Somebody" <${name}>
${more}
[${name}]
type=auth
username=${name}
password=pw-${name}
[${name}](phone-aor)
`;
  const files = new MemoryFiles({
    '/etc/asterisk/pjsip.conf': `
[phone](!)
type=endpoint
context=internal
disallow=all
allow=ulaw,alaw
direct_media=no
media_address=127.0.0.1
bind_rtp_to_media_address=yes
rtp_symmetric=yes
language=en
[phone-auth](!)
type=auth
auth_type=userpass
[phone-aor](!)
type=aor
max_contacts=2
remove_existing=yes
qualify_frequency=10
qualify_timeout=2.0
default_expiration=120
minimum_expiration=30
${['1001', '1002', '1003', '1004', '1005', '1006', '1007'].map((name) => phone(name)).join('')}
${phone('1008').replace('(phone-aor)', '(phone-aor)\nqualify_frequency=0')}
[trunk-ok]
type=endpoint
aors=trunk-ok
outbound_auth=trunk-ok-auth
[trunk-ok]
type=aor
contact=sip:127.0.0.1:5060
[trunk-ok-auth]
type=auth
username=1008
password=pw-1008
[trunk-ok]
type=registration
outbound_auth=trunk-ok-auth
server_uri=sip:127.0.0.1:5060
client_uri=sip:1008@127.0.0.1:5060
retry_interval=10
expiration=120
transport=transport-udp
line=yes
contact_user=trunkok
endpoint=trunk-ok
[trunk-dead]
type=endpoint
aors=trunk-dead
[trunk-dead]
type=aor
contact=sip:127.0.0.1:5999
qualify_frequency=15
qualify_timeout=2
[trunk-dead]
type=registration
server_uri=sip:127.0.0.1:5999
client_uri=sip:acct4711@127.0.0.1:5999
max_retries=10000
retry_interval=20
transport=transport-udp
line=yes
endpoint=trunk-dead
[trunk-refused-auth]
type=auth
username=1007
password=not-the-password
[trunk-refused]
type=registration
outbound_auth=trunk-refused-auth
server_uri=sip:127.0.0.1:5060
client_uri=sip:1007@127.0.0.1:5060
max_retries=10000
retry_interval=15
auth_rejection_permanent=no
forbidden_retry_interval=30
transport=transport-udp
`,
    '/etc/asterisk/queues.conf': `
[general]
[support]
strategy=ringall
timeout=15
retry=2
wrapuptime=3
maxlen=20
weight=5
servicelevel=30
joinempty=yes
leavewhenempty=no
ringinuse=no
member => PJSIP/1001,0,Alice Example,PJSIP/1001
member => PJSIP/1002,1,Bob Example,PJSIP/1002
member => PJSIP/1003,2,Zoë Müller-Łukasz 東京,PJSIP/1003
[sales]
strategy=rrmemory
servicelevel=60
member => PJSIP/1004,0,Dan Example,PJSIP/1004
member => PJSIP/1005,0,Erin: colon,PJSIP/1005
[empty]
strategy=leastrecent
`,
    '/etc/asterisk/ami_test.conf': testFile,
    '/etc/asterisk/ami_broken.conf': '[general\nx=1\n',
    '/etc/asterisk/ami_empty.conf': '',
    '/etc/asterisk/ami_quote.conf': '[a"b]\nk=say "hi" \\\\ tab\there\n',
    '/etc/asterisk/manager.conf': '[viewer]\nsecret=viewer-secret\nread=all\nwrite=reporting\n',
  });
  const user = (name: string, write = ['all'], more = {}) => ({ name, secret: `${name}-secret`, write, ...more });
  return new Asterisk({
    users: [
      user('holdout'), user('viewer', ['reporting']), user('lister', ['system', 'reporting']), user('listener', []),
      user('single', ['all'], { severalSessions: false }), user('blocked', ['all'], { permitted: false }),
    ],
    staticContacts: { 'trunk-dead': 'Unreachable' },
    registrations: { 'trunk-dead': 'Rejected', 'trunk-refused': 'Rejected' },
    phones: [...(file.startsWith('13') ? ['1001', '1002', '1003'] : []).map((aor) => ({ aor, uri: `sip:${aor}@127.0.0.1:6001` })), { aor: '1008', uri: 'sip:trunkok@127.0.0.1:5060;line=nsiyccl', userAgent: 'holdout-pbx' }],
  }, files);
}

type Step = { readonly connection: string; readonly sent: Buffer } | { readonly connection: string; readonly message: readonly string[] };

/** What went over the wire, in order: what the client wrote, and the server's messages. The greetings are left out. */
function readDialogue(file: string): readonly Step[] {
  const steps: Step[] = [];
  const open = new Map<string, string[]>();
  for (const line of readFileSync(join(folder, file), 'utf8').split(/(?<=\n)/)) {
    // Two reloads at the same moment, and manager.conf: not simulated.
    if (line.startsWith('# two full reloads')) break;
    const [, side = '', number = '', text = ''] = /^([CS])(\d*): (.*)$/s.exec(line) ?? [];
    if (side === 'C') {
      const last = steps.at(-1);
      if (last !== undefined && 'sent' in last && last.connection === number) steps[steps.length - 1] = { connection: number, sent: Buffer.concat([last.sent, Buffer.from(text)]) };
      else steps.push({ connection: number, sent: Buffer.from(text) });
    } else if (side === 'S' && !text.startsWith('Asterisk Call Manager/')) {
      const lines = open.get(number) ?? [];
      const plain = text.replace(/\r?\n$/, '');
      if (plain === '') {
        open.delete(number);
        // An empty line more than ends a message counts as a message without lines.
        steps.push({ connection: number, message: lines });
      } else open.set(number, [...lines, plain]);
    }
  }
  return steps;
}

const changing = new Set([
  'Timestamp', 'Uptime', 'LastReload', 'CoreStartupDate', 'CoreStartupTime', 'CoreReloadDate', 'CoreReloadTime', 'CoreProcessedCalls', 'EventTV', 'SessionTV',
  'SessionID', 'LocalAddress', 'RemoteAddress', 'Challenge', 'CallID', 'CallId', 'RegExpire', 'ExpirationTime', 'ID', 'Callerid', 'Mailboxes', 'PickupGroup',
  'CallGroup', 'NamedCallGroup', 'LoginTime', 'LastPause', 'MohSuggest', 'DtlsFingerprint', 'LoggedIn', 'Available', 'Callers', 'HoldTime', 'TalkTime', 'LongestHoldTime',
]);
/** Differs from endpoint to endpoint in the recorded configuration, which is not at hand. */
const configured = new Set(['Context', 'MediaAddress', 'BindRtpToMediaAddress', 'RtpSymmetric', 'DirectMedia', 'ForceRport', 'Allow', 'Language', 'DeviceStateBusyAt', 'Webrtc', 'DtmfMode', 'IdentifyBy']);

/** A message without what is different each time. */
function masked(message: readonly string[]): readonly string[] {
  return message.map((line) => {
    const [, name = line, value = ''] = /^([^:]*): ?(.*)$/s.exec(line) ?? [];
    if (changing.has(name) || configured.has(name)) return `${name}: …`;
    if (name === 'Output') return /\d/.test(value) ? 'Output: …' : line;
    return line.replace(/@[0-9a-f]{32}$/, '@…').replace(/;line=\w+/, ';line=…');
  });
}

class Client {
  readonly #socket: Socket;
  #received = '';
  #more = Promise.withResolvers<void>();
  #closed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    const wake = (): void => {
      this.#more.resolve();
      this.#more = Promise.withResolvers();
    };
    socket.on('data', (piece: Buffer) => {
      this.#received += piece.toString('utf8');
      wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#closed = true;
      wake();
    });
  }

  static async open(address: string, port: number): Promise<Client> {
    const socket = connect({ host: address, port, noDelay: true });
    const client = new Client(socket);
    await client.#until(() => client.#received.includes('\r\n'));
    client.#received = client.#received.slice(client.#received.indexOf('\r\n') + 2);
    return client;
  }

  send(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** The next message: its lines, none for an empty line that ends nothing. */
  async next(): Promise<readonly string[]> {
    const end = (): number => (this.#received.startsWith('\r\n') ? 0 : this.#received.indexOf('\r\n\r\n'));
    await this.#until(() => end() !== -1);
    const at = end();
    if (at === -1) return ['(closed)'];
    const lines = this.#received.slice(0, at).split('\r\n').filter((line) => line !== '');
    this.#received = this.#received.slice(at === 0 ? 2 : at + 4);
    return lines;
  }

  close(): void {
    this.#socket.destroy();
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo() && !this.#closed) await this.#more.promise;
  }
}

/** What is compared: actions that the simulator has, and events that it sends by itself. */
function isKnown(sent: Buffer): boolean {
  const names = [...sent.toString('utf8').matchAll(/^action: *(\w+)/gim)].map(([, name = '']) => name.toLowerCase());
  return names.every((name) => knownActions.some((known) => known.toLowerCase() === name) || name.startsWith('nosuch'));
}

const ownEvents = new Set(['FullyBooted', 'SuccessfulAuth', 'Reload', 'UserEvent', 'QueueMemberAdded', 'QueueMemberRemoved', 'QueueMemberPause']);

async function compare(file: string, skip: (text: string) => boolean = () => false): Promise<{ readonly compared: number; readonly different: readonly string[] }> {
  await using simulator = await startAmiSimulator({ asterisk: recordedAsterisk(file), refusalMs: 5 });
  const clients = new Map<string, Client>();
  const ignoring = new Set<string>();
  // Events that an action which was not sent would have caused do not come.
  let isQuiet = false;
  const challenges = new Map<string, string>();
  const different: string[] = [];
  let compared = 0;
  for (const step of readDialogue(file)) {
    const { connection } = step;
    if ('sent' in step) {
      const text = step.sent.toString('utf8');
      isQuiet = !isKnown(step.sent) || skip(text);
      if (isQuiet) {
        ignoring.add(connection);
        continue;
      }
      ignoring.delete(connection);
      const client = clients.get(connection) ?? (await Client.open(simulator.address, simulator.port));
      clients.set(connection, client);
      // A key answers one challenge only: the recorded one, made for ours.
      const key = createHash('md5').update(`${challenges.get(connection) ?? ''}holdout-secret`).digest('hex');
      const keyed = /wrong/.test(text) ? text : text.replace(/^Key: (\w+)/m, (_, old: string) => `Key: ${old === old.toLowerCase() ? key : key.toUpperCase()}`);
      client.send(Buffer.from(keyed));
      continue;
    }
    const { message } = step;
    const event = /^Event: (\w+)/.exec(message[0] ?? '')?.[1];
    // In other dialogues registrations go on by themselves, which those of the simulator do not.
    const isOwn = event === undefined || ownEvents.has(event) || (event === 'Registry' && file.startsWith('08')) || message.some((line) => line.startsWith('ActionID'));
    if (ignoring.has(connection) || !isOwn || (isQuiet && event !== undefined) || !clients.has(connection)) continue;
    const received = (await clients.get(connection)?.next()) ?? [];
    const challenge = /^Challenge: (\d+)/m.exec(received.join('\n'))?.[1];
    if (challenge !== undefined) challenges.set(connection, challenge);
    compared += 1;
    const [expected, came] = [masked(message), masked(received)];
    if (expected.join('\n') !== came.join('\n')) different.push(`${file} after ${compared}:\n${expected.join('\n')}\n--- came:\n${came.join('\n')}`);
  }
  for (const client of clients.values()) client.close();
  return { compared, different };
}

test.skipIf(!present).each([
  ['01-login-plain.txt', 13],
  ['02-login-md5.txt', 8],
  ['03-login-failures.txt', 15],
  ['04-permissions.txt', 60],
  ['05-ping-core.txt', 20],
  ['06-pjsip-nobody-registered.txt', 45],
  ['08-registrations-outbound.txt', 10],
  ['10-channels-idle.txt', 4],
  ['13-queues.txt', 40],
  ['16-getconfig.txt', 18],
  ['17-updateconfig.txt', 38],
  ['18-updateconfig-reload.txt', 20],
  ['19-createconfig.txt', 8],
  ['20-reload.txt', 20],
  ['22-unknown-malformed.txt', 10],
  // Calls to phones, and the hangup of many, are none that the simulator places.
  ['25-originate.txt', 7],
])('%s: the simulator says what the real one said', { timeout: 30_000 }, async (file, atLeast) => {
  const { compared, different } = await compare(file, (text) => /ListCommands|\rA|[^\r\n]{1000}|PJSIPShowRegistrationsOutbound\r\nActionID: out[2-9]|ActionID: (qs-call|qsum-call|gc-pjsip|gc-queue)\r|Channel: PJSIP\/100[12]\r|ActionID: (csc|hu)\r/.test(text));
  expect(different).toEqual([]);
  expect(compared).toBeGreaterThanOrEqual(atLeast);
});

const ofPhones = new Set(['ContactStatus', 'PeerStatus', 'DeviceStateChange', 'QueueMemberStatus']);

test.skipIf(!present)('09-registration-events.txt: a phone that comes and goes is told as the real one told it', () => {
  const recorded = readDialogue('09-registration-events.txt').flatMap((step) => ('message' in step ? [step.message] : []))
    .filter(([first = '', ...rest]) => ofPhones.has(first.replace('Event: ', '')) && rest.some((line) => /(?:PJSIP\/|: )1004$/.test(line)));
  const asterisk = recordedAsterisk('09-registration-events.txt');
  const told: string[][] = [];
  using _events = asterisk.onEvent(({ lines }) => void told.push(lines.map((line) => (typeof line === 'string' ? line : `${line[0]}: ${line[1]}`))));
  asterisk.phoneComes('1004', 'sip:1004@127.0.0.1:6004;ob');
  asterisk.phoneGoes('1004');
  const plain = (message: readonly string[]): string => masked(message).filter((line) => !/^(RoundtripUsec|Ringinuse)/.test(line)).join('\n');
  expect(told.map(plain)).toEqual(recorded.slice(0, told.length).map(plain));
});
