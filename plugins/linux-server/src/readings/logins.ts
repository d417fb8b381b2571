export interface Login {
  readonly user: string;
  readonly terminal: string;
  /** Address or name; null at the machine itself. */
  readonly from: string | null;
}

/** `who`: user, terminal, time, (from). */
function whoLine(line: string): Login[] {
  const [, user, terminal, from] = /^(\S+)\s+(\S+)\s+.*?(?:\(([^)]*)\))?\s*$/.exec(line) ?? [];
  return user === undefined || terminal === undefined ? [] : [{ user, terminal, from: from === undefined || from.startsWith(':') ? null : from }];
}

/** `last`: user, terminal, from, times; busybox has a heading. */
function lastLine(line: string): Login[] {
  const [, user, terminal, from] = /^(\S+)\s+(\S+)\s+(\S+)\s/.exec(line) ?? [];
  if (user === undefined || terminal === undefined || ['reboot', 'shutdown', 'runlevel', 'USER', 'wtmp', 'wtmpdb'].includes(user)) return [];
  return [{ user, terminal, from: from === undefined || /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)$/.test(from) || from.startsWith(':') ? null : from }];
}

export function readLogins(who: readonly string[], last: readonly string[]): { readonly now: readonly Login[]; readonly last: Login | null } {
  const now = new Map(who.flatMap(whoLine).map((login) => [`${login.user} ${login.terminal}`, login]));
  return { now: [...now.values()], last: last.flatMap(lastLine)[0] ?? null };
}
