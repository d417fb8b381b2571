import { NotReady, Unsupported, type SshReader } from '@jackfield/sdk';

/** Parts that `scripts/gather.sh` can be asked for. */
export type Part =
  | 'identity' | 'interfaces' | 'uptime' | 'load' | 'memory' | 'disks' | 'services' | 'timers' | 'updates' | 'clock' | 'certificates' | 'drives' | 'raid' | 'sockets' | 'logins'
  | 'kernel' | 'inventory';

export interface Section {
  /** Exit status of what was read; 124: took too long, 127: not there. */
  readonly status: number;
  readonly lines: readonly string[];
}

/** What the gather script said. */
export interface Gathering {
  readonly sections: ReadonlyMap<string, Section>;
  /** False when the end is missing: something was cut off, and the last section with it. */
  readonly complete: boolean;
}

const format = 1;
const mostBytes = 4 * 1_024 * 1_024;
/** Longer lines than any that is read; what a broken machine sends beyond it is dropped. */
const mostLine = 8_192;

/**
 * Reads the script's output, format 1; the head of `scripts/gather.sh` describes it. Whatever stands before the first
 * line, such as a greeting of the login, is left out. Null when the script did not run.
 */
export function parseGathering(output: string): Gathering | null {
  const lines = output.split(/\r?\n/);
  const start = lines.indexOf(`jackfield-gather ${format}`);
  if (start < 0) return null;
  const sections = new Map<string, { status: number; lines: string[] }>();
  let open: string | null = null;
  for (const line of lines.slice(start + 1)) {
    const marker = /^@([a-z][a-z-]*) (\d{1,3})$/.exec(line);
    if (marker?.[1] === 'end') return { sections, complete: true };
    if (marker?.[1] !== undefined) {
      open = marker[1];
      // A section that two parts print is one: load and memory both tell pressure.
      const section = sections.get(open) ?? { status: 0, lines: [] };
      section.status = Math.max(section.status, Number(marker[2]));
      sections.set(open, section);
    } else if (open !== null && line.startsWith('|')) {
      sections.get(open)?.lines.push(line.slice(1, mostLine));
    }
  }
  if (open !== null) sections.delete(open);
  return { sections, complete: false };
}

/** Lines of a section; null when it is not there or could not be read. */
export function linesOf({ sections }: Gathering, name: string): readonly string[] | null {
  const section = sections.get(name);
  return section === undefined || section.status !== 0 ? null : section.lines;
}

/** Runs the script; null when what answers is no shell that could. `more`: words NAME=VALUE of the script. One round trip. */
export async function tryGather(ssh: SshReader, parts: readonly Part[], more: readonly string[] = []): Promise<Gathering | null> {
  const { stdout, truncated } = await ssh.script('gather', [...parts, ...more], { maxBytes: mostBytes });
  const gathering = parseGathering(stdout);
  if (gathering !== null && !gathering.complete) {
    throw new NotReady('the answer of the machine was cut off', {
      hint: truncated ? `It was longer than ${mostBytes} bytes.` : 'It may be overloaded, out of memory, or shutting down.',
    });
  }
  return gathering;
}

/** Runs the script on a machine that is known to be Linux. */
export async function gather(ssh: SshReader, parts: readonly Part[], more: readonly string[] = []): Promise<Gathering> {
  const gathering = await tryGather(ssh, parts, more);
  if (gathering !== null) return gathering;
  throw new Unsupported('the machine does not run the gather script', {
    hint: 'The login needs a POSIX shell: a forced command, a restricted shell or "nologin" answers so.',
  });
}

/** The lines of a section a check cannot do without. */
export function required(gathering: Gathering, name: string): readonly string[] {
  const lines = linesOf(gathering, name);
  if (lines !== null) return lines;
  const status = gathering.sections.get(name)?.status;
  if (status === 124 || status === 143) throw new NotReady(`reading ${name} took too long`, { hint: 'The machine may be overloaded, or a disk may hang.' });
  throw new Unsupported(`${name} cannot be read on this machine`, { data: { status: status ?? null } });
}
