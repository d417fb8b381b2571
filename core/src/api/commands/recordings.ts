import { z } from 'zod';
import { linesUnconfirmed } from '../../library/index.ts';
import { command, type CommandContext } from '../command.ts';
import { audited } from './audited.ts';
import { deviceNamed } from './devices.ts';

const name = z.string().min(1).max(255);

/** Recordings that the host keeps of a device, and how far the one is that is made. */
export const recordings = command(z.strictObject({ device: name }), async ({ services }: CommandContext, { device }) => {
  const { id } = deviceNamed(services, device);
  return { running: services.library.progress(id), kept: await services.library.of(id) };
});

export const recording = command(
  z.strictObject({ device: name, recording: name, confirmed: z.boolean().default(false).meta({ description: 'A person looked at the lines that look as if a secret was left, and says that they may be given away.' }) }),
  async ({ services }: CommandContext, { device, recording: id, confirmed }) => {
    const found = await services.library.text(deviceNamed(services, device).id, id);
    if (found.suspicious.length > 0 && !confirmed) throw linesUnconfirmed(found.suspicious.map(({ line, why }) => `line ${line}, ${why}`).join('; '), { place: { device } });
    return found;
  },
);

export const recordingBegin = command(z.strictObject({ device: name }), async (context: CommandContext, input) => {
  const { services, person } = context;
  const device = deviceNamed(services, input.device);
  return audited(context, { action: 'device.record', device: device.id, detail: device.name }, async () => services.library.begin(device.id, person, async (progress, signal) => {
    // Brings the test kit along, which the daemon needs for nothing else.
    const { recordDevice } = await import('../recording/index.ts');
    const { text, exchanges, calls, found } = await recordDevice({ ...context, progress, signal }, { device, plugin: null, reads: [], replace: [] });
    return { text, exchanges, calls, suspicious: found };
  }));
});

export const recordingRemove = command(z.strictObject({ device: name, recording: name }), async (context: CommandContext, input) => {
  const { id, name: called } = deviceNamed(context.services, input.device);
  await audited(context, { action: 'recording.remove', device: id, detail: `${called}: ${input.recording}` }, () => context.services.library.remove(id, input.recording));
  return { device: id, recording: input.recording };
});
