import type { HostFacts } from './capabilities.ts';
import type { Device } from './device.ts';
import type { Json } from './json.ts';
import type { AmiCaller, AmiReader, AmiWriter } from '../transports/ami.ts';
import type { HttpReader, HttpWriter } from '../transports/http.ts';
import type { Icmp } from '../transports/icmp.ts';
import type { Sip } from '../transports/sip.ts';
import type { SnmpReader, SnmpWriter } from '../transports/snmp.ts';
import type { SshReader, SshWriter } from '../transports/ssh.ts';
import type { Tcp } from '../transports/tcp.ts';

/**
 * Lines reach the host's log with plugin, device and contribution named. Rate-limited; never pass a secret.
 *
 * @stable
 * @since 0.1.0
 */
export interface Log {
  /** For the plugin's author; the daemon writes it only when its log level says so. */
  debug(message: string, data?: { readonly [key: string]: Json }): void;
  /** For an operator who looks: what was found, what was skipped. */
  info(message: string, data?: { readonly [key: string]: Json }): void;
  /** For an operator who should look. Never the reason of a failure: throw that. */
  warn(message: string, data?: { readonly [key: string]: Json }): void;
}

/**
 * What every call has.
 *
 * @stable
 * @since 0.1.0
 */
export interface CallContext<Settings = unknown> {
  /** The one device this call is for. */
  readonly device: Device;
  /** The host that calls: its SDK version, and what it can do beyond what the plugin requires. */
  readonly host: HostFacts;
  /** The plugin's settings for this device: the cascade's result, valid by the plugin's settings schema. */
  readonly settings: Settings;
  /** Aborts when the host no longer wants the answer: deadline, cancel, shutdown. */
  readonly signal: AbortSignal;
  /** Milliseconds left until the deadline, never negative. */
  readonly remaining: () => number;
  /** Lines for the host's log. */
  readonly log: Log;
  /** What other plugins contributed to the points this plugin's manifest defines, by point; valid by their schemas. */
  readonly points: { readonly [point: string]: readonly Json[] };
}

/**
 * Planning sees no transport at all.
 *
 * @stable
 * @since 0.1.0
 */
export type PlanningContext<Settings = unknown> = CallContext<Settings>;

/**
 * Phases identify, inspect, check and read: transports without a way to write.
 *
 * @stable
 * @since 0.1.0
 */
export interface ReadingContext<Settings = unknown> extends CallContext<Settings> {
  /** The device's SNMP agent. */
  readonly snmp: SnmpReader;
  /** Commands, scripts and files of the device, over SSH. */
  readonly ssh: SshReader;
  /** The manager interface of an Asterisk. */
  readonly ami: AmiReader;
  /** Echo requests to the device. */
  readonly icmp: Icmp;
  /** The device's web interface or API. */
  readonly http: HttpReader;
  /** Exchanges of bytes with ports of the device. */
  readonly tcp: Tcp;
  /** Whether a SIP server is there. */
  readonly sip: Sip;
}

/**
 * Phase check: reading, and test calls where a manager lets them be placed.
 *
 * @stable
 * @since 0.1.0
 */
export interface CheckContext<Settings = unknown> extends ReadingContext<Settings> {
  /** The manager interface of an Asterisk, with test calls. */
  readonly ami: AmiCaller;
  /**
   * When the check was due, or was asked for, as `performance.now()` tells it. What another check of the plugin began to read
   * of the device since then may be told again; what was begun before may not, as it may be of the time before a change.
   */
  readonly since: number;
  /**
   * Names of the plugin's other checks that wait for their turn on the device: all that are due at the same time. What
   * they need can be read along with what this one does, and be there when they are called.
   */
  readonly alsoDue: readonly string[];
}

/**
 * Phases probe, apply, confirm, restore and save, on the one device whose lease the change holds.
 *
 * @stable
 * @since 0.1.0
 */
export interface WritingContext<Settings = unknown> extends CallContext<Settings> {
  /** The device's SNMP agent, with SET. */
  readonly snmp: SnmpWriter;
  /** Commands, scripts and files of the device, over SSH, with those that write. */
  readonly ssh: SshWriter;
  /** The manager interface of an Asterisk, with actions that write. */
  readonly ami: AmiWriter;
  /** Echo requests to the device. */
  readonly icmp: Icmp;
  /** The device's web interface or API, with methods that change something. */
  readonly http: HttpWriter;
  /** Exchanges of bytes with ports of the device. */
  readonly tcp: Tcp;
  /** Whether a SIP server is there. */
  readonly sip: Sip;
}

/**
 * Phases apply and restore: how long a change may be on trial.
 *
 * @stable
 * @since 0.1.0
 */
export interface ApplyContext<Settings = unknown> extends WritingContext<Settings> {
  /**
   * Of the commit classes `confirm` and `timer`: milliseconds after which the device must take back by itself what is
   * applied, or put back by a person's undo, and not confirmed. A device that counts in minutes gets the next whole one.
   * Left out for every other class, and where a push that failed is put back: that ends its trial at once.
   */
  readonly trialMs?: number;
}
