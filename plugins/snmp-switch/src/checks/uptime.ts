import { result, type Check, type SnmpValue } from '@jackfield/sdk';
import { clocks, system } from '../mib.ts';
import type { Settings } from '../settings.ts';
import { valueInteger } from '../text.ts';

const units: readonly (readonly [seconds: number, name: string])[] = [[86_400, 'd'], [3600, 'h'], [60, 'min']];

function duration(seconds: number): string {
  const [size, name] = units.find(([each]) => seconds >= each) ?? [1, 's'];
  return `${Math.floor(seconds / size)} ${name}`;
}

function secondsOf(value: SnmpValue | undefined): number | null {
  const number = valueInteger(value);
  if (number === null || number < 0) return null;
  return value?.type === 'TimeTicks' ? number / 100 : number;
}

/**
 * How long the device runs. sysUpTime counts from the agent's start and wraps after 497 days, so the longest of
 * sysUpTime, snmpEngineTime and hrSystemUptime counts.
 */
export const uptime: Check<Settings> = async ({ snmp, settings }) => {
  const [agent, engine, host] = await snmp.get([system.upTime, clocks.engineTime, clocks.hostUpTime]);
  const all = [secondsOf(agent?.value), secondsOf(engine?.value), secondsOf(host?.value)].filter((each) => each !== null);
  if (all.length === 0) return result.unknown('The device does not tell its uptime');
  const longest = Math.max(...all);
  const parts = { metrics: [{ name: 'uptime', value: longest }] };
  return longest < settings.uptime.warnBelow
    ? result.warning(`Restarted ${duration(longest)} ago`, parts)
    : result.ok(`Up for ${duration(longest)}`, parts);
};
