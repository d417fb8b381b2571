import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** In the repository the SDK is bundled from its sources; a published package has none. */
export const sourceCondition: readonly string[] = existsSync(fileURLToPath(new URL('../../src/index.ts', import.meta.url))) ? ['jackfield-source'] : [];
