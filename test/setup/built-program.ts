import { join, resolve } from 'node:path';

/** Words after `node` that run the command line as it is built: `npm test` builds before. From its sources each start takes half as long again. */
export const builtProgram: readonly string[] = [join(resolve(import.meta.dirname, '../..'), 'core/dist/cli/main.js')];
