import type { DoctorFinding } from '../doctor.ts';
import type { Terminal } from '../terminal.ts';
import { count, plain } from '../text.ts';

export function doctorView(findings: readonly DoctorFinding[], { colours }: Pick<Terminal, 'colours'>): string {
  const marks = { ok: colours.green('ok     '), warning: colours.yellow('warning'), failed: colours.red('failed ') };
  const groups = [...Map.groupBy(findings, ({ group }) => group)].map(([group, all]) => {
    const name = Math.max(...all.map((finding) => finding.name.length));
    const lines = all.map((finding) => `  ${marks[finding.state]} ${plain(finding.name).padEnd(name)}  ${plain(finding.detail)}\n${finding.next === '' ? '' : `          ${colours.dim('→ next:')} ${plain(finding.next)}\n`}`);
    return `${colours.bold(group)}\n${lines.join('')}`;
  });
  const failed = findings.filter(({ state }) => state === 'failed').length;
  const warned = findings.filter(({ state }) => state === 'warning').length;
  return `${groups.join('\n')}\n${failed > 0 ? colours.red(`${failed} failed`) : colours.green('nothing failed')}, ${count(warned, 'warning')}\n`;
}
