import { states } from '@jackfield/sdk';
import { z } from 'zod';
import { notificationKinds, notificationStates } from '../../../notifications/index.ts';
import { text } from './health-answers.ts';

export const notificationAnswer = z.object({
  id: z.string(), kind: z.enum(notificationKinds), route: z.string(), channel: z.string(), site: text, title: z.string(), devices: z.array(z.string()), state: z.enum(notificationStates).meta({ description: 'held: not made yet, as a change is at work on the device.' }), attempts: z.int(),
  madeAt: z.string(), sentAt: text, nextAt: text.meta({ description: 'When it is tried next; of what is held, when it goes out at the latest.' }), reason: z.string().meta({ description: 'Why the last attempt failed, with its code, or why it is held; empty for neither.' }), hint: z.string().meta({ description: 'What to do about it.' }),
}).meta({ id: 'Notification' });

export const notificationRoutesAnswer = z.object({
  zone: z.string().meta({ description: 'Of hours that name none: the host\'s own.' }),
  routes: z.array(z.object({
    name: z.string(), site: z.string(), to: z.array(z.string()), states: z.array(z.enum(states)), resolved: z.boolean(), afterMs: z.number().nullable(), repeatMs: z.number().nullable(),
    quiet: z.object({ from: z.string(), to: z.string(), days: z.array(z.string()).optional(), zone: z.string(), except: z.array(z.enum(states)).optional() }).nullable(),
  })),
  channels: z.array(z.object({ name: z.string(), site: text, kind: z.enum(['mail', 'webhook', 'plugin']), target: z.string() })),
}).meta({ id: 'NotificationRoutes' });
