import { defineError } from '../errors/index.ts';

export const noConfiguration = defineError('JF8011', 'there is no configuration here', 'Write one with `jackfield init DIR`, or name it with --config DIR or JACKFIELD_CONFIG.');
export const notConfirmed = defineError('JF8012', 'not confirmed', 'Nothing was changed. Confirm at the terminal, or give --yes.');
export const fileUnreadable = defineError('JF8013', 'a file cannot be read', 'Check its name and that you may read it.');
export const planNotReadable = defineError('JF8014', 'this is not a plan', 'Make one with `jackfield plan FILE`.');
export const fileNotWritten = defineError('JF8015', 'a file cannot be written', 'Give another name, or remove what is there.');
export const emptySecret = defineError('JF8016', 'no secret was given', 'Type it at the prompt, or send it on standard input.');
export const commandUnknown = defineError('JF8018', 'no plugin offers this command here', 'List those of the device with `jackfield commands --device NAME`.');
export const notAnswered = defineError('JF9551', 'a question was not answered', 'Nothing was changed.');
export const checkHeldUp = defineError('JF9250', 'a plugin cannot be tried', 'Look for a loop that never waits: every call must give the event loop back.');
export const checkEnded = defineError('JF9251', 'a plugin ended the process that tried it', 'Look for process.exit, process.abort, an exception thrown in a timer or an event, or a rejected promise that nobody waits for.');
export const checkSpokenInto = defineError('JF9252', 'a plugin spoke to who tries it', 'Take process.send out: under the host a plugin has no such channel.');
export const pluginNotCreated = defineError('JF9400', 'no plugin was created', 'Nothing was written. Name a new folder and the plugin: jackfield plugin create DIR --name NAME.');
export const commandLineWrong = defineError('JF9430', 'the command line is wrong', 'See `jackfield COMMAND --help`.');
export const outputNotWritten = defineError('JF9432', 'the output cannot be written', 'Nothing else went wrong: make room, or write somewhere else.');
export const tokenNotSafe = defineError('JF8419', 'the token cannot be used', 'Keep it in a file that only you can read (chmod 600), and name the file with --token-file.');
