import { LineCounter, parseDocument } from 'yaml';
import { pluginPackageSchema, type PluginPackage } from '../contract/manifest.ts';
import { manifestIssueText } from '../contract/manifest-issue.ts';
import type { Complaint } from './complaint.ts';

const file = 'package.json';

/** A package.json as it is written: its values, and the line that each stands in. */
export class PackageSource {
  readonly #text: string;
  readonly #lines = new LineCounter();
  readonly #document: ReturnType<typeof parseDocument>;

  constructor(text: string) {
    this.#text = text;
    // JSON is YAML too, and this parser knows where everything stands.
    this.#document = parseDocument(text, { lineCounter: this.#lines });
  }

  /** The package as the host reads it, or what is wrong with it. */
  read(): { readonly found: PluginPackage; readonly files: readonly string[] | null } | readonly Complaint[] {
    let json: unknown;
    try {
      json = JSON.parse(this.#text);
    } catch (error) {
      const at = this.#document.errors[0]?.pos[0];
      return [{ file, line: at === undefined ? null : this.#lines.linePos(at).line, message: error instanceof Error ? error.message : 'not JSON' }];
    }
    if (typeof json !== 'object' || json === null || !('jackfield' in json)) return [{ file, line: 1, message: 'has no "jackfield" key, so this is no plugin' }];
    const parsed = pluginPackageSchema.safeParse(json);
    if (!parsed.success) {
      return parsed.error.issues.map((issue) => {
        const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
        return this.at(path, manifestIssueText(issue));
      });
    }
    const files: unknown = 'files' in json ? json.files : null;
    return { found: parsed.data, files: Array.isArray(files) ? files.map(String) : null };
  }

  /** A complaint about a value, with the line of it or of the nearest above it that is there. */
  at(path: readonly PropertyKey[], message: string): Complaint {
    for (let length = path.length; length > 0; length -= 1) {
      const node: unknown = this.#document.getIn(path.slice(0, length), true);
      if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) continue;
      return { file, line: this.#lines.linePos(Number(node.range[0])).line, message: `${path.map(String).join('.')}: ${message}` };
    }
    return { file, line: null, message };
  }
}
