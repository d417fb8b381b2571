import { defineError } from '../errors/index.ts';

export const crashUnknown = defineError('JF9510', 'there is no such crash report', 'List them with "jackfield crashes"; the oldest go when there are fifty.');
export const crashUnreadable = defineError('JF9511', 'a crash report cannot be read', 'It was altered or written by another version: look at the file itself, or remove it.');
export const bundleNotWritten = defineError('JF9515', 'the support bundle cannot be written', 'Give another name with --out: a file is never written over another.');
export const nothingWrong = defineError('JF9520', 'nothing is wrong', 'A search needs a trouble that is there: run it while it lasts, or name another check with --check.');
export const oracleUnstable = defineError('JF9521', 'the trouble comes and goes', 'The same trial said both, so no answer could be trusted: run it again when the device is calm, name the check that fails always with --check, or look longer with --seconds.');
export const nobodyGuilty = defineError('JF9522', 'none of the suspects is guilty', 'The trouble stays without any of them: look at the device itself, or try --over plugins, --over settings or --good.');
export const goodUnreadable = defineError('JF9523', 'the configuration that was good cannot be read', 'Give --good a folder, or a commit or a time of the git repository that the configuration is in.');
export const nothingToTry = defineError('JF9550', 'there is no check to try', 'See "jackfield device NAME" for the plugins that manage it and "jackfield doctor" for those that cannot be read.');
