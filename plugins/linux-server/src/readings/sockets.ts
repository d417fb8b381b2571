const loopback = /^(127\.|\[?::1\]?|localhost)/;

/**
 * What listens, as `tcp/22`, and whether it does for the machine alone: lines of `ss -lntu` (protocol, state, two queues,
 * address) or of `netstat -lntu` (protocol, two queues, address).
 */
export function readSockets(lines: readonly string[]): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  for (const line of lines) {
    const cells = line.trim().split(/\s+/);
    const [, protocol] = /^(tcp|udp)6?$/.exec(cells[0] ?? '') ?? [];
    if (protocol === undefined) continue;
    const address = /^\d+$/.test(cells[1] ?? '') ? cells[3] : cells[4];
    const [, host = '', port] = /^(.*):(\d{1,5})$/.exec(address ?? '') ?? [];
    if (port === undefined) continue;
    const name = `${protocol}/${port}`;
    found.set(name, loopback.test(host) && (found.get(name) ?? true));
  }
  return found;
}
