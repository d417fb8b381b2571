import { result, type Check, type SnmpValue } from '@jackfield/sdk';
import { clocks, system } from '../mib.ts';
import type { Settings } from '../settings.ts';
import { forgetQuirks } from '../quirks/known-quirks.ts';
import { valueInteger } from '../text.ts';
import { forgetPorts } from './port-facts.ts';
import { forgetLabels } from './port-labels.ts';
import { Remembered } from './remembered.ts';

const units: readonly (readonly [seconds: number, name: string])[] = [[86_400, 'd'], [3600, 'h'], [60, 'min']];

function duration(seconds: number): string {
  const [size, name] = units.find(([each]) => seconds >= each) ?? [1, 's'];
  return `${Math.floor(seconds / size)} ${name}`;
}

/** TimeTicks begin anew after this many seconds: 497 days. */
const wrapSeconds = 2 ** 32 / 100;
/** So much may a clock go wrong between two looks. */
const slackSeconds = 600;

/** One clock of a device: what it shows, and how often it was seen to begin anew. */
interface Clock {
  readonly shown: number;
  readonly wraps: number;
}

interface Look {
  readonly at: number;
  readonly clocks: readonly (Clock | null)[];
  readonly boots: number | null;
  readonly longest: number;
  /** It went on from the look before as clocks do: what an agent says once proves nothing. */
  readonly isSteady: boolean;
  /** When a restart was seen last, by our clock. */
  readonly restartSeen: number | null;
}

const never: Clock = { shown: 0, wraps: 0 };
const secondsOf = ({ shown, wraps }: Clock): number => shown + wraps * wrapSeconds;

const looks = new Remembered<Look>(30 * 86_400_000);

function clockOf(value: SnmpValue | undefined, before: Clock | null, elapsed: number, isConfirmedRestart: boolean): Clock | null {
  const number = valueInteger(value);
  if (number === null || number < 0) return null;
  if (value?.type !== 'TimeTicks') return { shown: number, wraps: 0 };
  const shown = number / 100;
  if (before === null || shown >= before.shown) return { shown, wraps: before?.wraps ?? 0 };
  const expected = before.shown + elapsed - wrapSeconds;
  return { shown, wraps: !isConfirmedRestart && Math.abs(shown - expected) <= slackSeconds ? before.wraps + 1 : 0 };
}

/**
 * How long the device runs. sysUpTime counts from the agent's start and wraps after 497 days, so the longest of sysUpTime,
 * snmpEngineTime and hrSystemUptime counts; a restart is when that went down. snmpEngineBoots tells a restart from a wrap.
 */
export const uptime: Check<Settings> = async ({ device, snmp, settings }) => {
  const [agent, engine, host, starts] = await snmp.get([system.upTime, clocks.engineTime, clocks.hostUpTime, clocks.engineBoots]);
  const before = looks.get(device.id);
  const at = performance.now();
  const boots = valueInteger(starts?.value);
  const elapsed = (at - (before?.at ?? at)) / 1_000;
  const isConfirmed = boots !== null && before !== null && before.boots !== null && boots > before.boots;
  const now = [agent, engine, host].map((varbind, place) => clockOf(varbind?.value, before?.clocks[place] ?? null, elapsed, isConfirmed));
  const all = now.filter((clock) => clock !== null).map(secondsOf);
  if (all.length === 0) return result.unknown('The device does not tell its uptime');
  const longest = Math.max(...all);
  // A clock that is not told this time went nowhere.
  const wentDown = now.some((clock, place) => clock !== null && secondsOf(clock) < secondsOf(before?.clocks[place] ?? never));
  // Whoever started between two looks runs for no longer than that.
  const isRestart = before !== null && before.isSteady && longest < before.longest && wentDown && longest <= elapsed + slackSeconds;
  const isSteady = before !== null && Math.abs(longest - before.longest - elapsed) <= slackSeconds;
  if (isRestart) {
    // What was a port's number may be another's now, and the software new.
    forgetPorts(device.id);
    forgetLabels(device.id);
    forgetQuirks(device.id);
  }
  const restartSeen = isRestart ? at : (before?.restartSeen ?? null);
  looks.keep(device.id, { at, clocks: now, boots, longest, isSteady, restartSeen });
  const parts = { metrics: [{ name: 'uptime', value: longest }] };
  const isNew = longest < settings.uptime.warnBelow || (restartSeen !== null && at - restartSeen < settings.uptime.warnBelow * 1_000);
  return isNew ? result.warning(`Restarted ${duration(longest)} ago`, parts) : result.ok(`Up for ${duration(longest)}`, parts);
};
