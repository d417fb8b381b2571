import { deviceKinds, states } from '@jackfield/sdk';
import { z } from 'zod';
import { hangingHow, threats } from '../../../changes/index.ts';
import { undoers } from '../../commands/index.ts';
import { text } from './health-answers.ts';

const named = { device: z.string(), name: z.string(), site: z.string() };

const risk = z.object({
  ...named, port: text.meta({ description: 'Null: the whole device.' }), standIns: z.array(z.string()).meta({ description: 'Devices that stand in for it, by the label redundancy.' }),
  threat: z.enum(threats).meta({ description: 'own-way: the host reaches the device itself over this port. cuts: others lose by it. spares: nobody is known to. unknown: no link of the device is known.' }),
});

const radius = {
  devices: z.array(z.object({
    ...named, kind: z.enum(deviceKinds), state: z.enum(states).nullable().meta({ description: 'The worst of its checks; null before the first result.' }),
    how: z.enum(hangingHow).meta({ description: 'way: nobody reaches it any more. service: it is reached, and what it is registered at is not.' }), at: z.object({ ...named, port: text }).nullable().meta({ description: 'Where it hangs.' }),
  })),
  sites: z.array(z.object({ site: z.string(), lost: z.int(), of: z.int() })),
  hidden: z.int().meta({ description: 'How many more lose something at sites that you do not see.' }),
  strangers: z.array(z.object({ ...named, port: z.string(), addresses: z.int() })).meta({ description: 'Ports behind which addresses of no known device stand.' }),
  unlinked: z.array(z.object(named)).meta({ description: 'Devices of the same sites of which no link is known: they may hang on it.' }),
  guessed: z.array(z.string()).meta({ description: 'Where the way of the host is taken to begin, as no label anchor says it.' }),
};

export const behindAnswer = z.object({
  device: z.string(), deviceName: z.string(), port: text, ownWay: z.boolean().meta({ description: 'The host reaches the device itself over this port.' }), risks: z.array(risk), ...radius,
}).meta({ id: 'Behind' });

export const planBehindAnswer = z.object({
  plan: z.string(), title: z.string(), risks: z.array(risk.extend({ undoneBy: z.enum(undoers).meta({ description: 'Who puts it back when it goes wrong; the host can while it reaches the device.' }) })), ...radius,
}).meta({ id: 'PlanBehind' });
