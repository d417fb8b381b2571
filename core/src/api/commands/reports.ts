import { z } from 'zod';
import { notFound } from '../errors.ts';
import { fileOf, monthSchema, type Report, type ReportFile } from '../../reports/index.ts';
import { command, type CommandContext } from '../command.ts';

const input = z.strictObject({ month: monthSchema, site: z.string().min(1).max(255).optional() });

async function reportOf({ services }: CommandContext, { month, site }: z.output<typeof input>): Promise<Report> {
  const { sites } = services.configuration.current;
  if (site !== undefined && !sites.has(site)) throw notFound(`there is no site ${site}`, { hint: `Sites: ${[...sites.keys()].join(', ')}.` });
  return services.reports.of(month, site === undefined ? [...sites.keys()] : [site]);
}

/** Of the sites in sight, or of one of them. */
export const report = command(input, reportOf);

export const reportFile = command(input.extend({ file: z.string().min(1).max(64) }), async (context: CommandContext, { file, ...asked }): Promise<ReportFile> => fileOf(await reportOf(context, asked), file));
