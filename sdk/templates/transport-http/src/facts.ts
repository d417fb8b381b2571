/** Reads `name=value` lines; whatever else stands between them is noise of the shell. */
export function readFacts(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').flatMap((line) => {
    const [, name, value] = /^([a-z]+)=(.{1,200})$/.exec(line.trim()) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return new Map(lines);
}
