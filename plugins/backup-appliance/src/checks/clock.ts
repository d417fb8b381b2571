import { result, Unsupported, type Check } from '@jackfield/sdk';
import type { Settings } from '../settings.ts';

/** How far the appliance's clock is off: retention and ages are reckoned by it. */
export const clock: Check<Settings> = async ({ ssh, settings }) => {
  if (settings.repositories.every(({ product }) => product === 'proxmox')) throw new Unsupported('Proxmox Backup Server is not asked for its clock', { hint: 'Let linux-server look at the machine.' });
  const asked = Date.now();
  const { stdout } = await ssh.exec('clock');
  const answered = Date.now();
  const theirs = Number(stdout);
  if (!/^\d{1,12}\s*$/.test(stdout)) throw new Unsupported('the machine does not tell the time');
  // It read its clock somewhere between the two, and told whole seconds.
  const skew = Math.max(0, Math.abs(theirs + 0.5 - (asked + answered) / 2_000) - (answered - asked) / 2_000 - 0.5);
  const { warning, critical } = settings.clock;
  const text = `The clock is ${skew < 1 ? 'right' : `${Math.round(skew)} s off`}`;
  return result[skew > critical ? 'critical' : skew > warning ? 'warning' : 'ok'](text, { metrics: [{ name: 'clock.skew', value: skew }] });
};
