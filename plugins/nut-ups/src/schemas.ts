import { z } from 'zod';

const level = z.number().min(0);
const percent = level.max(100);

export const settings = z
  .strictObject({
    expected: z.array(z.string().min(1)).max(64).default([]).meta({ title: 'UPSes that must be there', description: 'Names of ups.conf; check power is critical when upsd does not list one.' }),
    battery: z
      .strictObject({
        charge: z
          .strictObject({
            warning: percent.default(50).meta({ title: 'Charge, warning', description: 'From here down.', unit: '%' }),
            critical: percent.default(20).meta({ title: 'Charge, critical', description: 'From here down.', unit: '%' }),
          })
          .prefault({}),
        runtime: z
          .strictObject({
            warning: level.default(300).meta({ title: 'Time left, warning', description: 'From here down, on line power too.', unit: 's' }),
            critical: level.default(120).meta({ title: 'Time left, critical', description: 'From here down, on line power too.', unit: 's' }),
          })
          .prefault({}),
        temperature: z
          .strictObject({
            warning: level.default(40).meta({ title: 'Temperature, warning', description: 'From here up.', unit: '°C' }),
            critical: level.default(50).meta({ title: 'Temperature, critical', description: 'From here up.', unit: '°C' }),
          })
          .prefault({}),
      })
      .prefault({}),
    load: z
      .strictObject({
        warning: level.default(80).meta({ title: 'Load, warning', description: 'From here up.', unit: '%' }),
        critical: level.default(95).meta({ title: 'Load, critical', description: 'From here up.', unit: '%' }),
      })
      .prefault({}),
    input: z
      .strictObject({
        nominal: z.number().positive().optional().meta({ title: 'Nominal voltage', description: 'Of UPSes that do not tell input.voltage.nominal; without it their voltage is measured only.', unit: 'V' }),
        deviation: z
          .strictObject({
            warning: percent.default(10).meta({ title: 'Off the nominal voltage, warning', description: 'From here up, either way.', unit: '%' }),
            critical: percent.default(15).meta({ title: 'Off the nominal voltage, critical', description: 'From here up, either way.', unit: '%' }),
          })
          .prefault({}),
      })
      .prefault({}),
  })
  .meta({ title: 'UPS (Network UPS Tools)' });

/** Variables that say when a UPS acts; none of them makes it act now. */
export const thresholds = [
  'battery.charge.low', 'battery.charge.warning', 'battery.runtime.low', 'ups.delay.shutdown', 'ups.delay.start', 'input.transfer.low', 'input.transfer.high',
] as const;

export const threshold = z
  .strictObject({
    ups: z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'a name of ups.conf').meta({ title: 'UPS', description: 'Its name in ups.conf.' }),
    variable: z.enum(thresholds).meta({ title: 'Variable', description: 'As NUT calls it.' }),
    value: z.number().min(0).max(86_400).meta({ title: 'Value', description: 'In the unit of the variable: %, s or V.' }),
  })
  .meta({ title: 'Threshold of a UPS' });
