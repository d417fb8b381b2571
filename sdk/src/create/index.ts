/** Makes new plugins: what `npm create jackfield-plugin` and `jackfield plugin create` run. */
export { licences, parseAnswers, pluginKinds, transportChoices, type PartialAnswers, type PluginAnswers, type PluginKind } from './answers.ts';
export { runCreate, type CreateConsole } from './command-line.ts';
export { createPlugin, namedBy, nameOfFolder, packageNameOf, type CreatedPlugin } from './create-plugin.ts';
export { CreateRefused } from './create-refused.ts';
export { nextSteps } from './next-steps.ts';
export { askAnswers } from './questions.ts';
