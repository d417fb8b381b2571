import { NotReady, type SshReader } from '@jackfield/sdk';
import { frr } from '../drivers/frr.ts';
import { told } from './vtysh.ts';

/** Lines of a configuration, by the block they stand in; those of no block under the empty text. */
export type RunningConfiguration = ReadonlyMap<string, readonly string[]>;

/** A block begins with a line that others are indented below. */
export function parseConfiguration(text: string): RunningConfiguration {
  const blocks = new Map<string, string[]>([['', []]]);
  let block = '';
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line === '!') continue;
    if (raw.startsWith(' ')) {
      blocks.set(block, [...(blocks.get(block) ?? []), line]);
    } else {
      block = line;
      blocks.get('')?.push(line);
    }
  }
  return blocks;
}

/** The configuration that runs, whole. */
export async function runningConfiguration(ssh: SshReader): Promise<RunningConfiguration> {
  const text = await told(ssh, 'frrConfiguration');
  const parsed = parseConfiguration(text);
  if (!frr.configuration.begins.test(text) || parsed.get('')?.at(-1) !== frr.configuration.end) {
    throw new NotReady('the configuration of FRRouting came without its beginning or end', { hint: 'A daemon may be starting, or be overloaded.' });
  }
  return parsed;
}

/** Lines of an interface; what it is in another VRF stands behind its name. */
export function interfaceLines(configuration: RunningConfiguration, name: string): readonly string[] {
  return [...configuration].flatMap(([block, lines]) => (nameOf(block) === name ? lines : []));
}

/** Name of the interface that a block is about; null for any other. */
export function nameOf(block: string): string | null {
  return /^interface (\S+)(?: vrf \S+)?$/.exec(block)?.[1] ?? null;
}
