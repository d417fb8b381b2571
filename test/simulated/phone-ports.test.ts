import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators } from '@jackfield/sdk/testing';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import { startRealHost } from '../real/real-host.ts';

const ports = { snmp: 1193, ami: 5093 };
const at = (last: number): string => `127.0.93.${last}`;
const hardware = (last: number): string => `02:4c:45:07:00:${last.toString().padStart(2, '0')}`;
const phones = [9, 10];

/** A router that knows the phones' hardware addresses, a switch that has learnt them behind its ports, and a PBX at which they have registered. */
const devices = [
  {
    title: 'router', address: at(1),
    snmp: {
      port: ports.snmp, community: 'public',
      model: {
        name: 'router', descr: 'a router', objectID: '1.3.6.1.4.1.9.1.2494', mac: '02:4c:45:01:00:00', ports: [{ name: 'Gi1' }],
        neighbours: [{ port: 'Gi1', name: 'access', remotePort: 'Gi24', mac: '02:4c:45:02:00:00' }],
        arp: phones.map((last) => ({ address: at(last), mac: hardware(last) })), stations: phones.map((last) => ({ port: 'Gi1', mac: hardware(last), vlan: 20 })),
      },
    },
  },
  {
    title: 'access', address: at(2),
    snmp: {
      port: ports.snmp, community: 'public',
      model: {
        name: 'access', descr: 'a switch', objectID: '1.3.6.1.4.1.9.1.2494', mac: '02:4c:45:02:00:00', ports: [{ name: 'Gi[1-24]' }],
        neighbours: [{ port: 'Gi24', name: 'router', remotePort: 'Gi1', mac: '02:4c:45:01:00:00' }], vlans: [{ id: 20, name: 'Voice', tagged: ['Gi[1-24]'] }],
        stations: [{ port: 'Gi7', mac: hardware(9), vlan: 20 }, { port: 'Gi8', mac: hardware(10), vlan: 20 }],
      },
    },
  },
  {
    title: 'pbx', address: at(5),
    files: { '/etc/asterisk/pjsip.conf': phones.map((last) => `[10${last}]\ntype=endpoint\naors=10${last}\n[10${last}]\ntype=aor\nmax_contacts=1\n`).join('') },
    ami: {
      port: ports.ami,
      asterisk: { version: '22.5.2', systemName: 'pbx', users: [{ name: 'jackfield', secret: 'orchard' }], phones: phones.map((last) => ({ aor: `10${last}`, uri: `sip:10${last}@${at(last)}:5060`, userAgent: 'Yealink SIP-T46U 108.86.0.45' })) },
    },
  },
];

test('phones that tell no hardware address are found at their switch ports, by the ARP table of the router', { timeout: 60_000 }, async () => {
  await using folder = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'jackfield-phones-'));
  folder.defer(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, 'simulators.yaml'), stringify({ devices }));
  await using _simulators = await startSimulators(join(directory, 'simulators.yaml'));
  await using host = await startRealHost({
    networks: ['127.0.93.0/28'],
    plugins: { asterisk: { enabled: true, grant: 'read' }, 'snmp-switch': { enabled: true, grant: 'read' } },
    credentials: { pbx: { kind: 'ami', user: 'jackfield', secret: { plain: 'orchard' } }, agents: { kind: 'snmp-community', community: { plain: 'public' } } },
    transports: { ami: { port: ports.ami, credentials: 'pbx' }, snmp: { port: ports.snmp, credentials: 'agents', timeoutMs: 300, retries: 0 } },
  });
  await host.services.discovery.run({});
  const shown = async (...words: string[]): Promise<string> => {
    const terminal = new RecordingTerminal();
    await run([...words, '--config', host.configuration], terminal, new AbortController().signal);
    return terminal.output + terminal.errors;
  };
  for (const [last, port] of [[9, 'Gi7'], [10, 'Gi8']] as const) {
    const phone = await shown('device', `10${last}`);
    expect(phone).toContain(`  hardware   ${hardware(last)} (by ARP)\n  behind     access ${port} (an address learnt at its port)\n  told of by pbx, as 10${last}\n`);
    expect(await shown('where', `10${last}`)).toMatch(new RegExp(`${hardware(last)} +access +${port} +20 +here`));
  }
});
