/** A change and what it undoes, and what that undoes, down to what was planned. */
const chain = (run: string): string => `WITH RECURSIVE chain (id, undoes) AS (SELECT ${run}.id, ${run}.undoes UNION ALL SELECT next.id, next.undoes FROM chain JOIN change_run AS next ON next.id = chain.undoes)`;

/** SQL: how many undos a row of change_run ends. What was planned is 0; an odd number puts it back, an even one writes it again. */
export const undoings = (run: string): string => `(${chain(run)} SELECT count(undoes) FROM chain)`;

/** SQL: the change that was planned, and that all the others undo and write again. */
export const origin = (run: string): string => `(${chain(run)} SELECT id FROM chain WHERE undoes IS NULL)`;
