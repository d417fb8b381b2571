import { sdkVersion } from '../contract/version.ts';

/** What a created plugin is built and tested with: the versions that Jackfield itself is. A test holds them to the root package.json. */
export const toolVersions = { '@types/node': '26.6.6', node: '26.10.0', typescript: '7.0.2', vitest: '5.1.1', zod: '4.6.7' } as const;

export const jackfieldRange = `^${sdkVersion}`;
