/** One step of the database's shape. Applied once, in order; never edited after a release. */
export interface Migration {
  /** Room and number, such as `health-001`. */
  readonly id: string;
  readonly statements: readonly string[];
}
