import type { Configuration } from '../sites/index.ts';
import { jumpHops } from './ssh/jump-hops.ts';
import { transportSettings } from './target-settings.ts';

/**
 * Whether a device lies where only jump hosts reach: its site's file names it with its address, and hops lead there. It is then neither pinged nor
 * asked by discovery for anything but SSH: what answers this host at that address may be another machine.
 */
export function behindJump(configuration: Pick<Configuration, 'sites' | 'setting'>, site: string, device: string): boolean {
  const address = configuration.sites.get(site)?.devices.find(({ name }) => name === device)?.address ?? null;
  return address !== null && jumpHops(transportSettings(configuration.setting('transports', { level: 'device', site, device })).ssh, address).length > 0;
}
