import type { Device } from './device.ts';
import type { Json } from './json.ts';
import type { AmiReader, AmiWriter } from '../transports/ami.ts';
import type { HttpReader, HttpWriter } from '../transports/http.ts';
import type { Icmp } from '../transports/icmp.ts';
import type { SnmpReader, SnmpWriter } from '../transports/snmp.ts';
import type { SshReader, SshWriter } from '../transports/ssh.ts';
import type { Tcp } from '../transports/tcp.ts';

/** Lines reach the host's log with plugin, device and contribution named. Rate-limited; never pass a secret. */
export interface Log {
  debug(message: string, data?: { readonly [key: string]: Json }): void;
  info(message: string, data?: { readonly [key: string]: Json }): void;
  warn(message: string, data?: { readonly [key: string]: Json }): void;
}

/** What every call has. */
export interface CallContext<Settings = unknown> {
  readonly device: Device;
  /** The plugin's settings for this device: the cascade's result, valid by the plugin's settings schema. */
  readonly settings: Settings;
  /** Aborts when the host no longer wants the answer: deadline, cancel, shutdown. */
  readonly signal: AbortSignal;
  /** Milliseconds left until the deadline, never negative. */
  readonly remaining: () => number;
  readonly log: Log;
  /** What other plugins contributed to the points this plugin's manifest defines, by point; valid by their schemas. */
  readonly points: { readonly [point: string]: readonly Json[] };
}

/** Planning sees no transport at all. */
export type PlanningContext<Settings = unknown> = CallContext<Settings>;

/** Phases identify, inspect, check and read: transports without a way to write. */
export interface ReadingContext<Settings = unknown> extends CallContext<Settings> {
  readonly snmp: SnmpReader;
  readonly ssh: SshReader;
  readonly ami: AmiReader;
  readonly icmp: Icmp;
  readonly http: HttpReader;
  readonly tcp: Tcp;
}

/** Phases apply and restore, on the one device whose lease the change holds. */
export interface WritingContext<Settings = unknown> extends CallContext<Settings> {
  readonly snmp: SnmpWriter;
  readonly ssh: SshWriter;
  readonly ami: AmiWriter;
  readonly icmp: Icmp;
  readonly http: HttpWriter;
  readonly tcp: Tcp;
}
