import type { Conformance, Verdict } from '../../conformance/index.ts';
import type { PluginStatus } from '../../plugins/index.ts';
import type { Terminal } from '../terminal.ts';
import { count, plain } from '../text.ts';

/** More findings of one rule than anybody reads. */
const shownFindings = 8;

type Shown = Conformance & Pick<PluginStatus, 'deprecated'>;

/** `whole` when all rules were tried on described devices: only then a tier and a level can be told. */
export function conformanceView({ plugin, version, tier, level, tried, verdicts, deprecated }: Shown, { colours }: Pick<Terminal, 'colours'>, whole: boolean): string {
  const marks: { readonly [Ending in Verdict['ending']]: string } = {
    kept: colours.green('kept   '), broken: colours.red('broken '), exempt: colours.yellow('exempt '), nothing: colours.dim('nothing'),
  };
  const width = Math.max(...verdicts.map(({ rule }) => rule.length));
  const lines = verdicts.map(({ rule, tier: of, title, ending, tried: attempts, findings, excused }) => {
    const head = `${marks[ending]} ${of.padEnd(8)} ${rule.padEnd(width)}  ${colours.dim(`${String(attempts).padStart(6)} tried`)}  ${title}\n`;
    const shown = findings.slice(0, shownFindings).map(({ of: about, message }) => `          ${colours.red(plain(about))}: ${plain(message)}\n`);
    const more = findings.length > shownFindings ? `          … and ${findings.length - shownFindings} more\n` : '';
    const excuses = excused.map(({ of: about, message, reason }) => `          ${colours.yellow(plain(about))}: ${plain(message)} (exempt: ${plain(reason)})\n`);
    return `${head}${shown.join('')}${more}${excuses.join('')}`;
  });
  const broken = verdicts.filter(({ ending }) => ending === 'broken').length;
  const ending = whole ? `tier ${colours.bold(tier ?? 'none')}, contract level ${colours.bold(level ?? 'none')}` : broken > 0 ? colours.red(count(broken, 'rule') + ' broken') : colours.green('all kept');
  const next = broken > 0 ? 'Each rule has a page: docs/integrators/rules in the documentation.\n' : '';
  const notes = deprecated.map(({ code, text }) => `${colours.yellow('deprecated')} ${plain(code)} ${plain(text)}\n`);
  return `${lines.join('')}\n${notes.join('')}${plain(plugin)} ${plain(version)}: ${ending}, ${tried} attempts\n${next}`;
}
