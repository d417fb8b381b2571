import { isIPv6 } from 'node:net';

/** What tells the answers to one request from all others: RFC 3261, 17.1.3 and 8.1.3. */
export interface SipTransaction {
  /** Of the topmost Via; begins with the magic cookie. */
  readonly branch: string;
  readonly callId: string;
  readonly cseq: number;
  readonly fromTag: string;
}

export interface SipEnd {
  readonly address: string;
  readonly port: number;
}

/** A response, as far as it is looked at. */
export interface SipResponse {
  readonly status: number;
  readonly reason: string;
  readonly server: string | null;
}

/** Most of a message that is read: a head without its body is far smaller. */
export const mostBytes = 65_535;
const mostLines = 200;

const compact: ReadonlyMap<string, string> = new Map([['v', 'via'], ['i', 'call-id'], ['f', 'from'], ['t', 'to'], ['l', 'content-length']]);

/** An IPv6 address stands in brackets (RFC 3261, 25.1). */
function hostPort({ address, port }: SipEnd): string {
  return `${isIPv6(address) ? `[${address}]` : address}:${port}`;
}

/** An OPTIONS request outside of any dialog (RFC 3261, 11.1). `rport` asks for the answer at the port that it comes from (RFC 3581). */
export function optionsRequest(protocol: 'udp' | 'tcp', local: SipEnd, peer: SipEnd, { branch, callId, cseq, fromTag }: SipTransaction): string {
  const uri = `sip:${hostPort(peer)}${protocol === 'tcp' ? ';transport=tcp' : ''}`;
  return [
    `OPTIONS ${uri} SIP/2.0`,
    `Via: SIP/2.0/${protocol.toUpperCase()} ${hostPort(local)};branch=${branch};rport`,
    'Max-Forwards: 70',
    `From: <sip:jackfield@${hostPort(local)}>;tag=${fromTag}`,
    `To: <${uri}>`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} OPTIONS`,
    `Contact: <sip:jackfield@${hostPort(local)}${protocol === 'tcp' ? ';transport=tcp' : ''}>`,
    'Accept: application/sdp',
    'User-Agent: Jackfield',
    'Content-Length: 0',
    '', '',
  ].join('\r\n');
}

/** Header fields by name in lower case, the first of each; folded lines are one. Null for what is no head. */
function fieldsOf(lines: readonly string[]): ReadonlyMap<string, string> | null {
  const fields = new Map<string, string>();
  let last: string | null = null;
  for (const line of lines) {
    if (/^[ \t]/.test(line)) {
      if (last === null) return null;
      fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`);
      continue;
    }
    const [, name, value] = /^([A-Za-z0-9.!%*_+`'~-]+)[ \t]*:[ \t]*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return null;
    const short = name.toLowerCase();
    const known = compact.get(short) ?? short;
    // A second field of a name is a further value: the first is the one that counts here.
    last = fields.has(known) ? `${known} again` : known;
    fields.set(last, value.trim());
  }
  return fields;
}

/** The response that a text begins with, when it answers that transaction; null for anything else, whatever it is. */
export function responseTo(text: string, { branch, callId, cseq }: SipTransaction): SipResponse | null {
  // RFC 3261, 7.5: empty lines before a message are passed over.
  const [head = ''] = text.replace(/^(?:\r?\n)+/, '').split(/\r?\n\r?\n/, 1);
  const [first = '', ...rest] = head.split(/\r?\n/, mostLines + 1);
  const [, digits, reason = ''] = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/i.exec(first) ?? [];
  const fields = digits === undefined || rest.length >= mostLines ? null : fieldsOf(rest);
  if (fields === null) return null;
  const [top = ''] = (fields.get('via') ?? '').split(',');
  const isOurs = /;\s*branch\s*=\s*([^;,\s]+)/i.exec(top)?.[1] === branch
    && fields.get('call-id') === callId
    && new RegExp(`^${cseq}\\s+OPTIONS$`).test(fields.get('cseq') ?? '');
  if (!isOurs) return null;
  return { status: Number(digits), reason: reason.trim().slice(0, 120), server: (fields.get('server') ?? fields.get('user-agent'))?.slice(0, 120) ?? null };
}
