import { z } from 'zod';
import { command, type CommandContext } from '../command.ts';

export const discover = command(z.strictObject({ site: z.string().min(1).optional() }), async ({ services, progress, signal }: CommandContext, { site }) => {
  const report = await services.discovery.run({
    ...(site === undefined ? {} : { site }),
    onProgress: ({ site: of, stage, done, total, found }) => progress({ done, total, label: `${of} ${stage}, ${found} found` }),
  }, signal);
  const names = (ids: readonly string[]): string[] => ids.map((id) => services.inventory.find(id)?.name ?? id);
  return { ...report, devices: names(report.devices), added: names(report.added) };
});
