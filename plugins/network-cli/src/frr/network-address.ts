/** The bits of an address, eight or sixteen to a part; null when it is written in another way than routers write it. */
function partsOf(address: string): { readonly parts: readonly number[]; readonly bits: number } | null {
  if (!address.includes(':')) return { parts: address.split('.').map(Number), bits: 8 };
  const host = URL.parse(`http://[${address}]`)?.hostname.slice(1, -1);
  if (host !== address) return null;
  const [head = '', tail] = address.split('::');
  const numbers = (text: string): number[] => (text === '' ? [] : text.split(':').map((part) => Number.parseInt(part, 16)));
  const [before, behind] = [numbers(head), numbers(tail ?? '')];
  return { parts: [...before, ...Array.from({ length: 8 - before.length - behind.length }, () => 0), ...behind], bits: 16 };
}

/** Whether an address lies in the network of another one, which has a prefix length behind it. */
export function isNeighbouring(address: string, own: string): boolean {
  const [ownAddress = '', length = ''] = own.split('/');
  const [one, other] = [partsOf(address), partsOf(ownAddress)];
  if (one === null || other === null || one.bits !== other.bits || one.parts.length !== other.parts.length) return false;
  return one.parts.every((part, at) => {
    const divisor = 2 ** Math.min(one.bits, Math.max(0, (at + 1) * one.bits - Number(length)));
    return Math.floor(part / divisor) === Math.floor((other.parts[at] ?? 0) / divisor);
  });
}

/** Whether a prefix is a network, without bits of a host, as FRRouting writes it. */
export function isNetwork(prefix: string): boolean {
  const [address = '', length = ''] = prefix.split('/');
  const found = partsOf(address);
  if (found === null) return false;
  const { parts, bits } = found;
  return parts.every((part, at) => {
    const left = Math.min(bits, Math.max(0, (at + 1) * bits - Number(length)));
    return part % 2 ** left === 0;
  });
}
