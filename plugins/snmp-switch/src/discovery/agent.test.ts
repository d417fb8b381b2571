import type { Fingerprint, Identification } from '@jackfield/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contextOver, MemoryAgent, oid, type Content } from '../testing/memory-agent.ts';
import { agent } from './agent.ts';
import { readDescr } from './descr-grammar.ts';

const profile = {
  vendor: 'Acme',
  systems: [
    { match: { sysObjectID: '1.3.6.1.4.1.9999.' }, kind: 'switch', serial: [{ get: '1.3.6.1.4.1.9999.7.3.0' }] },
    {
      match: { sysObjectID: '1.3.6.1.4.1.9999.1.', sysDescr: '^Acme OS' },
      os: 'Acme OS',
      model: [{ next: '1.3.6.1.4.1.9999.7.1', pattern: '^Model (\\S+)$' }],
      version: [{ sysDescr: 'Version (\\d+)\\.(\\d+)', template: '$1-$2' }, { get: 'sysObjectID.2.0' }, { get: 'sysObjectParent.8.0' }],
    },
    {
      match: { sysObjectID: '1.3.6.1.4.1.9999.2.' },
      model: [
        { get: 'sysObjectID.1.0', names: { 4: 'AC 400', 5: 'AC 500' } },
        { column: '1.3.6.1.4.1.9999.8.1.2', index: '1.3.6.1.4.1.9999.7.4.1' },
        { search: '1.3.6.1.2.1.25.4.2.1.5', pattern: '-S (\\S+) running' },
      ],
    },
  ],
};

async function identify(sysObjectID: string, sysDescr: string, content: { readonly [oid: string]: Content } = {}): Promise<Identification | null> {
  const snmp: Fingerprint['snmp'] = { version: '2c', sysObjectID, sysDescr, sysName: '', engineId: null };
  const fingerprint: Fingerprint = { icmp: null, snmp, ssh: null, ami: null, tls: null, http: null };
  return agent.identify({ ...contextOver(new MemoryAgent(content), undefined, [profile]), fingerprint });
}

describe('what a device is', () => {
  test('a profile says where the facts are, the more general one fills the gaps', async () => {
    expect(
      await identify('1.3.6.1.4.1.9999.1.5', 'Acme OS Version 12.4 (c)', { '1.3.6.1.4.1.9999.7.1.1': 'Model X-24', '1.3.6.1.4.1.9999.7.3.0': 'AC0012345' }),
    ).toMatchObject({ vendor: 'Acme', os: 'Acme OS', kind: 'switch', model: 'X-24', version: '12-4', serial: 'AC0012345', confidence: 80 });
  });

  test('an OID may stand under the own sysObjectID of the agent', async () => {
    expect(await identify('1.3.6.1.4.1.9999.1.5', 'Acme OS', { '1.3.6.1.4.1.9999.1.5.2.0': '7.1' })).toMatchObject({ version: '7.1' });
  });

  test('an OID may stand under that of the series, which is without the last number', async () => {
    expect(await identify('1.3.6.1.4.1.9999.1.5', 'Acme OS', { '1.3.6.1.4.1.9999.1.8.0': '7.3' })).toMatchObject({ version: '7.3' });
  });

  test('a number of an enumeration stands for a product, one without a name for none', async () => {
    expect(await identify('1.3.6.1.4.1.9999.2.5', 'Acme', { '1.3.6.1.4.1.9999.2.5.1.0': 5 })).toMatchObject({ model: 'AC 500' });
    expect(await identify('1.3.6.1.4.1.9999.2.5', 'agent', { '1.3.6.1.4.1.9999.2.5.1.0': 6 })).toMatchObject({ model: null });
  });

  test('the cell is taken from the row that another object names', async () => {
    const types = { '1.3.6.1.4.1.9999.8.1.2.26': 'AC 400', '1.3.6.1.4.1.9999.8.1.2.27': 'AC 500' };
    expect(await identify('1.3.6.1.4.1.9999.2.5', 'Acme', { ...types, '1.3.6.1.4.1.9999.7.4.1': { type: 'Gauge32', value: 27 } })).toMatchObject({ model: 'AC 500' });
  });

  test('a column is searched for the cell that the pattern fits, however far down', async () => {
    const processes = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`1.3.6.1.2.1.25.4.2.1.5.${at + 1}`, at === 140 ? '-M4 -S AC-500 running on v2.0' : '-f']));
    expect(await identify('1.3.6.1.4.1.9999.2.5', 'Acme', processes)).toMatchObject({ model: 'AC-500' });
  });

  test('a sysObjectID that the agent sends as a text is one', async () => {
    expect(await identify('', 'Acme OS Version 3.1', { '1.3.6.1.2.1.1.2.0': '.1.3.6.1.4.1.9999.1.5' })).toMatchObject({ vendor: 'Acme', os: 'Acme OS', version: '3-1' });
  });

  test('a server says its hardware and serial number by what extends net-snmp', async () => {
    expect(
      await identify('1.3.6.1.4.1.8072.3.2.10', 'Linux box 6.1.0 #1 SMP x86_64', {
        '1.3.6.1.4.1.8072.1.3.2.4.1.2.8.104.97.114.100.119.97.114.101.1': 'ProStation 40', '1.3.6.1.4.1.2021.7890.4.4.1.2.6.115.101.114.105.97.108.1': 'CN7016',
      }),
    ).toMatchObject({ model: 'ProStation 40', serial: 'CN7016', version: '6.1.0' });
  });

  test('without an enterprise number the company whose registered name begins sysDescr is the maker', async () => {
    expect(await identify('', 'Juniper Networks, Inc. box of tomorrow')).toMatchObject({ vendor: 'Juniper Networks' });
    expect(await identify('', 'Wireless box of tomorrow')).toMatchObject({ vendor: null });
    // Beckhoff Automation; of the many that are called Digital none is meant.
    expect(await identify('', 'Beckhoff CX5020')).toMatchObject({ vendor: 'Beckhoff' });
    expect(await identify('', 'Digital CX5020')).toMatchObject({ vendor: null });
  });

  test('a cable modem names its maker among its revisions', async () => {
    expect(await identify('', 'Modem <<HW_REV: 1.0; VENDOR: Acme, Inc.; BOOTR: 2.1; SW_REV: ST52.06; MODEL: TCM420>>')).toMatchObject({ vendor: 'Acme', model: 'TCM420', version: 'ST52.06' });
  });

  test('a long word of capitals and digits is a serial number, not the product beside it', async () => {
    expect(await identify('1.3.6.1.4.1.2636.1.1', 'agent', { '1.3.6.1.4.1.2636.3.1.0': '2M00D2APAZTL62J', '1.3.6.1.4.1.2636.3.2.0': 'NVR-4108' })).toMatchObject({
      model: 'NVR-4108', serial: '2M00D2APAZTL62J',
    });
  });

  test('an agent built on a toolkit is recognised by the enterprise subtree it serves', async () => {
    expect(
      await identify('1.3.6.1.4.1.8072.3.2.10', 'Linux box 4.4.60 #1 SMP armv7l', {
        '1.3.6.1.4.1.2021.4.1.0': 0, '1.3.6.1.4.1.8072.1.1.0': 1, '1.3.6.1.4.1.9999.7.3.0': 'AC0012345', '1.3.6.1.4.1.9999.7.4.0': 'v3.1.2',
      }),
    ).toMatchObject({ vendor: 'Acme', serial: 'AC0012345', version: 'v3.1.2' });
  });

  test('without a profile: the enterprise number, ENTITY-MIB and sysDescr', async () => {
    const entity = '1.3.6.1.2.1.47.1.1.1.1';
    expect(
      await identify('1.3.6.1.4.1.2636.1.1', 'Some switch, Version 4.5.1', {
        [`${entity}.5.1`]: 11, [`${entity}.2.1`]: 'Stack', [`${entity}.5.2`]: 3, [`${entity}.11.2`]: 'FOC1234X0YZ', [`${entity}.13.2`]: 'WS-C2960',
      }),
    ).toMatchObject({ vendor: 'Juniper Networks', model: 'WS-C2960', version: '4.5.1', serial: 'FOC1234X0YZ', keys: [{ type: 'serial', value: 'FOC1234X0YZ' }] });
  });

  test('without a profile: what stands together in the maker\'s own subtree is the product, a table before it is not', async () => {
    const arc = '1.3.6.1.4.1.2636';
    expect(
      await identify(`${arc}.1.1`, 'SNMP agent', {
        [`${arc}.2.1.1.2.1`]: 'CPU0 Temp', [`${arc}.2.1.1.3.1`]: '62.88', [`${arc}.3.1.0`]: 'Edge Gateway', [`${arc}.3.2.0`]: 'FXLQ3K2', [`${arc}.3.3.0`]: 'v3.1.2',
      }),
    ).toMatchObject({ model: 'Edge Gateway', serial: 'FXLQ3K2', version: 'v3.1.2' });
  });

  test('without a profile: a product behind its maker\'s name, and one with a number, come before other names', async () => {
    const arc = '1.3.6.1.4.1.2636';
    expect(await identify(`${arc}.1.1`, 'agent', { [`${arc}.2.1.0`]: 'Fan A1', [`${arc}.3.1.0`]: 'Juniper Edge Gateway', [`${arc}.3.2.0`]: 'v3.1.2' })).toMatchObject({ model: 'Juniper Edge Gateway', version: 'v3.1.2' });
    expect(await identify(`${arc}.1.1`, 'agent', { [`${arc}.2.1.0`]: 'EdgeNX6500', [`${arc}.3.1.0`]: 'Raid', [`${arc}.3.2.0`]: 'v3.1.2' })).toMatchObject({ model: 'EdgeNX6500' });
  });

  test('without a profile: numbers between points are no date unless they could be one', async () => {
    expect(await identify('1.3.6.1.4.1.2636.1.1', 'agent', { '1.3.6.1.4.1.2636.3.1.0': 'EngRel 22.9.12286' })).toMatchObject({ version: 'EngRel 22.9.12286' });
    expect(await identify('1.3.6.1.4.1.2636.1.1', 'agent', { '1.3.6.1.4.1.2636.3.1.0': 'Version 5.5 of 2017/03/01' })).toMatchObject({ version: '5.5' });
  });

  test('without a profile: a version and a serial number inside one text', async () => {
    expect(await identify('1.3.6.1.4.1.2636.1.1', 'SNMP agent', { '1.3.6.1.4.1.2636.3.1.0': 'PDU System v1.05 (SN 1113016920004)' })).toMatchObject({
      version: '1.05', serial: '1113016920004',
    });
  });

  test('without a profile: a column that lists many is of parts, none of them the product', async () => {
    const parts = Object.fromEntries(['LOCAL-A1', 'LOCAL-A2', 'LOCAL-A3', 'LOCAL-A4'].map((name, at) => [`1.3.6.1.4.1.2636.2.1.1.2.${at + 1}`, name]));
    expect(await identify('1.3.6.1.4.1.2636.1.1', 'agent', parts)).toMatchObject({ model: null });
    expect(await identify('1.3.6.1.4.1.2636.1.1', 'agent', { '1.3.6.1.4.1.2636.2.1.1.2.1': 'LOCAL-A1' })).toMatchObject({ model: 'LOCAL-A1' });
  });

  test.each([
    ['Juniper Power Strip SN 34260505 HW REV.0404 - SW V7.17.30_1', { model: 'Juniper Power Strip', serial: '34260505', version: 'V7.17.30_1' }],
    ['\\"SiteBox 550 2.11.280 STD', { model: 'SiteBox 550', version: '2.11.280' }],
    ['Juniper Routing Platform Software, Software Version 7.1.070', { model: null, version: '7.1.070' }],
    ['SN4638/5BIS/EUI, Hw: 4.1, Sw: R5.3', { model: 'SN4638/5BIS/EUI', serial: null }],
    ['SunOS srv 5.10 Generic_141444-09 sun4v', { model: 'Generic sun4v', version: '5.10' }],
    ['HP-UX hpux1 B.11.31 U ia64 0123456789', { model: 'Generic ia64', version: 'B.11.31' }],
    ['AAM1212-51 / 4.04(AWX.0) / 2013/01/01', { model: 'AAM1212-51', version: '4.04(AWX.0)' }],
    ['Hardware: Intel64 Family 6 Model 26 Stepping 4 AT/AT', { model: 'Intel64' }],
    ['Juniper Networks QuarryB, Rock//OS 6.5.6', { model: 'QuarryB', version: '6.5.6' }],
    ['BoxOS version 3.7.11 running on Acme S4148F', { model: 'Acme S4148F', version: '3.7.11' }],
    ['Boxes, Inc. BoxOS for as5812_54x', { model: 'as5812_54x' }],
    ['Broadband Software, Version 10.1.0E Serial num:A00000000', { serial: 'A00000000' }],
  ])('without a profile: %s', async (descr, facts) => {
    expect(await identify('1.3.6.1.4.1.2636.1.1', descr)).toMatchObject(facts);
  });

  test.each([
    ['Edge Gateway 3000', null], ['Repeater 12', null], ['Tape Library 4.1', null], ['Element Manager 2', null], ['Timing Unit A1', null], ['Crystal Data Systems', null],
    ['Beckhoff CX2030', 'Beckhoff'], ['Loytec LINX-153', 'Loytec'], ['Sony Camera 5', 'Sony'],
  ])('a company is known by its own word, not by one of everyday English: %s', async (descr, vendor) => {
    expect(await identify('1.3.6.1.4.1.8072.3.2.10', descr)).toMatchObject({ vendor });
  });

  test('an agent of a common program, or at an address, is of no maker and no model', async () => {
    expect(await identify('1.3.6.1.4.1.12325.1.1.2.1.1', 'nas01.local 1234567 FreeBSD 12.2-RELEASE')).toMatchObject({ vendor: null, model: null, os: 'FreeBSD' });
    expect(await identify('1.3.6.1.4.1.8072.3.2.10', '192.168.1.10')).toMatchObject({ vendor: null, model: null, version: null });
    expect(await identify('1.3.6.1.4.1.8072.3.2.16', 'Darwin mac01 22.6.0 Darwin Kernel Version 22.6.0 arm64')).toMatchObject({ vendor: null });
  });

  test('what the own subtree leaves open, another one that the agent serves may tell', async () => {
    expect(await identify('1.3.6.1.4.1.2636.1.1', 'SNMP agent', { '1.3.6.1.4.1.3224.3.1.0': 'Edge 20', '1.3.6.1.4.1.3224.3.2.0': '4.5.6' })).toMatchObject({
      model: 'Edge 20', version: '4.5.6',
    });
  });

  test.each([
    ['Juniper Site Leeds 2nd floor', null], ['Juniper Service Center Tokyo', null], ['Juniperus Module A2', null], ['Juniper MX 240', 'Juniper MX 240'],
  ])('of the texts that begin with the maker, a product is one: %s', async (text, model) => {
    expect(await identify('1.3.6.1.4.1.2636.1.1', 'agent', { '1.3.6.1.4.1.2636.3.1.2.0': text })).toMatchObject({ model });
  });

  test('a stack that says nothing of itself gives way to its members', async () => {
    const entity = '1.3.6.1.2.1.47.1.1.1.1';
    expect(
      await identify('1.3.6.1.4.1.2636.1.1', 'switch', { [`${entity}.5.1`]: 11, [`${entity}.7.1`]: 'Stack', [`${entity}.5.2`]: 5, [`${entity}.7.2`]: 'x930', [`${entity}.11.2`]: 'A04881A15', [`${entity}.13.2`]: 'X930-28' }),
    ).toMatchObject({ model: 'X930-28', serial: 'A04881A15' });
  });

  test('placeholders are no facts, and a device always gets a name', async () => {
    const found = await identify('', '', { '1.3.6.1.2.1.47.1.1.1.1.11.1': 'To be filled by O.E.M.', '1.3.6.1.2.1.47.1.1.1.1.13.1': 'N/A' });
    expect(found).toMatchObject({ vendor: null, model: null, serial: null, name: 'device 192.0.2.1', keys: [] });
  });

  test('no sysDescr breaks the grammar', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (descr) => {
      const { model, word, name, version } = readDescr(descr, null);
      for (const fact of [model, word, name, version]) expect(fact).not.toBe('');
    }));
  });
});

test.each(['Aruba ArubaOS 8.4.0', 'Aruba RouterOS', 'Aruba ExtremeXOS X1', 'Aruba EdgeOS', 'Aruba 2019 Copyright'])('the system or the year behind a maker is no product: %s', (descr) => {
  expect(readDescr(descr, 'Aruba')).toMatchObject({ model: null, name: null, word: null });
});

test.each([
  ['UAP-nanoHD 5.43.36.12724', { model: 'UAP-nanoHD', version: '5.43.36.12724' }],
  ['Acme OptiX V100R011C00SPC200', { version: 'V100R011C00SPC200' }],
  ['Acme laser version NH62.YS.N636 kernel 3.0.0', { version: 'NH62.YS.N636' }],
  ['SSG5-Serial version 6.3.0r24.0', { version: '6.3.0r24.0', serial: null }],
  ['Edge Gateway', { model: null, name: 'Edge Gateway' }],
  ['SNMP agent', { model: null, name: null }],
  ['Net-SNMP agent running on Linux 5.10.0 x86', { model: null, word: null, name: null }],
  ['UPS running on battery', { model: null, word: null }],
  ['Daemon running on port 161', { model: null, word: null }],
  ['Aruba ArubaOS 8.4.0', { model: null, word: null, name: null, version: '8.4.0' }],
  ['Debian 12', { model: null, word: null, name: null }],
  ['Acme 2019 Copyright Acme', { model: null, word: null, name: null }],
  ['Home Assistant OS 11.2', { model: null, word: null, name: null }],
  ['Version 12', { model: null, word: null, name: null }],
  ['Head office, 3rd floor, Rack 12', { model: null, word: null }],
  ['192.168.1.10', { model: null, version: null }],
  ['nas01.local 1234567 FreeBSD 12.2-RELEASE', { model: null, word: null }],
  ['Video wall 4x4 H.265 encoder', { word: null }],
  ['Platform: Linux x86_64', { model: null, word: null }],
  ['Device type: server; version: 1', { model: null }],
  ['Product: Switch, Version: 10', { model: null, word: null }],
  ['sn 2020-04-05 of install', { serial: null }],
  ['SNMP4J-Agent - Linux - amd64 - 5.4.0', { word: null }],
  ['SNMP Agent for Win32', { model: null, word: null, name: null }],
  ['Serial bridge for RS485', { model: null, word: null }],
  ['Monitoring service running on Windows2019', { model: null, word: null }],
])('sysDescr %s', (descr, facts) => {
  expect(readDescr(descr, null)).toMatchObject(facts);
});

describe('ports and neighbours', () => {
  const wild: { readonly [oid: string]: Content } = {
    '1.3.6.1.2.1.1.5.0': 'sw1',
    // Port 7: all columns, a speed that ifSpeed cannot hold. Port 8: only ifXTable. Port 9: texts where the MIB says integer.
    '1.3.6.1.2.1.2.2.1.2.7': 'TenGigabitEthernet1/1', '1.3.6.1.2.1.2.2.1.5.7': { type: 'Gauge32', value: 4_294_967_295 },
    '1.3.6.1.2.1.2.2.1.7.7': 1, '1.3.6.1.2.1.2.2.1.8.7': 7, '1.3.6.1.2.1.31.1.1.1.1.7': 'Te1/1', '1.3.6.1.2.1.31.1.1.1.15.7': 10_000,
    '1.3.6.1.2.1.31.1.1.1.1.8': 'Te1/2',
    '1.3.6.1.2.1.2.2.1.2.9': 'mgmt\0rubbish', '1.3.6.1.2.1.2.2.1.7.9': 'up', '1.3.6.1.2.1.2.2.1.8.9': '2', '1.3.6.1.2.1.2.2.1.6.9': '0:1b:2c:3:4:5',
    // LLDP numbers its ports in its own way: local port 3 is Te1/2.
    '1.0.8802.1.1.2.1.3.7.1.2.3': 5, '1.0.8802.1.1.2.1.3.7.1.3.3': 'Te1/2',
    '1.0.8802.1.1.2.1.4.1.1.4.0.3.1': 4, '1.0.8802.1.1.2.1.4.1.1.5.0.3.1': { type: 'OctetString', value: Buffer.from('001b2c0a0b0c', 'hex') },
    '1.0.8802.1.1.2.1.4.1.1.6.0.3.1': 5, '1.0.8802.1.1.2.1.4.1.1.7.0.3.1': 'Gi0/1', '1.0.8802.1.1.2.1.4.1.1.9.0.3.1': 'core.example.net',
    // CDP sees the same neighbour on the same port, and another that speaks no LLDP.
    '1.3.6.1.4.1.9.9.23.1.2.1.1.6.8.1': 'core(FOC0000)', '1.3.6.1.4.1.9.9.23.1.2.1.1.7.8.1': 'GigabitEthernet0/1',
    '1.3.6.1.4.1.9.9.23.1.2.1.1.6.7.2': 'phone7', '1.3.6.1.4.1.9.9.23.1.2.1.1.7.7.2': 'Port 1',
  };

  test('rows that differ by column are joined, and wild values understood', async () => {
    const { interfaces } = await agent.inspect(contextOver(new MemoryAgent(wild)));
    expect(interfaces).toMatchObject([
      { index: 7, name: 'Te1/1', speed: 10_000_000_000, adminStatus: 'up', operStatus: 'lowerLayerDown' },
      { index: 9, name: 'mgmt', adminStatus: 'up', operStatus: 'down', mac: '00:1b:2c:03:04:05' },
      { index: 8, name: 'Te1/2', adminStatus: null, speed: null },
    ]);
  });

  test('an interface that tells no more than its number is one', async () => {
    const { interfaces } = await agent.inspect(contextOver(new MemoryAgent({ ...wild, '1.3.6.1.2.1.2.2.1.1.10': 10 })));
    expect(interfaces.find(({ index }) => index === 10)).toMatchObject({ name: 'if10', operStatus: null });
  });

  test('a neighbour is on the port that LLDP means, once', async () => {
    const { neighbours } = await agent.inspect(contextOver(new MemoryAgent(wild)));
    expect(neighbours).toEqual([
      { protocol: 'lldp', localPort: 'Te1/2', remoteName: 'core.example.net', remotePort: 'Gi0/1', remoteChassis: '00:1b:2c:0a:0b:0c' },
      { protocol: 'cdp', localPort: 'Te1/1', remoteName: 'phone7', remotePort: 'Port 1', remoteChassis: null },
    ]);
  });

  test('a neighbour without a name is told by its description', async () => {
    const content = { ...wild, '1.0.8802.1.1.2.1.4.1.1.6.0.3.2': 7, '1.0.8802.1.1.2.1.4.1.1.7.0.3.2': 'port-001', '1.0.8802.1.1.2.1.4.1.1.10.0.3.2': 'Door station', '1.0.8802.1.1.2.1.4.1.1.10.0.3.1': 'Core switch' };
    const { neighbours } = await agent.inspect(contextOver(new MemoryAgent(content)));
    expect(neighbours.map(({ remoteName }) => remoteName)).toEqual(['core.example.net', 'Door station', 'phone7']);
  });

  test('an address of the device itself is told, a loopback is not', async () => {
    const content = { ...wild, '1.3.6.1.2.1.1.2.0': oid('1.3.6.1.4.1.9.1.1'), '1.3.6.1.2.1.4.20.1.2.192.0.2.1': 7, '1.3.6.1.2.1.4.20.1.2.127.0.0.1': 1 };
    expect(await agent.inspect(contextOver(new MemoryAgent(content)))).toMatchObject({ name: 'sw1', addresses: ['192.0.2.1'] });
  });
});
