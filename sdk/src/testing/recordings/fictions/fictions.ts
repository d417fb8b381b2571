import { isIPv6 } from 'node:net';
import type { FictionKind } from '../recording-schema.ts';
import { ipv4Fiction, ipv4InText, ipv6Fiction, ipv6InText, isCommonIpv4, macFiction, macInText, macOctets, writtenLike } from './address-fiction.ts';
import { serialFiction } from './serial-fiction.ts';

/** Numbers given to values in the order in which they are first seen. */
class Numbered {
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  has(value: string): boolean {
    return this.#numbers.has(value);
  }

  of(value: string): number {
    const number = this.#numbers.get(value) ?? this.#numbers.size + 1;
    this.#numbers.set(value, number);
    return number;
  }

  get values(): readonly string[] {
    return [...this.#numbers.keys()];
  }
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const isCommonMac = (hex: string): boolean => /^(?:0{12}|f{12}|01005e|3333|0180c2)/.test(hex) || hex.startsWith('00005e0053');

/**
 * Stands a fiction of the same shape for each address, name and serial number: documentation addresses, host-1.example.net,
 * serials of the same letters and digits. The same value has the same fiction everywhere, in texts, octets and OIDs.
 */
export class Fictions {
  readonly #kinds: ReadonlySet<FictionKind>;
  readonly #ipv4 = new Numbered();
  readonly #ipv6 = new Numbered();
  readonly #macs = new Numbered();
  readonly #names = new Map<string, string>();
  readonly #serials = new Map<string, string>();
  #words: RegExp | null = null;

  constructor(kinds: Iterable<FictionKind>) {
    this.#kinds = new Set(kinds);
  }

  /** How many values of each kind have a fiction. */
  get counts(): { readonly [Kind in FictionKind]?: number } {
    return {
      ...(this.#kinds.has('addresses') ? { addresses: this.#ipv4.size + this.#ipv6.size + this.#macs.size } : {}),
      ...(this.#kinds.has('names') ? { names: this.#names.size } : {}),
      ...(this.#kinds.has('serials') ? { serials: this.#serials.size } : {}),
    };
  }

  /** A name of this device or of another: it is replaced as a whole word. Of a dotted name the first part too. */
  name(value: string | null | undefined): void {
    if (!this.#kinds.has('names') || value === null || value === undefined || value.length < 2 || this.#names.has(value) || !/[A-Za-z]/.test(value)) return;
    const [first = value] = value.split('.');
    const short = this.#names.get(first) ?? `host-${this.#names.size + 1}`;
    if (first.length >= 2) this.#names.set(first, short);
    if (value !== first) this.#names.set(value, `${short}.example.net`);
    this.#words = null;
  }

  /** A text about people or places: it is replaced whole. */
  words(value: string | null | undefined, fiction: string): void {
    if (!this.#kinds.has('names') || value === null || value === undefined || value.trim().length < 3) return;
    this.#names.set(value.trim(), fiction);
    this.#words = null;
  }

  serial(value: string | null | undefined): void {
    if (!this.#kinds.has('serials') || value === null || value === undefined || !/\w{3}/.test(value) || this.#serials.has(value.trim())) return;
    this.#serials.set(value.trim(), serialFiction(value.trim(), this.#serials.size + 1));
    this.#words = null;
  }

  /** An address that is known to be one, as by its type: it is found in OIDs too. */
  address(value: string): void {
    if (this.#kinds.has('addresses') && !isCommonIpv4(value)) this.#ipv4.of(value);
  }

  mac(octets: Uint8Array): void {
    const hex = Buffer.from(octets).toString('hex');
    if (this.#kinds.has('addresses') && octets.length === 6 && !isCommonMac(hex)) this.#macs.of(hex);
  }

  /** Finds what a text itself tells. */
  learn(text: string): void {
    if (this.#kinds.has('addresses')) this.#addresses(text);
    for (const [, serial] of text.matchAll(/\bserial(?:[ -]?(?:number|no\.?|num))?\b["']?[ \t]*[:=#][ \t]*["']?([\w-]{4,64})/gi)) this.serial(serial);
  }

  text(text: string): string {
    const named = this.#named(text);
    return this.#kinds.has('addresses') ? this.#addresses(named) : named;
  }

  /** Octets that are no text: addresses stand in them as they are. */
  octets(bytes: Buffer): Buffer {
    if (!this.#kinds.has('addresses')) return bytes;
    if (bytes.length === 6) this.mac(bytes);
    let hex = bytes.toString('hex');
    for (const known of this.#macs.values) if (bytes.length >= 6) hex = replacedBytes(hex, known, this.#macHex(known));
    for (const known of this.#ipv4.values) if (bytes.length >= 4 && bytes.length <= 8) hex = replacedBytes(hex, ipv4Hex(known), ipv4Hex(ipv4Fiction(this.#ipv4.of(known))));
    return Buffer.from(hex, 'hex');
  }

  /** Indexes of tables are addresses often enough: those that are known are replaced, past the part that names the object. */
  oid(oid: string): string {
    const parts = oid.split('.');
    if (!this.#kinds.has('addresses') || parts.length < 11) return oid;
    for (let at = 7; at < parts.length; at += 1) {
      const mac = parts.slice(at, at + 6);
      const address = parts.slice(at, at + 4).join('.');
      const hex = mac.length === 6 && mac.every((part) => Number(part) < 256) ? Buffer.from(mac.map(Number)).toString('hex') : '';
      if (this.#macs.has(hex)) parts.splice(at, 6, ...[...Buffer.from(this.#macHex(hex), 'hex')].map(String));
      else if (this.#ipv4.has(address)) parts.splice(at, 4, ...ipv4Fiction(this.#ipv4.of(address)).split('.'));
    }
    return parts.join('.');
  }

  #macHex(hex: string): string {
    return macFiction(this.#macs.of(hex)).toString('hex');
  }

  #addresses(text: string): string {
    return text
      .replaceAll(macInText, (written) => {
        const octets = macOctets(written);
        const hex = octets.toString('hex');
        return isCommonMac(hex) ? written : writtenLike(macFiction(this.#macs.of(hex)), written);
      })
      .replaceAll(ipv4InText, (address) => (isCommonIpv4(address) ? address : ipv4Fiction(this.#ipv4.of(address))))
      .replaceAll(ipv6InText, (address) => (!isIPv6(address) || /^(?:::1?$|ff|2001:db8)/i.test(address) ? address : ipv6Fiction(this.#ipv6.of(address.toLowerCase()))))
      .replaceAll(/(?<![0-9a-fA-F])[0-9a-fA-F]{12,64}(?![0-9a-fA-F])/g, (hex) => this.#macs.values.reduce((kept, known) => kept.replace(new RegExp(known, 'i'), this.#macHex(known)), hex));
  }

  #named(text: string): string {
    if (this.#names.size + this.#serials.size === 0) return text;
    const all = new Map([...this.#names, ...this.#serials]);
    // The longest first: a name with its domain before the name alone.
    this.#words ??= new RegExp(`(?<![A-Za-z0-9])(?:${[...all.keys()].sort((one, other) => other.length - one.length).map(escaped).join('|')})(?![A-Za-z0-9])`, 'g');
    return text.replaceAll(this.#words, (found) => all.get(found) ?? found);
  }
}

function ipv4Hex(address: string): string {
  return Buffer.from(address.split('.').map(Number)).toString('hex');
}

/** Replaces at whole bytes only. */
function replacedBytes(hex: string, known: string, fiction: string): string {
  for (let at = hex.indexOf(known); at !== -1; at = hex.indexOf(known, at + 1)) if (at % 2 === 0) return hex.slice(0, at) + fiction + hex.slice(at + known.length);
  return hex;
}
