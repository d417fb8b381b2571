import { readFileSync } from 'node:fs';

/** A name as it may stand in a declaration, escaped. */
function literal(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** Where something is declared in its file: authors put what belongs together side by side, the model sorts by name. */
export class SourceOrder {
  readonly #texts = new Map<string, string>();

  /** Place of a declaration in its file. */
  of(file: string, name: string): number {
    return this.#text(file).search(new RegExp(String.raw`^(?:export )?(?:declare )?(?:abstract )?(?:interface|type|class|const|function) ${literal(name)}\b`, 'm'));
  }

  /** Place of a member in its declaration; what is not found comes last. */
  ofMember(file: string, owner: string, name: string): number {
    const text = this.#text(file);
    const start = this.of(file, owner);
    const at = text.slice(start).search(new RegExp(String.raw`^ {4}(?:readonly |get |static |abstract |protected )*${literal(name)}[?(<:]`, 'm'));
    return at < 0 ? text.length : at;
  }

  #text(file: string): string {
    const known = this.#texts.get(file) ?? readFileSync(file, 'utf8');
    this.#texts.set(file, known);
    return known;
  }
}
