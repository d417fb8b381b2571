import type { Finding } from './levels.ts';

/** The flags of `ups.status` (NUT developer guide, "Status data"), each with what it means at night. */
const flags: { readonly [flag: string]: Finding } = {
  OL: { state: 'ok', text: 'on line power' },
  OB: { state: 'critical', text: 'on battery' },
  LB: { state: 'critical', text: 'battery low' },
  HB: { state: 'warning', text: 'battery overcharged' },
  RB: { state: 'warning', text: 'battery to be replaced' },
  CHRG: { state: 'ok', text: 'charging' },
  DISCHRG: { state: 'ok', text: 'discharging' },
  BYPASS: { state: 'warning', text: 'on bypass, nothing is protected' },
  CAL: { state: 'warning', text: 'calibrating its runtime on battery' },
  OFF: { state: 'critical', text: 'output off' },
  OVER: { state: 'critical', text: 'overloaded' },
  TRIM: { state: 'ok', text: 'trimming high voltage' },
  BOOST: { state: 'ok', text: 'boosting low voltage' },
  ECO: { state: 'ok', text: 'in economy mode' },
  TEST: { state: 'ok', text: 'testing its battery' },
  ALARM: { state: 'critical', text: 'alarm' },
  FSD: { state: 'critical', text: 'being shut down' },
  WAIT: { state: 'unknown', text: 'its driver has told nothing yet' },
};

/** One finding for each flag; one that nobody knows changes nothing and is shown as it is. */
export function findingsOf(status: readonly string[], alarm: string | null): readonly Finding[] {
  return status.map((flag) => {
    const known = Object.hasOwn(flags, flag) ? flags[flag] : undefined;
    if (flag === 'ALARM' && alarm !== null) return { state: 'critical', text: `alarm: ${alarm}` };
    return known ?? { state: 'ok', text: flag.slice(0, 20) };
  });
}
