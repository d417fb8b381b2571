import type { DeviceKind, Fingerprint, Identification } from '@jackfield/sdk';
import { z } from 'zod';
import type { Intercept, TestDevice } from '../test-host/index.ts';

/** A device of somebody else's, and what may be said of it. */
export interface ForeignDevice {
  readonly device: TestDevice;
  /** What its maker is called; null where the maker does not show. */
  readonly vendor: RegExp | null;
  readonly kinds: readonly DeviceKind[];
}

const agent = (name: string, descr: string, objectID: string): TestDevice => ({ snmp: { model: { name, descr, objectID } } });

/** One of each technology that plugins are written for, by makers that many have. */
export const foreignDevices: { readonly [name: string]: ForeignDevice } = {
  'a Cisco switch': {
    device: agent('sw-101', 'Cisco IOS Software [Cupertino], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.9.4, RELEASE SOFTWARE (fc5)', '1.3.6.1.4.1.9.1.2494'),
    vendor: /cisco/i, kinds: ['switch', 'router'],
  },
  'a Juniper router': { device: agent('rt-102', 'Juniper Networks, Inc. mx204 internet router, kernel JUNOS 22.4R3', '1.3.6.1.4.1.2636.1.1.1.2.154'), vendor: /juniper/i, kinds: ['switch', 'router'] },
  'an APC UPS': { device: agent('ups-103', 'APC Web/SNMP Management Card (MB:v4.2.9 PF:v7.1.2 PN:apc_hw21_aos_712.bin)', '1.3.6.1.4.1.318.1.3.27'), vendor: /apc|american power|schneider/i, kinds: ['power', 'environment'] },
  'a Brother printer': { device: agent('pr-104', 'Brother NC-8800w, Firmware Ver.1.26', '1.3.6.1.4.1.2435.2.3.9.1'), vendor: /brother/i, kinds: ['printer'] },
  'a Linux machine with an agent': { device: agent('srv-105', 'Linux srv-105 6.12.48+deb13-amd64 #1 SMP Debian 6.12.48-1 x86_64', '1.3.6.1.4.1.8072.3.2.10'), vendor: null, kinds: ['server', 'appliance'] },
  'a Linux machine': { device: { ssh: { machine: { linux: { hostname: 'srv-106', memoryMB: { total: 2_048, available: 1_500 } } } } }, vendor: null, kinds: ['server'] },
  'a switch with a command line': {
    device: { ssh: { shell: { start: 'exec', modes: { exec: { prompt: 'sw-107#', rules: [{ on: 'show version', answer: 'Cisco IOS Software, Version 17.9.4\n' }] } } } } },
    vendor: /cisco/i, kinds: ['switch', 'router'],
  },
  'an Asterisk': { device: { ami: { asterisk: { systemName: 'pbx-108' } } }, vendor: null, kinds: ['pbx'] },
  'a web camera': { device: { http: { documents: { '/': '<html><head><title>Network Camera</title></head></html>' } } }, vendor: null, kinds: [] },
  'a mail server': { device: {}, vendor: null, kinds: [] },
};

/** What each port that a plugin asks for says, where something else listens there. */
export function strangePorts(ports: readonly number[]): TestDevice['tcp'] {
  return Object.fromEntries(ports.map((port) => [port, { greeting: '220 mail-109 ESMTP Postfix\n', unknown: '502 5.5.2 Error: command not recognized\n', rules: [{ on: 'QUIT', answer: '221 2.0.0 Bye\n', closes: true }] }]));
}

/** Null while nothing is said that is not so, else what is. */
export function falseOf({ vendor, kind }: Identification, foreign: ForeignDevice): string | null {
  if (vendor !== null && foreign.vendor?.test(vendor) !== true) return `${vendor} is said to have made it`;
  return kind === 'unknown' || foreign.kinds.includes(kind) ? null : `it is said to be of kind ${kind}`;
}

/** An agent of the same maker, by its number, that has nothing but a name: another product. */
export function sibling({ snmp }: Fingerprint): TestDevice | null {
  const [, maker] = /^(1\.3\.6\.1\.4\.1\.\d+)\./.exec(snmp?.sysObjectID ?? '') ?? [];
  return maker === undefined ? null : agent('other-110', 'Another product', `${maker}.64999.110`);
}

/** The same device as if another maker's name stood on it: all that a fingerprint tells of the maker is another. */
export function relabelled({ snmp, ssh, ami, tls, http, tcp, ...rest }: Fingerprint): Fingerprint {
  return {
    ...rest,
    snmp: snmp === null ? null : { ...snmp, ...(snmp.sysObjectID.startsWith('1.3.6.1.4.1.2636.') ? strangers.cisco : strangers.juniper) },
    ssh: ssh === null ? null : { ...ssh, banner: 'SSH-2.0-Mocana SSH 6.3' },
    ami: ami === null ? null : { banner: 'Other Call Manager/1.0' },
    tls: tls === null ? null : { ...tls, subject: 'camera.example' },
    http: http === null ? null : { ...http, title: 'Network Camera', server: 'thttpd/2.25b' },
    ...(tcp === undefined ? {} : { tcp: tcp.map((line) => ({ ...line, line: '220 mail-109 ESMTP Postfix' })) }),
  };
}

const strangers = {
  cisco: { sysObjectID: '1.3.6.1.4.1.9.1.2494', sysDescr: 'Cisco IOS Software, Catalyst L3 Switch Software, Version 17.9.4' },
  juniper: { sysObjectID: '1.3.6.1.4.1.2636.1.1.1.2.154', sysDescr: 'Juniper Networks, Inc. mx204 internet router, kernel JUNOS 22.4R3' },
} as const;

const system = { descr: '1.3.6.1.2.1.1.1.0', objectID: '1.3.6.1.2.1.1.2.0' } as const;
const varbinds = z.array(z.tuple([z.string(), z.string(), z.unknown()]));

/** What only a maker's own devices have: private objects, and the chassis of ENTITY-MIB. */
const makersOwn = /1\.3\.6\.1\.(?:4\.1|2\.1\.47)\./;

/**
 * Answers as the relabelled device would: its agent tells the maker that its fingerprint tells, and has nothing that only a
 * maker's own devices have. What is asked in another way is not known to show a maker: `onProof` hears of it.
 */
export function relabelling({ snmp }: Fingerprint, onProof: () => void): Intercept {
  return async ({ op, request }, perform) => {
    if (snmp === null || !op.startsWith('snmp.')) {
      onProof();
      return perform();
    }
    if (op !== 'snmp.get' && makersOwn.test(JSON.stringify(request))) return '[]';
    const answer = await perform();
    const read = varbinds.safeParse(JSON.parse(answer));
    return read.success ? JSON.stringify(read.data.map(([oid, type, value]) => relabelledVarbind(snmp, oid, type, value))) : answer;
  };
}

function relabelledVarbind({ sysDescr, sysObjectID }: NonNullable<Fingerprint['snmp']>, oid: string, type: string, value: unknown): readonly [string, string, unknown] {
  if (makersOwn.test(oid)) return [oid, 'NoSuchObject', null];
  return [oid, type, oid === system.descr ? sysDescr : oid === system.objectID ? sysObjectID : value];
}
