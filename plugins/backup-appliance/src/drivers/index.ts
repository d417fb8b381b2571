import type { RepositorySettings } from '../settings.ts';
import { baculaDriver } from './bacula/driver.ts';
import { borgDriver } from './borg/driver.ts';
import type { Driver } from './driver.ts';
import { qnapDriver, synologyDriver } from './nas/driver.ts';
import { proxmoxDriver } from './proxmox/driver.ts';
import { resticDriver } from './restic/driver.ts';
import { veeamDriver } from './veeam/driver.ts';

export const drivers: { readonly [product in RepositorySettings['product']]: Driver } = {
  restic: resticDriver, borg: borgDriver, bacula: baculaDriver, proxmox: proxmoxDriver, veeam: veeamDriver, synology: synologyDriver, qnap: qnapDriver,
};
