import { result, type Check, type Item, type SipAnswer, type State } from '@jackfield/sdk';
import type { Settings } from '../settings.ts';

/** Any final answer is one of a SIP server that is there; only one that says of itself that it cannot is worth a word. */
function stateOf({ status }: SipAnswer): State {
  if (status === null) return 'critical';
  return status >= 500 ? 'warning' : 'ok';
}

function summaryOf({ status, reason, rttMs, server, sent }: SipAnswer): string {
  if (status === null) return reason;
  const lost = sent > 1 ? `, asked ${sent} times` : '';
  return `answers ${[status, reason].join(' ').trim()} in ${rttMs ?? 0} ms${server === null ? '' : `, ${server}`}${lost}`;
}

/**
 * Whether the other ends of trunks answer SIP OPTIONS of this host: another view than the PBX's own. An end that answers
 * here and is not registered there has a trouble of login or of the PBX; one that answers neither is down or cut off.
 */
export const trunkOptions: Check<Settings> = async ({ sip, settings: { trunks: { peers } } }) => {
  if (peers.length === 0) return result.ok('no peers of trunks are named (trunks.peers)');
  const items = await Promise.all(peers.map(async ({ name, host, port, protocol }): Promise<Item> => {
    const answer = await sip.options({ peer: host, port, protocol });
    return { name, state: stateOf(answer), summary: summaryOf(answer), ...(answer.rttMs === null ? {} : { metrics: [{ name: 'trunk.options.roundtrip', value: answer.rttMs }] }) };
  }));
  const bad = items.filter(({ state }) => state !== 'ok').map(({ name, summary }) => `${name}: ${summary}`);
  const there = items.filter(({ state }) => state !== 'critical').length;
  const counted = `${there} of ${items.length} peers answer`;
  return result.fromItems(bad.length > 0 ? `${bad.slice(0, 3).join('; ')}; ${counted}` : counted, items, [{ name: 'trunk.options.answering', value: there }]);
};
