import { linesOf, type Gathering } from '../gathering.ts';

export interface Certificate {
  /** Path of a file, or `[NAME:]PORT`. */
  readonly place: string;
  readonly isPort: boolean;
  /** Its common name, or its whole subject. */
  readonly subject: string;
  /** Seconds since 1970; null when it was not told. */
  readonly end: number | null;
  /** What openssl says of chain and name of a port, `ok` when it trusts them; null for files. */
  readonly verification: string | null;
  /** Why there is none; else null. */
  readonly trouble: string | null;
}

function certificateOf(place: string, isPort: boolean, lines: readonly string[]): Certificate {
  const text = lines.join('\n');
  const [, subject = ''] = /^subject=\s*(.*)$/m.exec(text) ?? [];
  const [, end = ''] = /^notAfter=(.*)$/m.exec(text) ?? [];
  const [, verified] = /Verify return code: \d+ \((.*)\)\s*$/m.exec(text) ?? [];
  const at = Date.parse(end);
  const [, common] = /(?:^|[,/]\s*)CN\s*=\s*([^,/]+)/.exec(subject) ?? [];
  const silent = isPort ? 'nothing there presents a certificate' : 'no certificate that can be read';
  return {
    place, isPort, subject: (common ?? subject).trim() || 'a certificate without a name', end: Number.isNaN(at) ? null : at / 1_000,
    verification: isPort ? (verified ?? null) : null, trouble: end === '' ? silent : null,
  };
}

function placesOf(gathering: Gathering, section: string, isPort: boolean): readonly Certificate[] {
  const found: { place: string; lines: string[] }[] = [];
  for (const line of linesOf(gathering, section) ?? []) {
    if (line.startsWith('= ')) found.push({ place: line.slice(2), lines: [] });
    else found.at(-1)?.lines.push(line);
  }
  return [...new Map(found.map(({ place, lines }) => [place, certificateOf(place, isPort, lines)])).values()];
}

/** What openssl told of files and ports. */
export function readCertificates(gathering: Gathering): readonly Certificate[] {
  return [...placesOf(gathering, 'certificate-files', false), ...placesOf(gathering, 'certificate-ports', true)];
}
