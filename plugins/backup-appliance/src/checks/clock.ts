import { result, Unsupported, type Check } from '@jackfield/sdk';
import { drivers } from '../drivers/index.ts';
import type { Settings } from '../settings.ts';

/** How far the appliance's clock is off: retention and ages are reckoned by it. Its products are of one machine: the first is asked. */
export const clock: Check<Settings> = async (context) => {
  const { settings: { repositories: [first], clock: { warning, critical } } } = context;
  if (first === undefined) throw new Unsupported('the settings name no repository');
  const asked = Date.now();
  const theirs = await drivers[first.product].clock(context);
  const answered = Date.now();
  // It read its clock somewhere between the two, and told whole seconds.
  const skew = Math.max(0, Math.abs(theirs + 500 - (asked + answered) / 2) - (answered - asked) / 2 - 500) / 1_000;
  const text = `The clock is ${skew < 1 ? 'right' : `${Math.round(skew)} s off`}`;
  return result[skew > critical ? 'critical' : skew > warning ? 'warning' : 'ok'](text, { metrics: [{ name: 'clock.skew', value: skew }] });
};
