/** One name each, in the order given: of several with one name, all but the first get a number. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const again = (seen.get(name) ?? 0) + 1;
    seen.set(name, again);
    return again === 1 ? name : `${name} #${again}`;
  });
}
