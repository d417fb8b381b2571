import { defineError } from '../errors/index.ts';

export const timeNotAhead = defineError('JF5020', 'the time is not ahead', 'Give a duration such as 2h, or a time that is still to come.');
export const unknownTask = defineError('JF5021', 'no such task', 'List the tasks with `jackfield tasks`.');
export const unknownAssignee = defineError('JF5022', 'nobody is called so', 'Name a person of `jackfield people`, or a team of `teams` in the settings.');
export const unknownMaintenance = defineError('JF5023', 'no such maintenance', 'List what is in force with `jackfield maintenance`.');
export const maintenanceOver = defineError('JF5024', 'the maintenance is over', 'List what is in force with `jackfield maintenance`.');
