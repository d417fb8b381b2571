/** A thing that the reader of a page does, or sees. */
export type Step =
  | { readonly kind: 'run'; readonly line: number; readonly commands: readonly string[]; /** Name of the further terminal in which they stay. */ readonly terminal: string | null; readonly shows: string | null }
  | { readonly kind: 'write' | 'edit' | 'look'; readonly line: number; readonly file: string; readonly text: string };

interface Block {
  readonly line: number;
  /** What stands between the block before and this one. */
  readonly before: string;
  readonly language: string;
  readonly text: string;
}

function blocksOf(page: string): readonly Block[] {
  let end = 0;
  return [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((found) => {
    const [whole, language = '', text = ''] = found;
    const before = page.slice(end, found.index).trim();
    end = found.index + whole.length;
    return { line: page.slice(0, found.index).split('\n').length, before, language, text };
  });
}

/** `**`src/plugin.ts`**` on a line of its own, right before a block, says which file it is. */
const titlePattern = /(?:^|\n)\*\*`([^`]+)`\*\*( \(as it is\))?$/;

/**
 * The steps of a page, in order. A block below the name of a file writes it, or changes it when it is a `diff`; `sh` is run, and
 * a `text` block after it is what that must print. Anything else is refused: no listing of a page goes unproven.
 */
export function stepsOf(page: string): readonly Step[] {
  const steps: Step[] = [];
  for (const { line, before, language, text } of blocksOf(page)) {
    const [, named, asItIs] = titlePattern.exec(before) ?? [];
    const last = steps.at(-1);
    if (language === 'sh') {
      const [, terminal = null] = /<!-- terminal: (\w+) -->$/.exec(before) ?? [];
      steps.push({ kind: 'run', line, commands: text.trimEnd().split('\n'), terminal, shows: null });
    } else if (language === 'text' && before === '' && last?.kind === 'run' && last.shows === null) {
      steps[steps.length - 1] = { ...last, shows: text };
    } else if (named !== undefined) {
      steps.push({ kind: asItIs !== undefined ? 'look' : language === 'diff' ? 'edit' : 'write', line, file: named, text });
    } else if (language === 'diff' && before === '' && last?.kind === 'edit') {
      steps.push({ ...last, line, text });
    } else throw new RangeError(`line ${line}: a ${language} block that is neither a file nor a command nor what a command prints`);
  }
  return steps;
}

/** A file after an edit; where the lines belong, must be clear. */
export function edited(content: string, { line, file, text }: Extract<Step, { kind: 'write' | 'edit' | 'look' }>): string {
  const lines = text.trimEnd().split('\n');
  const side = (sign: string): string => lines.filter((one) => one.startsWith(' ') || one === '' || one.startsWith(sign)).map((one) => `${one.slice(1)}\n`).join('');
  const [old, now] = [side('-'), side('+')];
  // Lines begin behind a line's end, the first one too.
  const [whole, sought] = [`\n${content}`, `\n${old}`];
  const at = whole.indexOf(sought);
  if (at < 0 || whole.includes(sought, at + 1)) throw new RangeError(`line ${line}: ${file} has ${at < 0 ? 'no place' : 'more than one place'} for this edit:\n${text}\nin\n${content}`);
  return `${whole.slice(0, at)}\n${now}${whole.slice(at + sought.length)}`.slice(1);
}
