import { z } from 'zod';
import { command, type CommandContext } from '../command.ts';
import { audited } from './audited.ts';
import { deviceNamed } from './devices.ts';

const name = z.string().min(1).max(255);

export const record = command(
  z.strictObject({
    device: name, plugin: name.optional(), reads: z.array(z.string().max(1_024)).max(100).default([]), redact: z.array(z.enum(['addresses', 'names', 'serials'])).default([]),
  }),
  async (context: CommandContext, { device: named, plugin, reads, redact }) => {
    // Brings the test kit along, which the daemon needs for nothing else.
    const { parseRead, recordDevice } = await import('../recording/index.ts');
    const device = deviceNamed(context.services, named);
    const request = { device, plugin: plugin ?? null, reads: reads.map(parseRead), replace: redact };
    return audited(context, { action: 'device.record', device: device.id, detail: device.name, ...(plugin === undefined ? {} : { plugin }) }, () => recordDevice(context, request));
  },
);
