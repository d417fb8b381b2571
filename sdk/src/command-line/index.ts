export { readCommandLine, type CommandLine, type Program } from './command-line.ts';
export { CommandLineWrong, wrongCommandLine } from './command-line-wrong.ts';
