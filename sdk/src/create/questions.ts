import { licences, parseAnswers, pluginKinds, transportChoices, type PartialAnswers, type PluginAnswers } from './answers.ts';
import { CreateRefused } from './create-refused.ts';

type Key = keyof PluginAnswers;

interface Question {
  readonly key: Key;
  readonly text: string;
  readonly choices?: readonly string[];
  readonly fallback: (so: PartialAnswers) => string;
  /** Left out when it makes no difference. */
  readonly matters?: (so: PartialAnswers) => boolean;
}

const questions: readonly Question[] = [
  { key: 'name', text: 'Name of the plugin (its id in configurations)', fallback: () => '' },
  { key: 'kind', text: 'Kind', choices: pluginKinds, fallback: ({ transport }) => (transport === undefined ? 'device' : 'transport') },
  { key: 'transport', text: 'It speaks http (beside SSH), rest (HTTP alone) or tcp (lines of its own)', choices: transportChoices, fallback: () => 'http', matters: ({ kind }) => kind === 'transport' },
  { key: 'scope', text: 'npm scope, such as @acme (empty for none)', fallback: () => '' },
  { key: 'publisher', text: 'Publisher, for the licence', fallback: ({ scope }) => (scope ?? '').replace('@', '') },
  { key: 'licence', text: 'Licence', choices: licences, fallback: () => 'MIT' },
];

function isRight(key: Key, answer: string): string | null {
  try {
    // By itself: what it means beside another one is told of all of them.
    parseAnswers({ name: 'any', kind: 'transport', [key]: answer });
    return null;
  } catch (error) {
    if (!(error instanceof CreateRefused)) throw error;
    return error.message.replace(`--${key}: `, '');
  }
}

/**
 * Asks for what was not given, each question until its answer is one. `suggestedName` is what an empty answer means for the
 * name, such as the name of the folder.
 *
 * @experimental
 * @since 0.1.0
 */
export async function askAnswers(given: PartialAnswers, suggestedName: string | null, ask: (question: string) => Promise<string>): Promise<PluginAnswers> {
  let answers: PartialAnswers = given;
  for (const { key, text, choices, fallback, matters } of questions) {
    if (answers[key] !== undefined || matters?.(answers) === false) continue;
    const meant = key === 'name' ? (suggestedName ?? '') : fallback(answers);
    const shown = `${text}${choices === undefined ? '' : ` (${choices.join(', ')})`}${meant === '' ? '' : ` [${meant}]`}: `;
    for (let complaint: string | null = ''; complaint !== null; ) {
      const typed = await ask(complaint === '' ? shown : `  ${complaint}\n${shown}`);
      const answer = typed === '' ? meant : typed;
      complaint = isRight(key, answer);
      if (complaint === null) answers = { ...answers, [key]: answer };
    }
  }
  return parseAnswers(answers);
}
