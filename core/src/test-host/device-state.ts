import type { JsonObject } from '@jackfield/sdk';
import type { TestDevice } from './device-description.ts';
import type { RunningTestDevice } from './test-device.ts';

/** Whether something answers, and all of it is a description: into a function nobody can look. */
export function isDescribedWhole({ files, snmp, ssh, ami, http, tcp = {} }: TestDevice): boolean {
  const isThere = [files, snmp, ssh, ami, http, ...Object.values(tcp)].some((part) => part !== undefined);
  return isThere && !(ssh !== undefined && 'programs' in ssh) && typeof http !== 'function' && Object.values(tcp).every((answer) => typeof answer !== 'function');
}

/** What its simulators hold at present. */
export function deviceState({ files, snmp, ssh, ami, http, tcp }: Pick<RunningTestDevice, 'files' | 'snmp' | 'ssh' | 'ami' | 'http' | 'tcp'>): JsonObject {
  return {
    files: files.state(),
    ...(snmp === null ? {} : { snmp: snmp.device.state() }),
    ...(ssh === null || ssh.shell === null ? {} : { shell: Object.fromEntries(ssh.shell.variables) }),
    ...(ami === null ? {} : { ami: ami.asterisk.state() }),
    ...(http === null ? {} : { http: http.documents.state() }),
    tcp: Object.fromEntries([...tcp].map(([port, { device }]) => [String(port), Object.fromEntries(device.variables)])),
  };
}
