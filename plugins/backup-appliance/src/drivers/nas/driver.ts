import { snmpText } from '@jackfield/sdk';
import type { Driver } from '../driver.ts';
import { snmpClock } from './snmp-clock.ts';
import { volumeRoom, type VolumeColumns } from './volumes.ts';

interface Nas {
  readonly title: string;
  /** Objects of the model's name: a device that has one of them is of the maker, whatever its sysObjectID. */
  readonly models: readonly string[];
  readonly volumes: readonly VolumeColumns[];
}

/** A network storage by SNMP. Its MIBs know volumes and nothing of backup tasks; disks, RAID and firmware are sensors of snmp-switch. */
function nasDriver({ title, models, volumes }: Nas): Driver {
  return {
    title,
    reach: 'snmp',
    async isThere({ snmp }) {
      return (await snmp.get(models)).some(({ value }) => (snmpText(value) ?? '') !== '');
    },
    machineOf: ({ host }) => host,
    restoreCommand: () => '',
    room: ({ snmp }, { path }) => volumeRoom(volumes, path, (columns) => snmp.table({ ...columns })),
    clock: ({ snmp }) => snmpClock(snmp),
  };
}

/** SYNOLOGY-SYSTEM-MIB and SYNOLOGY-RAID-MIB: a volume is a row of raidTable. */
export const synologyDriver = nasDriver({
  title: 'Synology',
  models: ['1.3.6.1.4.1.6574.1.5.1.0'],
  volumes: [{ name: '1.3.6.1.4.1.6574.3.1.1.2', free: '1.3.6.1.4.1.6574.3.1.1.4', total: '1.3.6.1.4.1.6574.3.1.1.5' }],
});

/** NAS-MIB of QTS: volumeTable, and systemVolumeTableEx of older ones. */
export const qnapDriver = nasDriver({
  title: 'QNAP',
  models: ['1.3.6.1.4.1.24681.1.4.1.1.1.1.1.2.1.3.1', '1.3.6.1.4.1.24681.1.2.12.0', '1.3.6.1.4.1.55062.1.12.3.0'],
  volumes: [
    { name: '1.3.6.1.4.1.24681.1.4.1.1.1.2.3.2.1.8', free: '1.3.6.1.4.1.24681.1.4.1.1.1.2.3.2.1.4', total: '1.3.6.1.4.1.24681.1.4.1.1.1.2.3.2.1.3' },
    { name: '1.3.6.1.4.1.24681.1.3.17.1.2', free: '1.3.6.1.4.1.24681.1.3.17.1.5', total: '1.3.6.1.4.1.24681.1.3.17.1.4' },
  ],
});
