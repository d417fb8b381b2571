import { z } from 'zod';

const celsius = z.number().min(-40).max(200);

export const settings = z
  .strictObject({
    sensors: z
      .strictObject({
        warning: celsius.default(45).meta({ title: 'Temperature, warning', unit: '°C' }),
        critical: celsius.default(60).meta({ title: 'Temperature, critical', unit: '°C' }),
      })
      .prefault({}),
  })
  .meta({ title: '__title__' });

export const place = z
  .strictObject({
    location: z.string().max(255).optional().meta({ title: 'Location', description: 'Left out: as it is.' }),
    contact: z.string().max(255).optional().meta({ title: 'Contact', description: 'Left out: as it is.' }),
  })
  .meta({ title: 'Place' });
