import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import type { Session } from '../session.ts';
import { plain } from '../text.ts';
import { example, json } from './options.ts';

interface ReportOptions {
  readonly month?: string;
  readonly site?: string;
  readonly html?: boolean;
  readonly csv?: string;
  readonly output?: string;
}

/** The month before this one. */
function lastMonth(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth() - 1, 1)).toISOString().slice(0, 7);
}

export function addReportCommand(program: Command, session: Session): void {
  const { terminal } = session;
  example(json(program.command('report').description('a month in figures: availability, incidents, changes, backups, capacity')), 'jackfield report --month 2026-10 --site leeds --html --output leeds.html')
    .option('--month <month>', 'such as 2026-10; the one before this unless told')
    .option('--site <site>', 'of one site')
    .addOption(new Option('--html', 'as a page to print').conflicts('csv'))
    .option('--csv <table>', 'one table for a spreadsheet: sites, classes, devices, repair, incidents, changes, backups, capacity')
    .option('--output <file>', 'into a file, in place of the terminal')
    .action(async ({ month = lastMonth(), site, html, csv, output }: ReportOptions, command: Command) => {
      const asked = { month, ...(site === undefined ? {} : { site }) };
      if (html !== true && csv === undefined) {
        if (output !== undefined) command.error('--output goes with --html or --csv');
        const { reportView } = await import('../views/report-view.ts');
        session.show(command, await session.call(command, 'report', asked), (report) => reportView(report, terminal));
        return;
      }
      const file = await session.call(command, 'report-file', { ...asked, file: csv === undefined ? 'report.html' : `${csv}.csv` });
      if (output === undefined) {
        session.show(command, file, ({ text }) => text);
        return;
      }
      await writeFile(output, file.text);
      session.show(command, { file: output }, () => `Written to ${plain(output)}.\n`);
    });
}
