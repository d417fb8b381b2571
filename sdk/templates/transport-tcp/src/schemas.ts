import { z } from 'zod';

const percent = z.number().min(0).max(100);

export const settings = z
  .strictObject({
    load: z
      .strictObject({
        warning: percent.default(70).meta({ title: 'Load, warning', description: 'From here up.', unit: '%' }),
        critical: percent.default(90).meta({ title: 'Load, critical', description: 'From here up.', unit: '%' }),
      })
      .prefault({}),
    charge: z
      .strictObject({
        warning: percent.default(50).meta({ title: 'Charge, warning', description: 'From here down.', unit: '%' }),
        critical: percent.default(20).meta({ title: 'Charge, critical', description: 'From here down.', unit: '%' }),
      })
      .prefault({}),
  })
  .meta({ title: '__title__' });

export const thresholds = z
  .strictObject({
    shutdownAt: percent.meta({ title: 'Charge at which it shuts down', unit: '%' }),
  })
  .meta({ title: 'Thresholds' });
