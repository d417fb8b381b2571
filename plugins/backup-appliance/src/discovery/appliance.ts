import { Unsupported, type Discovery, type Identification } from '@jackfield/sdk';
import type { Settings } from '../settings.ts';

/**
 * Says what the machine is for, and nothing else: maker, serial and system are told by the plugin of its operating
 * system. Surer than that one of the kind, so that a backup appliance is not listed as just a server.
 */
const identification: Identification = { kind: 'backup', name: null, vendor: null, model: null, os: null, version: null, serial: null, keys: [], confidence: 85 };

/** A machine that the settings give repositories to and that has restic. */
export const appliance: Discovery<Settings> = {
  async identify({ ssh, settings }) {
    if (settings.repositories.length === 0) return null;
    const { code, stdout } = await ssh.exec('version');
    return code === 0 && stdout.startsWith('restic ') ? identification : null;
  },
  async inspect({ ssh }) {
    const { code } = await ssh.exec('version');
    if (code !== 0) throw new Unsupported('restic is not installed', { hint: 'Install restic on the appliance.' });
    return { ...identification, interfaces: [], neighbours: [], addresses: [] };
  },
};
