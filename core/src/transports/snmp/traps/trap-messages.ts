import type { WireTrap } from '@jackfield/sdk/runtime';
import type { Place } from '../../../errors/index.ts';

/** From where traps are taken: an address of a known device, with the names of the credentials that it may use. */
export interface TrapSource {
  readonly device: string;
  readonly address: string;
  readonly credentials: readonly string[];
}

/** A trap that was believed. */
export interface ArrivedTrap {
  readonly device: string;
  readonly address: string;
  readonly trap: WireTrap;
}

/** Why what came was not taken. */
export const trapDrops = ['unknown', 'unauthorized', 'malformed', 'late', 'limited'] as const;
export type TrapDrop = (typeof trapDrops)[number];

export interface TrapCounts {
  /** Datagrams. */
  readonly received: number;
  readonly accepted: number;
  /** Informs that were answered. */
  readonly acknowledged: number;
  /**
   * `unknown`: from no address of a device; `unauthorized`: with a community or user that the device does not have; `malformed`:
   * no trap; `late`: of SNMPv3 and seen before, or too old; `limited`: more than a device may send.
   */
  readonly dropped: { readonly [Why in TrapDrop]: number };
  /** Where the last that were dropped came from, with how many, most first. */
  readonly from: readonly (readonly [address: string, dropped: number])[];
}

/** Where to listen; `place` is the line that says so. */
export interface TrapPlace {
  readonly address: string;
  readonly port: number;
  readonly place: Place;
}

/** What the receiver tells as it runs. */
export type TrapNews =
  | { readonly kind: 'open'; readonly port: number }
  | { readonly kind: 'trap'; readonly number: number; readonly arrived: ArrivedTrap }
  | { readonly kind: 'counts'; readonly counts: TrapCounts };

/** What it is told. */
export type TrapOrder =
  | { readonly kind: 'sources'; readonly sources: readonly TrapSource[] }
  /** `kept`: on disk, an inform may be acknowledged. */
  | { readonly kind: 'settled'; readonly number: number; readonly kept: boolean };
