import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { compileProfiles } from '../discovery/profile.ts';
import { identifyAgent } from '../discovery/identify-agent.ts';
import { contextOver, defaults, MemoryAgent, type Content } from '../testing/memory-agent.ts';
import { sensors } from './sensors.ts';

const profiles = ['synology', 'qnap'].map((name) => parse(readFileSync(join(import.meta.dirname, `../../profiles/${name}.yaml`), 'utf8')));

/** What a network storage of this content is, and what its sensors say. Its agent is net-snmp's, as on most of them. */
async function look(descr: string, content: { readonly [oid: string]: Content }) {
  const agent = new MemoryAgent(content);
  const context = contextOver(agent, defaults, profiles);
  const group = { objectID: '1.3.6.1.4.1.8072.3.2.10', descr, name: 'nas' };
  const { vendor, model, version, os, kind } = await identifyAgent(agent, group, compileProfiles(profiles), '192.0.2.1');
  const { items } = await sensors({ ...context, device: { ...context.device, id: `storage ${model}` } });
  return { is: [vendor, model, os, version, kind], says: items.map(({ name, state, summary }) => `${state} ${name}: ${summary}`) };
}

test('Synology: system, firmware, disks and RAID, by SYNOLOGY-SYSTEM-MIB, -DISK-MIB and -RAID-MIB', async () => {
  const mib = '1.3.6.1.4.1.6574';
  const found = await look('Linux nas 4.4.180+ #42218 SMP x86_64', {
    [`${mib}.1.1.0`]: 1, [`${mib}.1.2.0`]: 41, [`${mib}.1.3.0`]: 1, [`${mib}.1.5.1.0`]: 'DS920+', [`${mib}.1.5.2.0`]: '20B0SBR1234', [`${mib}.1.5.3.0`]: 'DSM 7.2-64570', [`${mib}.1.5.4.0`]: 1,
    [`${mib}.2.1.1.2.0`]: 'Disk 1', [`${mib}.2.1.1.5.0`]: 1, [`${mib}.2.1.1.6.0`]: 38, [`${mib}.2.1.1.2.1`]: 'Disk 2', [`${mib}.2.1.1.5.1`]: 5, [`${mib}.2.1.1.6.1`]: 39,
    [`${mib}.3.1.1.2.0`]: 'Volume 1', [`${mib}.3.1.1.3.0`]: 11,
  });
  expect(found.is).toEqual(['Synology', 'DS920+', 'DSM', 'DSM 7.2-64570', 'storage']);
  expect(found.says).toEqual(expect.arrayContaining(['ok System: ok', 'warning Upgrade: available', 'ok Disk 1: ok', 'critical Disk 2: crashed', 'critical Volume 1: degraded']));
});

test('QNAP: disks with SMART and volumes, by NAS-MIB, new and old', async () => {
  const mib = '1.3.6.1.4.1.24681.1';
  const disk = `${mib}.4.1.1.1.1.5.2.1`;
  const newer = await look('Linux TS-873A 5.1.2', {
    [`${mib}.4.1.1.1.1.1.2.1.3.1`]: 'TS-873A', [`${disk}.2.1`]: '1', [`${disk}.5.1`]: 0, [`${disk}.6.1`]: 36, [`${disk}.2.2`]: '2', [`${disk}.5.2`]: 2, [`${disk}.6.2`]: 37,
    [`${mib}.4.1.1.1.2.3.2.1.8.1`]: 'DataVol1', [`${mib}.4.1.1.1.2.3.2.1.5.1`]: 'Degraded',
  });
  expect(newer.is).toEqual(['QNAP', 'TS-873A', 'QTS', '5.1.2', 'storage']);
  expect(newer.says).toEqual(expect.arrayContaining(['ok Disk 1 SMART: good', 'critical Disk 2 SMART: abnormal', 'ok Disk 1 temperature: 36 °C', 'critical DataVol1: degraded']));
  const older = await look('Linux TS-869 4.3.4', {
    [`${mib}.2.12.0`]: 'TS-869', [`${mib}.2.11.1.2.1`]: 'HDD1', [`${mib}.2.11.1.4.1`]: 0, [`${mib}.2.11.1.2.2`]: 'HDD2', [`${mib}.2.11.1.4.2`]: -5, [`${mib}.2.11.1.2.3`]: 'HDD3', [`${mib}.2.11.1.4.3`]: -9,
    [`${mib}.3.17.1.2.1`]: 'DataVol1', [`${mib}.3.17.1.6.1`]: 'Ready',
  });
  expect(older.says).toEqual(['ok HDD1: ready', 'critical HDD3: reading or writing failed', 'ok DataVol1: ready']);
});
