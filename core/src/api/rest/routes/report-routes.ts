import { commands } from '../../commands/index.ts';
import { reportAnswer, reportFileAnswer } from '../answers/report-answers.ts';
import { route, type Route } from '../route.ts';
import type { Rule } from '../rule.ts';

const seen: Rule = { role: 'viewer', at: 'seen' };

/** What happened in a month. */
export const reportRoutes: readonly Route[] = [
  route({ name: 'report', method: 'get', path: '/reports/{month}', title: 'A month in figures, of the sites in sight or of one: availability, incidents, changes, backups, capacity', rule: seen, command: commands.report, answer: reportAnswer }),
  route({ name: 'reportFile', method: 'get', path: '/reports/{month}/files/{file}', title: 'The same as a file: `report.html` to print, or a table such as `sites.csv`', rule: seen, command: commands['report-file'], answer: reportFileAnswer }),
];
