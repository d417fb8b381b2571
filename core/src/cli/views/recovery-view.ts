import type { CommandResult } from '../../api/index.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { ago, count, plain } from '../text.ts';

type View = Pick<Terminal, 'colours' | 'columns'>;
type Recovery = CommandResult<'recover'>;
type Step = Recovery['steps'][number];

const titles = { replacement: 'Replacement', configuration: 'Configuration', checks: 'Checks' } as const;

function stepLines({ kind, name, done, summary, person, at, copies }: Step, number: number, { colours }: View, now: number): string[] {
  const title = kind === 'data' ? `Data ${plain(name)}` : titles[kind];
  const by = done && at !== null ? `  ${colours.dim(`${person === null ? '' : `${plain(person)}, `}${ago(at, now)}`)}` : '';
  const lines = [`${number}  ${done ? colours.green('done') : colours.yellow('open')}  ${colours.bold(title)}: ${plain(summary)}${by}`];
  for (const { deviceName, site, copiedAt, command } of done ? [] : copies) {
    lines.push(copiedAt === null ? `         ${plain(deviceName)} at ${plain(site)}: no good copy` : `         ${plain(deviceName)} at ${plain(site)}: copied ${ago(copiedAt, now)}`);
    if (command !== '') lines.push(`           ${plain(command)}`);
  }
  return lines;
}

const asWord = (text: string): string => (/^[\w./:@-]+$/.test(text) ? text : `'${plain(text).replaceAll("'", `'\\''`)}'`);

/** What a person does next, by the first step that is open. */
function nextText({ deviceName, begun, steps }: Recovery): string {
  const device = asWord(deviceName);
  if (begun === null) return `Nothing was begun: this is what would be done. Begin with \`jackfield recover ${device} begin\`.\n`;
  const next = steps.find(({ done }) => !done);
  switch (next?.kind) {
    case undefined: return 'All is done.\n';
    case 'replacement': return 'Next: put the replacement in place, and `jackfield discover`.\n';
    case 'configuration': return `Next: \`jackfield recover ${device} plan\`, then apply the plan that it writes.\n`;
    case 'data': {
      const good = next.copies.find(({ copiedAt }) => copiedAt !== null);
      const how = good === undefined ? `get ${plain(next.name)} from somewhere else: nobody keeps a good copy` : `run the command of ${plain(next.name)} on ${plain(good.deviceName)}, and look at what it restored`;
      return `Next: ${how}; then say so: \`jackfield recover ${device} done ${asWord(next.name)}\`.\n`;
    }
    case 'checks': return 'Next: see what its checks say, with `jackfield check`.\n';
  }
}

export function recoveryView(recovery: Recovery, view: View, now: number): string {
  const { deviceName, replacement, replacementName, device, version, versionSeenAt, begun, steps, leftOut, cautions } = recovery;
  const { colours } = view;
  const onto = replacement === device ? '' : ` onto ${plain(replacementName)}`;
  const head = `${colours.bold(`Recovery of ${plain(deviceName)}${onto}`)}: version ${version}, last seen ${ago(versionSeenAt, now)}${begun === null ? '' : `; begun by ${plain(begun.person)}, ${ago(begun.at, now)}`}\n`;
  const notes = [
    ...cautions.map((caution) => colours.yellow(`caution: ${plain(caution)}`)),
    ...leftOut.map(({ title, path, reason }) => colours.yellow(`by hand: ${plain(title)}${path === null ? '' : ` ${plain(path)}`}: ${plain(reason)}`)),
  ];
  return head + [...steps.flatMap((step, index) => stepLines(step, index + 1, view, now)), ...notes].map((line) => `${line}\n`).join('') + nextText(recovery);
}

const percent = (score: number | null): string => (score === null ? '-' : `${score} %`);

/** @param inDetail with what each score is made of */
export function scoresView(scores: CommandResult<'recoverability'>, inDetail: boolean, { colours, columns }: View): string {
  const sites = table([{ title: 'SITE', firm: true }, { title: 'RECOVERABILITY', align: 'right', firm: true }, { title: 'OF' }],
    scores.map(({ site, score, parts }) => [site, percent(score), score === null ? 'no check tells' : count(parts.length, 'check')]), columns, colours.dim);
  const parts = scores.flatMap(({ parts: all }) => all);
  if (!inDetail || parts.length === 0) return sites;
  return `${sites}\n${table([{ title: 'SHARE', align: 'right', firm: true }, { title: 'STATE', firm: true }, { title: 'DEVICE' }, { title: 'CHECK', firm: true }, { title: 'SAYS', beneath: true }],
    parts.map(({ share, state, deviceName, title, summary }) => [percent(share), state, deviceName, title, summary]), columns, colours.dim)}`;
}
