import { RemoteFault } from '@jackfield/sdk/runtime';
import type { Place } from '../../errors/index.ts';
import { sourcePlace } from '../profile/index.ts';

type SourcePlace = Pick<Place, 'file' | 'line' | 'column'>;

const most = 20;

/** Where in its sources a plugin threw: each place is looked up once, and only so many, as a source map is large and a plugin says what it likes. */
export class FaultPlaces {
  readonly #entry: string;
  readonly #known = new Map<string, Promise<SourcePlace>>();

  constructor(entry: string) {
    this.#entry = entry;
  }

  async of(error: unknown): Promise<SourcePlace> {
    const at = error instanceof RemoteFault ? error.at : null;
    if (at === null) return {};
    const known = this.#known.get(at);
    if (known !== undefined) return known;
    if (this.#known.size >= most) return {};
    const found = sourcePlace(this.#entry, at);
    this.#known.set(at, found);
    return found;
  }
}
