import { systemTime, type SimulatorClock } from '../clock/index.ts';
import { MemoryFiles } from '../files/index.ts';
import { asteriskModelSchema, type AsteriskModel, type AsteriskModelInput } from './asterisk-model.ts';
import { readConfig } from './config-file.ts';
import { deviceState } from './contacts.ts';
import { configuredDialplan, type DialplanContext } from './dialplan.ts';
import type { Header, Line } from './message.ts';
import { noObjects, readPjsipObjects, type PjsipObjects } from './pjsip-config.ts';
import { memberEvent } from './queue-events.ts';
import { configuredQueues, describedQueues, type Queue, type QueueCaller } from './queues.ts';
import { configuredMailboxes, describedMailboxes, type Mailbox } from './voicemail.ts';

/**
 * An event, with the class that may see it.
 *
 * @experimental
 * @since 0.1.0
 */
export interface ManagerEvent {
  readonly privilege: string;
  readonly lines: readonly Line[];
}

const reloadable = new Set(['res_pjsip', 'res_pjsip_outbound_registration', 'app_queue', 'pbx_config', 'app_voicemail', 'res_musiconhold', 'manager', 'dnsmgr', 'logger', 'cdr', 'features', 'rtp']);
const fixedModules = new Set(['app_echo', 'app_dial', 'chan_pjsip', 'res_rtp_asterisk', 'codec_ulaw', 'codec_alaw']);

/** What a reload can come to, with the number that the Reload event has for it. */
export const reloadStatus = { success: 0, notFound: 2, inProgress: 4, notReloadable: 6 } as const;

/** Numbers of device states, as queues tell them. */
const deviceNumbers: { readonly [state: string]: number } = { 'Not in use': 1, 'In use': 2, Busy: 3, Invalid: 4, Unavailable: 5, Ringing: 6 };

const withoutEnding = (module: string): string => module.replace(/\.so$/, '');

export type RegistrationStatus = AsteriskModel['registrations'][string];

/**
 * What goes on inside the simulated PBX, whoever talks to it.
 *
 * @experimental
 * @since 0.1.0
 */
export class Asterisk {
  readonly model: AsteriskModel;
  /** The machine's files: pjsip.conf, queues.conf, voicemail.conf and extensions.conf among them. */
  readonly files: MemoryFiles;
  readonly clock: SimulatorClock;
  readonly startedAt: number;
  reloadedAt: number;
  objects: PjsipObjects = noObjects;
  queues: readonly Queue[] = [];
  mailboxes: readonly Mailbox[] = [];
  dialplan: readonly DialplanContext[] = [];
  /** Channels of the calls that managers ordered, and when each ends by itself: epoch milliseconds. */
  readonly calls = new Map<string, number>();
  /** What the dialplan runs for them, by their second half. */
  readonly applications = new Map<string, string>();
  #called = 0;
  /** Outbound registrations that were stopped by hand. */
  readonly #unregistered = new Set<string>();
  /** Phones that register again, and when: epoch milliseconds. */
  readonly #returning: { readonly aor: string; readonly uri: string; readonly at: number }[] = [];
  readonly #listeners = new Set<(event: ManagerEvent) => void>();

  constructor(model: AsteriskModelInput, files: MemoryFiles = new MemoryFiles(), clock: SimulatorClock = systemTime) {
    this.model = asteriskModelSchema.parse(model);
    this.files = files;
    this.clock = clock;
    this.startedAt = clock.now() - this.model.uptime * 1_000;
    this.reloadedAt = this.startedAt;
    this.objects = readPjsipObjects(files, this.model.configFolder, noObjects);
    this.queues = describedQueues(this.model, clock.now());
    this.#readQueues();
    this.#readMailboxes();
    this.#readDialplan();
  }

  isLoaded(module: string): boolean {
    const name = withoutEnding(module);
    return reloadable.has(name) || fixedModules.has(name);
  }

  /** Channels of the calls that managers ordered and that last. */
  get channelsInCall(): readonly string[] {
    return [...this.calls].filter(([, endsAt]) => endsAt > this.clock.now()).map(([channel]) => channel);
  }

  /** Counts a call: its number among all. */
  nextCall(): number {
    this.#called += 1;
    return this.#called;
  }

  /** Reloads a module, or all for an empty name. */
  reload(module: string): keyof typeof reloadStatus {
    const name = withoutEnding(module);
    const outcome = name === '' || reloadable.has(name) ? 'success' : fixedModules.has(name) ? 'notReloadable' : 'notFound';
    if (outcome === 'success' && (name === '' || name === 'res_pjsip')) this.#readPjsip();
    if (outcome === 'success' && (name === '' || name === 'app_queue')) this.#readQueues();
    if (outcome === 'success' && (name === '' || name === 'app_voicemail')) this.#readMailboxes();
    if (outcome === 'success' && (name === '' || name === 'pbx_config')) this.#readDialplan();
    this.reloadedAt = this.clock.now();
    return outcome;
  }

  /** What it goes by at present, whatever its files say: two of these differ in what was done to it, and in nothing else. */
  state(): { readonly [part: string]: { readonly [name: string]: string } } {
    const objects = Object.entries(this.objects).map(([type, named]) => [type, Object.fromEntries([...named].map(([name, { values }]) => [name, JSON.stringify([...values])]))] as const);
    const queues = this.queues.map(({ name, strategy, max, weight, members }) => [name, JSON.stringify([strategy, max, weight, members.map((member) => [member.interface, member.name, member.penalty, member.paused])])] as const);
    const mailboxes = this.mailboxes.map((mailbox) => [`${mailbox.number}@${mailbox.context}`, JSON.stringify({ ...mailbox, options: [...mailbox.options] })] as const);
    const contexts = this.dialplan.map(({ name, ...context }) => [name, JSON.stringify(context)] as const);
    return { ...Object.fromEntries(objects), queue: Object.fromEntries(queues), mailbox: Object.fromEntries(mailboxes), context: Object.fromEntries(contexts), unregistered: Object.fromEntries([...this.#unregistered].map((name) => [name, 'by hand'])) };
  }

  /** The number of a device's state, such as that of PJSIP/1001. */
  deviceNumber(device: string): number {
    const endpoint = this.objects.endpoint.get(device.replace(/^PJSIP\//, ''));
    return deviceNumbers[endpoint === undefined ? 'Invalid' : deviceState(this.model, this.objects, endpoint)] ?? 0;
  }

  registrationStatus(name: string): RegistrationStatus {
    return this.#unregistered.has(name) ? 'Unregistered' : (this.model.registrations[name] ?? 'Registered');
  }

  /** Registers at the other end, or takes it back; what comes of it is told as an event. Throws when there is no such registration. */
  register(name: string, wanted: boolean): void {
    const registration = this.objects.registration.get(name);
    if (registration === undefined) throw new RangeError(`the PBX has no registration ${name}`);
    if (wanted) this.#unregistered.delete(name);
    else this.#unregistered.add(name);
    // What may have stood is taken back first; that it stands anew is not told.
    const status = this.registrationStatus(name) === 'Registered' ? 'Unregistered' : this.registrationStatus(name);
    this.#tell('system,all', 'Registry', [
      ['ChannelType', 'PJSIP'], ['Username', registration.values.get('client_uri') ?? ''], ['Domain', registration.values.get('server_uri') ?? ''], ['Status', status],
    ]);
  }

  /** Registers all, or takes all back, without a word. */
  registerAll(wanted: boolean): void {
    this.#unregistered.clear();
    if (!wanted) for (const name of this.objects.registration.keys()) this.#unregistered.add(name);
  }

  /** A phone registers at this PBX. */
  phoneComes(aor: string, uri: string): void {
    this.model.phones.push({ aor, uri, userAgent: 'Deskphone 1.0', status: 'Reachable', roundtripUsec: 1_500 });
    this.#tellContact(aor, uri, 'NonQualified', 0);
    this.#tellPeer(aor, 'Reachable');
    this.#tellDevice(aor, 'NOT_INUSE');
    // Until it was asked, nobody knows how fast it answers; where nobody asks, that is all.
    if (this.objects.aor.get(aor)?.values.get('qualify_frequency') !== '0') this.#tellContact(aor, uri, 'Reachable', 1_500);
  }

  /** A phone is gone: it unregistered, or answers no more. */
  phoneGoes(aor: string): void {
    const at = this.model.phones.findIndex((phone) => phone.aor === aor);
    const [phone] = at === -1 ? [] : this.model.phones.splice(at, 1);
    if (phone === undefined) return;
    this.#tellDevice(aor, 'UNAVAILABLE');
    this.#tellPeer(aor, 'Unreachable');
    this.#tellContact(aor, phone.uri, 'Removed', 0);
  }

  /** Phones whose time has come register again. */
  phonesReturn(): void {
    const due = this.#returning.filter(({ at }) => at <= this.clock.now());
    for (const phone of due) {
      this.#returning.splice(this.#returning.indexOf(phone), 1);
      this.phoneComes(phone.aor, phone.uri);
    }
  }

  /** Somebody calls a queue and waits. Throws when there is no such queue. */
  callerJoins(queue: string, { channel, number, name }: Omit<QueueCaller, 'since'>): void {
    const { callers } = this.#queue(queue);
    callers.push({ channel, number, name, since: this.clock.now() });
    this.#tell('agent,all', 'QueueCallerJoin', [
      ['Channel', channel], ['ChannelState', '6'], ['ChannelStateDesc', 'Up'], ['CallerIDNum', number], ['CallerIDName', name], ['Queue', queue], ['Position', String(callers.length)], ['Count', String(callers.length)],
    ]);
  }

  /** The one that waits under this channel is answered, or gives up. */
  callerLeaves(queue: string, channel: string, { gaveUp = false } = {}): void {
    const found = this.#queue(queue);
    const at = found.callers.findIndex((caller) => caller.channel === channel);
    if (at === -1) return;
    found.callers.splice(at, 1);
    if (gaveUp) found.abandoned += 1;
    else found.completed += 1;
    const who: readonly Header[] = [['Channel', channel], ['Queue', queue], ['Position', String(at + 1)]];
    if (gaveUp) this.#tell('agent,all', 'QueueCallerAbandon', who);
    this.#tell('agent,all', 'QueueCallerLeave', [...who, ['Count', String(found.callers.length)]]);
  }

  /** Puts an event before every session that may see it. */
  emit(event: ManagerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  onEvent(listener: (event: ManagerEvent) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  #queue(name: string): Queue {
    const queue = this.queues.find((each) => each.name === name);
    if (queue === undefined) throw new RangeError(`the PBX has no queue ${name}`);
    return queue;
  }

  #readPjsip(): void {
    const old = this.objects;
    this.objects = readPjsipObjects(this.files, this.model.configFolder, old);
    if (this.model.phonesReturn === 0) return;
    const isOther = (type: 'auth' | 'aor', name: string): boolean => JSON.stringify([...(old[type].get(name)?.values ?? [])]) !== JSON.stringify([...(this.objects[type].get(name)?.values ?? [])]);
    for (const { aor, uri } of this.model.phones.filter((phone) => isOther('auth', phone.aor) || isOther('aor', phone.aor))) {
      this.phoneGoes(aor);
      this.#returning.push({ aor, uri, at: this.clock.now() + this.model.phonesReturn * 1_000 });
    }
  }

  #readQueues(): void {
    const sections = readConfig(this.files, this.model.configFolder, 'queues.conf');
    if (typeof sections === 'string') return;
    const described = this.queues.filter(({ name }) => this.model.queues.some((queue) => queue.name === name));
    this.queues = [...described, ...configuredQueues(sections, this.queues, Math.floor(this.clock.now() / 1_000)).filter(({ name }) => !described.some((queue) => queue.name === name))];
  }

  #readMailboxes(): void {
    const sections = readConfig(this.files, this.model.configFolder, 'voicemail.conf');
    const described = describedMailboxes(this.model);
    const configured = typeof sections === 'string' ? this.mailboxes : configuredMailboxes(sections);
    this.mailboxes = [...described, ...configured.filter(({ context, number }) => !described.some((one) => one.context === context && one.number === number))];
  }

  #readDialplan(): void {
    const sections = readConfig(this.files, this.model.configFolder, 'extensions.conf');
    if (typeof sections !== 'string') this.dialplan = configuredDialplan(sections);
  }

  #tell(privilege: string, event: string, lines: readonly Header[]): void {
    this.emit({ privilege, lines: [['Event', event], ['Privilege', privilege], ...lines] });
  }

  #tellContact(aor: string, uri: string, status: string, roundtripUsec: number): void {
    this.#tell('system,all', 'ContactStatus', [['URI', uri], ['ContactStatus', status], ['AOR', aor], ['EndpointName', aor], ['RoundtripUsec', String(roundtripUsec)]]);
  }

  #tellPeer(aor: string, status: string): void {
    this.#tell('system,all', 'PeerStatus', [['ChannelType', 'PJSIP'], ['Peer', `PJSIP/${aor}`], ['PeerStatus', status]]);
  }

  /** The state of a device, which the queues tell of their members too. */
  #tellDevice(aor: string, state: string): void {
    const device = `PJSIP/${aor}`;
    this.#tell('call,all', 'DeviceStateChange', [['Device', device], ['State', state]]);
    for (const queue of this.queues) {
      for (const member of queue.members) if (member.state === device) this.emit(memberEvent('QueueMemberStatus', queue, member, this.deviceNumber(device)));
    }
  }
}
