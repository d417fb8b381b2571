import { defineError } from '../errors/index.ts';

export const noConfiguration = defineError('JF8011', 'there is no configuration here', 'Write one with `jackfield init DIR`, or name it with --config DIR or JACKFIELD_CONFIG.');
export const notConfirmed = defineError('JF8012', 'not confirmed', 'Nothing was changed. Confirm at the terminal, or give --yes.');
export const fileUnreadable = defineError('JF8013', 'a file cannot be read', 'Check its name and that you may read it.');
export const planNotReadable = defineError('JF8014', 'this is not a plan', 'Make one with `jackfield plan FILE`.');
export const fileNotWritten = defineError('JF8015', 'a file cannot be written', 'Give another name, or remove what is there.');
export const emptySecret = defineError('JF8016', 'no secret was given', 'Type it at the prompt, or send it on standard input.');
export const notAnswered = defineError('JF9551', 'a question was not answered', 'Nothing was changed.');
export const pluginNotCreated = defineError('JF9400', 'no plugin was created', 'Nothing was written. Name a new folder and the plugin: jackfield plugin create DIR --name NAME.');
export const trialStuck = defineError('JF9250', 'a trial of a plugin does not go on', 'The plugin keeps the thread, or waits without end. "jackfield plugin check --rule RULE --quick" finds it sooner; give way in loops, and pass on `signal`.');
export const pluginEndedTrial = defineError('JF9251', 'a plugin ended its own trial', 'Catch what timers and listeners throw, wait for every promise, and leave process.exit out: the host calls that a crash.');
