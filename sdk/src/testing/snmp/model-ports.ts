import type { SnmpModel } from './snmp-model.ts';

export interface ModelPort {
  readonly index: number;
  readonly name: string;
  readonly descr: string;
  readonly alias: string;
  readonly type: number;
  readonly speed: number;
  readonly mtu: number;
  readonly admin: 'up' | 'down';
  readonly oper: 'up' | 'down';
  readonly traffic: { readonly in: number; readonly out: number };
  readonly mac: Buffer;
}

export function macBytes(mac: string, add = 0): Buffer {
  const number = BigInt(`0x${mac.replaceAll(':', '')}`) + BigInt(add);
  return Buffer.from(BigInt.asUintN(48, number).toString(16).padStart(12, '0'), 'hex');
}

const range = /\[(\d+)-(\d+)\]/;

/** The names that a range stands for. */
export function namesIn(name: string): readonly string[] {
  const [, first, last] = range.exec(name) ?? [];
  if (first === undefined || last === undefined) return [name];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_one, at) => name.replace(range, String(Number(first) + at)));
}

/** The ports one by one: a range such as `Gi1/0/[1-24]` stands for each of its numbers. */
export function modelPorts(model: SnmpModel): readonly ModelPort[] {
  const ports: ModelPort[] = [];
  for (const { name, descr = name, index, ...rest } of model.ports) {
    const [, first = '0', last = '0'] = range.exec(name) ?? [];
    const begin = index ?? (ports.at(-1)?.index ?? 0) + 1;
    for (let number = Number(first); number <= Number(last); number += 1) {
      const at = number - Number(first);
      ports.push({
        ...rest,
        index: begin + at,
        name: name.replace(range, String(number)),
        descr: descr.replace(range, String(number)),
        mac: macBytes(model.mac, ports.length + 1),
      });
    }
  }
  return ports;
}

/** Those that the bridge has. */
export function bridgedPorts(ports: readonly ModelPort[]): readonly ModelPort[] {
  return ports.filter(({ type }) => type === 6);
}
