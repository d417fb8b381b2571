import type { Source } from './profile.ts';

/** Where snmpd.conf puts `extend`: NET-SNMP-EXTEND-MIB, or an OID that it names itself, by custom this one. */
const extendRoots = { hardware: ['1.3.6.1.4.1.8072.1.3.2', '1.3.6.1.4.1.2021.7890.2'], serial: ['1.3.6.1.4.1.8072.1.3.2', '1.3.6.1.4.1.2021.7890.4'] } as const;

/** The first line of what a command says that snmpd.conf extends the agent by: nsExtendOutLine, by the command's name. */
function extended(name: keyof typeof extendRoots): Source[] {
  const index = [name.length, ...Array.from(name, (letter) => letter.charCodeAt(0))].join('.');
  return extendRoots[name].map((root) => ({ get: `${root}.4.1.2.${index}.1` }));
}

/**
 * What agents of any maker have, asked when a profile and ENTITY-MIB left gaps: UPS-MIB, Printer-MIB,
 * DOCS-CABLE-DEVICE-MIB, LLDP-MED's inventory, RMON2's probe, IEEE802dot11-MIB, Fibre Alliance's FCMGMT-MIB,
 * NETWORK-SERVICES-MIB, SNIA-SML-MIB of tape libraries, SCTE-HMS of cable plants, the `hardware` and `serial` with which servers extend net-snmp, and the
 * three switch kits that dozens of makers sell: Marvell's (89), FASTPATH (4413) and Aricent's ISS (2076).
 */
export const standard: { readonly [Fact in 'model' | 'version' | 'serial']: readonly Source[] } = {
  model: [
    { next: '1.3.6.1.2.1.33.1.1.2' },
    { next: '1.0.8802.1.1.2.1.5.4795.1.2.7' },
    { get: '1.3.6.1.4.1.4413.1.1.1.1.1.3.0' },
    { next: '1.3.6.1.4.1.89.53.14.1.13' },
    { next: '1.3.6.1.3.94.1.6.1.7' },
    { next: '1.2.840.10036.3.1.2.1.3' },
    { get: '1.3.6.1.4.1.5591.1.3.1.3.0' },
    { get: '1.3.6.1.4.1.14851.3.1.4.2.0' },
    ...extended('hardware'),
  ],
  version: [
    { next: '1.3.6.1.2.1.69.1.3.5' },
    { next: '1.3.6.1.2.1.33.1.1.4' },
    { next: '1.3.6.1.2.1.33.1.1.3' },
    { get: '1.3.6.1.4.1.4413.1.1.1.1.1.13.0' },
    { next: '1.3.6.1.4.1.89.53.14.1.2' },
    { get: '1.3.6.1.4.1.89.2.4.0' },
    { next: '1.0.8802.1.1.2.1.5.4795.1.2.4' },
    { get: '1.3.6.1.2.1.16.19.2.0' },
    { get: '1.3.6.1.4.1.2076.81.1.3.0' },
    { get: '1.3.6.1.4.1.14851.3.1.3.4.0' },
    { next: '1.3.6.1.3.94.1.7.1.3' },
    { next: '1.2.840.10036.3.1.2.1.4' },
    { next: '1.3.6.1.2.1.27.1.1.4' },
  ],
  serial: [
    { next: '1.3.6.1.2.1.43.5.1.1.17' },
    { next: '1.3.6.1.2.1.69.1.1.4' },
    { get: '1.3.6.1.4.1.4413.1.1.1.1.1.4.0' },
    { next: '1.3.6.1.4.1.89.53.14.1.5' },
    { next: '1.0.8802.1.1.2.1.5.4795.1.2.5' },
    { next: '1.3.6.1.3.94.1.6.1.8' },
    { get: '1.3.6.1.4.1.5591.1.3.1.4.0' },
    { get: '1.3.6.1.4.1.2076.81.1.120.0' },
    { get: '1.3.6.1.4.1.14851.3.1.3.2.0' },
    ...extended('serial'),
  ],
};

/** hrDeviceDescr: the printer itself on a printer, a processor or a disk on others. */
export const printerModel: readonly Source[] = [{ next: '1.3.6.1.2.1.25.3.2.1.3' }];
/** Any object of Printer-MIB. */
export const printerMark: Source = { next: '1.3.6.1.2.1.43' };
