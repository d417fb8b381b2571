import type { Statement } from './store.ts';

/**
 * The condition that a column has one of these values, small and capital letters alike. The database knows them apart in ASCII only:
 * what has other letters meets it always, and is for the asker to look at.
 */
export function anyOf(column: string, values: readonly string[]): Required<Statement> {
  return { sql: `(lower(${column}) IN (SELECT value FROM json_each(?)) OR ${column} GLOB '*[^ -~]*')`, values: [JSON.stringify(values.map((value) => value.toLowerCase()))] };
}
