import { readFile, stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import type { JsonObject } from '@jackfield/sdk';
import { parse } from 'yaml';
import { z } from 'zod';
import { issuesText } from '../errors/index.ts';
import { readConformanceFile, type Push } from '../conformance/index.ts';
import { deviceDescriptionSchema, type TestDevice } from '../test-host/index.ts';
import { noDevelopmentDevice } from './errors.ts';

/** What a plugin is developed on. */
export interface DevelopmentDevices {
  readonly devices: { readonly [name: string]: TestDevice };
  readonly settings: JsonObject;
  readonly with: readonly string[];
  readonly pushes: readonly Omit<Push, 'of'>[];
}

/** What `jackfield record` wrote; the `recording` of a description is the name of such a file. */
const recordingFile = z.looseObject({ recording: z.number() });

/** The described devices, one of them, or one of a file: a recording, a `.snmprec` walk, or a description in YAML. */
export async function developmentDevices(directory: string, device: string | undefined): Promise<DevelopmentDevices> {
  if (device !== undefined && (await isFile(device))) {
    const described = await describedIn(resolve(device));
    const name = basename(device, extname(device));
    return { devices: { [name]: described }, ...(await restOf(directory)), pushes: [] };
  }
  const { devices, settings, with: others, pushes } = readConformanceFile(directory);
  if (device === undefined) return { devices, settings, with: others, pushes };
  const one = devices[device];
  if (one === undefined) throw noDevelopmentDevice(`conformance.yaml has no device ${device}, and there is no such file; it has ${Object.keys(devices).join(', ')}`);
  return { devices: { [device]: one }, settings, with: others, pushes: pushes.filter((push) => push.device === device) };
}

/** Settings and other plugins of conformance.yaml, when there is one. */
async function restOf(directory: string): Promise<Pick<DevelopmentDevices, 'settings' | 'with'>> {
  if (!(await isFile(resolve(directory, 'conformance.yaml')))) return { settings: {}, with: [] };
  const { settings, with: others } = readConformanceFile(directory);
  return { settings, with: others };
}

async function describedIn(file: string): Promise<TestDevice> {
  if (extname(file) === '.snmprec') return { snmp: { recording: file } };
  const content: unknown = parse(await readFile(file, 'utf8'));
  if (recordingFile.safeParse(content).success) return { recording: file };
  const parsed = deviceDescriptionSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw noDevelopmentDevice(`it describes no device: ${issuesText(parsed.error)}`, { place: { file } });
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then((entry) => entry.isFile(), () => false);
}
