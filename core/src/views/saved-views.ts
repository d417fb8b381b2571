import type { ServiceIdentifier } from 'inversify';

/** A search and an order of the device table under a name, as a link holds them. */
export interface SavedView {
  readonly name: string;
  /** Query of the link, such as `search=state%3Acritical&sort=name`. */
  readonly query: string;
}

/** Views that people keep for themselves, wherever they log in. */
export interface SavedViews {
  /** By name. */
  of(person: string): Promise<readonly SavedView[]>;
  /** In place of one of that name. */
  keep(person: string, view: SavedView): Promise<void>;
  forget(person: string, name: string): Promise<void>;
  /** The person is no more. */
  forgetAll(person: string): Promise<void>;
}
export const SavedViews: ServiceIdentifier<SavedViews> = Symbol.for('SavedViews');
