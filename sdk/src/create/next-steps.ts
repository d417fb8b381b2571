import { relative } from 'node:path';
import type { CreatedPlugin } from './create-plugin.ts';

/**
 * What a person does after a plugin was made, as text.
 *
 * @experimental
 * @since 0.1.0
 */
export function nextSteps({ directory, packageName, files }: CreatedPlugin): string {
  const folder = relative(process.cwd(), directory);
  const steps = [
    ...(folder === '' ? [] : [[`cd ${folder.startsWith('..') ? directory : folder}`, '']]),
    ['npm install', ''],
    ['npm test', 'builds, tests, conformance'],
    ['npm run dev', 'runs it on its simulated devices, again at each save'],
    ['npm run check', 'which tier of the quality scale it reaches'],
  ];
  const width = Math.max(...steps.map(([command = '']) => command.length)) + 3;
  return `${packageName}: ${files.length} files in ${directory}\n\nNext:\n${steps.map(([command = '', why = '']) => `  ${why === '' ? command : `${command.padEnd(width)}${why}`}\n`).join('')}`;
}
