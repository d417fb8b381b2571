import { result, snmpNumber, snmpText, Unsupported, type Check, type Item } from '@jackfield/sdk';
import { sensorColumns } from '../oids.ts';
import type { Settings } from '../settings.ts';

/** Characters of a sensor's name that are kept. */
const longest = 200;

/** Each sensor of the maker's table against the levels of the settings. */
export const sensors: Check<Settings> = async ({ snmp, settings: { sensors: { warning, critical } } }) => {
  const rows = await snmp.table(sensorColumns);
  const names = new Set<string>();
  const items: Item[] = [];
  for (const { index, cells } of rows) {
    const celsius = snmpNumber(cells.celsius);
    // A row that is half there is on its way in or out; two sensors of one name are told apart by their index.
    if (celsius === null) continue;
    const label = snmpText(cells.name)?.trim().slice(0, longest) || `sensor ${index}`;
    const name = names.has(label) ? `${label} (${index})` : label;
    names.add(name);
    const state = celsius >= critical ? 'critical' : celsius >= warning ? 'warning' : 'ok';
    items.push({ name, state, summary: `${celsius} °C`, metrics: [{ name: 'sensor.temperature', value: celsius }] });
  }
  if (items.length === 0) throw new Unsupported('this device has no sensors', { hint: 'Disable the check for this device.' });
  const hot = items.filter(({ state }) => state !== 'ok').length;
  return result.fromItems(hot === 0 ? `${items.length} sensors, none too hot` : `${hot} of ${items.length} sensors too hot`, items, [{ name: 'sensors.hot', value: hot }]);
};
