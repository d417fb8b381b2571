/** What stands in the clear at the head of a message of SNMPv3. */
export interface V3Header {
  /** Hex; empty in the question for it. */
  readonly engine: string;
  readonly user: string;
}

/** The content of the BER element at an offset, and where the next one is; null where there is none. */
function element(bytes: Buffer, at: number): { readonly content: Buffer; readonly next: number } | null {
  const first = bytes[at + 1];
  if (first === undefined) return null;
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (more > 4 || at + 2 + more > bytes.length) return null;
  const length = more === 0 ? first & 0x7f : bytes.readUIntBE(at + 2, more);
  const start = at + 2 + more;
  return start + length > bytes.length ? null : { content: bytes.subarray(start, start + length), next: start + length };
}

function elements(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let one = element(bytes, 0); one !== null; one = element(bytes, one.next)) {
    found.push(one.content);
    if (one.next >= bytes.length || found.length > 8) break;
  }
  return found;
}

/** Null for anything that is no SNMPv3. Who a datagram says it is from is known before a key is made of it. */
export function v3Header(datagram: Buffer): V3Header | null {
  const [version, , security] = elements(element(datagram, 0)?.content ?? Buffer.alloc(0));
  if (version === undefined || version.length !== 1 || version[0] !== 3 || security === undefined) return null;
  const [engine, , , user] = elements(element(security, 0)?.content ?? Buffer.alloc(0));
  return engine === undefined || user === undefined ? null : { engine: engine.toString('hex'), user: user.toString('latin1') };
}
