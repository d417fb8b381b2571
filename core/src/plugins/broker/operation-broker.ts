import { Refused } from '@jackfield/sdk';
import type { Audit } from '../../access/index.ts';
import type { HostEvents } from '../../events/index.ts';
import { timeoutOf, type Operation, type TransportRequest, type Transports } from '../../transports/index.ts';
import { gate, writes, type GateFacts, type NamedRequest } from '../grants/index.ts';
import type { InstalledPlugin } from '../installed-plugin.ts';
import type { InvocationHandlers } from '../process/index.ts';
import { requireNoOp } from './no-op-write.ts';
import { ownDoorRefusal, type OwnDoor } from './own-door.ts';
import { resolveRequest } from './plugin-request.ts';
import { TestCalls } from './test-calls.ts';

/** What the broker knows about one call, all from the host's own tables. */
export interface BrokeredCall {
  readonly plugin: InstalledPlugin;
  readonly facts: GateFacts;
  readonly target: TransportRequest['target'];
  readonly person: string;
  readonly change: string | null;
}

export interface OperationCounts {
  operations: number;
  refused: number;
  /** By operation name. */
  readonly byOperation: Map<string, { allowed: number; refused: number }>;
}

export function emptyCounts(): OperationCounts {
  return { operations: 0, refused: 0, byOperation: new Map() };
}

/** Lets a plugin's operations through to the transports, or not; counts all, audits every write and every test call. */
export class OperationBroker {
  readonly #transports: Transports;
  readonly #audit: Pick<Audit, 'recordDeed'>;
  readonly #events: HostEvents;
  readonly #door: OwnDoor;
  readonly #calls = new TestCalls();
  readonly #counts = new Map<string, OperationCounts>();

  constructor(transports: Transports, audit: Pick<Audit, 'recordDeed'>, events: HostEvents, door: OwnDoor) {
    this.#transports = transports;
    this.#audit = audit;
    this.#events = events;
    this.#door = door;
  }

  /** Of one version: what another one did is its own. */
  counts({ id, version }: Pick<InstalledPlugin, 'id' | 'version'>): OperationCounts {
    const key = `${id}@${version}`;
    const counts = this.#counts.get(key) ?? emptyCounts();
    this.#counts.set(key, counts);
    return counts;
  }

  /** The two ends of the channel that need rights: everything else a plugin says is only words. */
  handlers(call: BrokeredCall): Pick<InvocationHandlers, 'operate' | 'subscribe'> {
    return {
      operate: (input, { wishedMs, leftMs }, signal, onPiece) => {
        const request = this.#admit(call, input);
        const isWriting = writes(request, call.plugin.manifest.permissions);
        const asked = request.operation;
        // A device that is still at work on a write, or rings, is not given up before the call is.
        const timeoutMs = Math.min(leftMs, wishedMs ?? (isWriting || asked.op === 'ami.call' ? leftMs : timeoutOf(request.operation, call.target.settings)));
        const sent = { target: call.target, operation: request.operation, timeoutMs };
        const perform = (): Promise<string> => this.#transports.perform(sent, signal, onPiece);
        if (asked.op === 'ami.call') return this.#calls.place(call.target.key, asked.target, signal, () => this.#audited(call, request, perform));
        if (!isWriting) return perform();
        return call.facts.phase === 'probe' ? this.#probed(call, request, (operation) => this.#transports.perform({ ...sent, operation }, signal)) : this.#audited(call, request, perform);
      },
      subscribe: (input, signal) => {
        const request = this.#admit(call, input);
        return this.#transports.subscribe({ target: call.target, operation: request.operation, timeoutMs: 30_000 }, signal);
      },
    };
  }

  #admit(call: BrokeredCall, input: unknown): NamedRequest {
    let request: NamedRequest;
    try {
      request = resolveRequest(input, call.plugin);
    } catch (error) {
      this.#refused(call, 'malformed', error instanceof Error ? error.message : String(error));
      throw error;
    }
    const refusal = gate(call.facts, request) ?? ownDoorRefusal(call.target, request.operation, this.#door);
    if (refusal !== null) {
      this.#refused(call, request.operation.op, refusal.message);
      throw refusal;
    }
    const counts = this.counts(call.plugin);
    counts.operations += 1;
    count(counts, request.operation.op).allowed += 1;
    return request;
  }

  #refused(call: BrokeredCall, operation: string, reason: string): void {
    const counts = this.counts(call.plugin);
    counts.refused += 1;
    count(counts, operation).refused += 1;
    this.#events.emit('operation.refused', {
      plugin: call.plugin.id, device: call.facts.device, operation, code: new Refused('').code, reason,
    });
  }

  /** Of all writes a SET alone gets here in this phase, and only with values that are there. */
  async #probed(call: BrokeredCall, request: NamedRequest, perform: (operation: Operation) => Promise<string>): Promise<string> {
    const { operation } = request;
    if (operation.op === 'snmp.set') {
      await requireNoOp(operation, perform).catch((error: unknown) => {
        if (error instanceof Refused) this.#refused(call, operation.op, error.message);
        throw error;
      });
    }
    return this.#audited(call, request, () => perform(operation));
  }

  async #audited(call: BrokeredCall, request: NamedRequest, perform: () => Promise<string>): Promise<string> {
    const entry = {
      person: call.person, action: deedOf(call, request), plugin: call.plugin.id, pluginVersion: call.plugin.version,
      device: call.target.key, change: call.change,
    };
    const what = describeWrite(request);
    let result: string;
    try {
      result = await perform();
    } catch (error) {
      await this.#audit.recordDeed({ ...entry, outcome: 'failed', detail: `${what}: ${error instanceof Error ? error.message : String(error)}` });
      throw error;
    }
    await this.#audit.recordDeed({ ...entry, outcome: 'done', detail: what });
    return result;
  }
}

function count(counts: OperationCounts, operation: string): { allowed: number; refused: number } {
  const entry = counts.byOperation.get(operation) ?? { allowed: 0, refused: 0 };
  counts.byOperation.set(operation, entry);
  return entry;
}

function deedOf({ facts }: BrokeredCall, { operation }: NamedRequest): string {
  if (operation.op === 'ami.call') return 'operation.call';
  return facts.phase === 'probe' ? 'operation.probe' : 'operation.write';
}

/** What was written where, never the value: that may be a secret. */
function describeWrite({ operation, command, script }: NamedRequest): string {
  switch (operation.op) {
    case 'snmp.set':
      return `snmp.set ${operation.varbinds.map(([oid]) => oid).join(' ')}`;
    case 'ssh.writeFile':
    case 'ssh.removeFile':
      return `${operation.op} ${operation.path}`;
    case 'ami.write':
      return `ami.write ${operation.action}`;
    case 'ami.call':
      return `ami.call ${operation.target}`;
    case 'http.send':
      return `http ${operation.method} ${operation.path}`;
    case 'tcp.exchange':
      return `tcp.exchange with port ${operation.port}${operation.login === undefined ? '' : ', logged in'}`;
    default:
      return [operation.op, command ?? script].filter((part) => part !== undefined).join(' ');
  }
}
