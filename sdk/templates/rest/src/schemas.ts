import { z } from 'zod';

const messages = z.int().min(0);

export const settings = z
  .strictObject({
    queues: z
      .strictObject({
        warning: messages.default(100).meta({ title: 'Messages in a queue, warning', unit: 'messages' }),
        critical: messages.default(1_000).meta({ title: 'Messages in a queue, critical', unit: 'messages' }),
      })
      .prefault({}),
  })
  .meta({ title: '__title__' });

export const limits = z
  .strictObject({
    sessions: z.int().min(1).optional().meta({ title: 'Sessions at once', description: 'Left out: as it is.' }),
    perMinute: z.int().min(1).optional().meta({ title: 'Messages a minute', description: 'Left out: as it is.' }),
  })
  .meta({ title: 'Limits' });
