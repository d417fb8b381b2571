import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSipPeer } from './peers.ts';
import { optionsRequest, responseTo, type SipTransaction } from './sip-message.ts';

const transaction: SipTransaction = { branch: 'z9hG4bKnashds7', callId: 'a84b4c76e66710@jackfield', cseq: 1, fromTag: '1928301774' };
const answer = (status: string, { branch = transaction.branch, callId = transaction.callId, cseq = '1 OPTIONS', more = '' } = {}): string =>
  `SIP/2.0 ${status}\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=${branch};rport=5060\r\nCall-ID: ${callId}\r\nCSeq: ${cseq}\r\n${more}Content-Length: 0\r\n\r\n`;

test('a request names both ends; IPv6 stands in brackets', () => {
  const request = optionsRequest('udp', { address: '2001:db8::1', port: 40_000 }, { address: '2001:db8::2', port: 5_060 }, transaction);
  expect(request.split('\r\n').slice(0, 2)).toEqual(['OPTIONS sip:[2001:db8::2]:5060 SIP/2.0', 'Via: SIP/2.0/UDP [2001:db8::1]:40000;branch=z9hG4bKnashds7;rport']);
  expect(request).toMatch(/\r\nCSeq: 1 OPTIONS\r\n[^]*\r\nContent-Length: 0\r\n\r\n$/);
});

test.each([
  [answer('200 OK'), 200, 'OK'],
  [answer('407 Proxy Authentication Required'), 407, 'Proxy Authentication Required'],
  [answer('404'), 404, ''],
  [`\r\n\r\n${answer('200 OK')}`, 200, 'OK'],
  ['SIP/2.0 401 Unauthorized\nv : SIP/2.0/UDP 192.0.2.1\n ;branch=z9hG4bKnashds7\ni: a84b4c76e66710@jackfield\nCSeq:1\tOPTIONS\n\n', 401, 'Unauthorized'],
])('an answer is known by branch, Call-ID and CSeq: %j', (text, status, reason) => {
  expect(responseTo(text, transaction)).toMatchObject({ status, reason });
});

test('who answers says what it is', () => {
  expect(responseTo(answer('200 OK', { more: 'Server: kamailio (5.6.3 (x86_64/linux))\r\n' }), transaction)).toMatchObject({ server: 'kamailio (5.6.3 (x86_64/linux))' });
  expect(responseTo(answer('200 OK', { more: 'User-Agent: Asterisk PBX 22.10.1\r\n' }), transaction)).toMatchObject({ server: 'Asterisk PBX 22.10.1' });
});

test.each([
  answer('200 OK', { branch: 'z9hG4bKother' }), answer('200 OK', { callId: 'other' }), answer('200 OK', { cseq: '1 INVITE' }), answer('200 OK', { cseq: '2 OPTIONS' }),
  answer('99 No'), answer('700 No'), 'OPTIONS sip:192.0.2.1 SIP/2.0\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n', '', '\r\n\r\n', ` ${answer('200 OK')}`, answer('200 OK', { more: 'no field\r\n' }),
  answer('200 OK').replace('Via: ', 'Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKproxy\r\nVia: '), answer('200 OK', { more: 'X: y\r\n'.repeat(300) }),
])('what is no answer to it is none: %j', (text) => {
  expect(responseTo(text, transaction)).toBeNull();
});

test('whatever comes, it is read and judged', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.array(fc.constantFrom('SIP/2.0 200 OK', '\r\n', 'Via:', ';branch=z9hG4bKnashds7', ' ', '\0', 'CSeq: 1 OPTIONS', 'i: a84b4c76e66710@jackfield')).map((parts) => parts.join(''))), (text) => {
    const response = responseTo(text, transaction);
    expect(response === null || (response.status >= 100 && response.status < 700)).toBe(true);
  }));
});

test('peers are networks, and names whatever their case', () => {
  const peers = ['192.0.2.0/29', '2001:db8::/64', 'sip.Example.net'];
  expect(['192.0.2.7', '2001:db8::5', 'SIP.example.net', '::ffff:192.0.2.1'].map((peer) => isSipPeer(peers, peer))).toEqual([true, true, true, true]);
  expect(['192.0.2.8', 'example.net', '192.0.2.0/29', 'x.sip.example.net'].map((peer) => isSipPeer(peers, peer))).toEqual([false, false, false, false]);
});
