import { z } from 'zod';
import type { Taken, Version } from '../../history/index.ts';
import { command, type CommandContext } from '../command.ts';
import { deviceNamed } from './devices.ts';

const device = z.string().min(1).max(255);
const version = z.int().min(1);

export interface DeviceHistory {
  readonly device: string;
  readonly deviceName: string;
  /** What reading the device now gave; null when it was not asked for. */
  readonly taken: Taken | null;
  readonly versions: readonly Version[];
}

export const history = command(z.strictObject({ device, take: z.boolean().default(false) }), async ({ services, person, progress, signal }: CommandContext, input): Promise<DeviceHistory> => {
  const { id, name } = deviceNamed(services, input.device);
  const taken = input.take ? await services.history.take(id, { person, onProgress: progress }, signal) : null;
  return { device: id, deviceName: name, taken, versions: await services.history.versions(id) };
});

export const historyShow = command(z.strictObject({ device, version }), ({ services }: CommandContext, input) =>
  services.history.version(deviceNamed(services, input.device).id, input.version));

export const historyDiff = command(z.strictObject({ device, from: version, to: version }), ({ services }: CommandContext, { device: asked, from, to }) =>
  services.history.diff(deviceNamed(services, asked).id, from, to));

export const historyRestore = command(z.strictObject({ device, version }), ({ services, person, progress, signal }: CommandContext, input) =>
  services.history.restore({ device: deviceNamed(services, input.device).id, version: input.version, person, onProgress: progress }, signal));
