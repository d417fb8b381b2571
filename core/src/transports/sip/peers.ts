import { isIP } from 'node:net';
import { NetworkTable, parseNetwork } from '../../sites/index.ts';

/** Whether an address or a name is among the peers of a place: networks, and names without regard to case. */
export function isSipPeer(peers: readonly string[], peer: string): boolean {
  if (isIP(peer) === 0) return !peer.includes('/') && peers.some((name) => name.toLowerCase() === peer.toLowerCase());
  const networks = peers.filter((text) => text.includes('/')).map(parseNetwork).filter((network) => typeof network !== 'string');
  return new NetworkTable(networks.map((network) => ({ network, owner: true }))).find(peer) !== null;
}
