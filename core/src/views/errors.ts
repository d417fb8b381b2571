import { defineError } from '../errors/index.ts';

export const tooManyViews = defineError('JF9911', 'too many saved views', 'Forget some that you no longer use.');
