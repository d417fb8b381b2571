/** One line of what is held side by side: the same on both sides, or on one of them. */
export interface SideRow<Line> {
  readonly state: 'added' | 'removed' | 'same';
  readonly line: Line;
}

interface Change<Line> {
  readonly added: readonly Line[];
  readonly removed: readonly Line[];
  readonly same: readonly Line[];
}

/** What is new first, then what goes, then what stays. */
export function sideRows<Line>({ added, removed, same }: Change<Line>): readonly SideRow<Line>[] {
  const of = (state: SideRow<Line>['state'], lines: readonly Line[]): readonly SideRow<Line>[] => lines.map((line) => ({ state, line }));
  return [...of('added', added), ...of('removed', removed), ...of('same', same)];
}

const counted = (count: number): string => (count === 1 ? '1 permission' : `${count} permissions`);

/** What a person says yes or no to, in a sentence. */
export function asksFor({ added, removed }: Change<{ readonly writes: boolean }>, before: string | null): string {
  const writes = added.filter((line) => line.writes).length;
  const toWrite = writes === 0 ? 'none of them to change a device' : writes === added.length && writes === 1 ? 'to change devices' : `${writes} of them to change devices`;
  const more = added.length === 0 ? 'It asks for nothing new' : `It asks for ${counted(added.length)}${before === null ? '' : ' more'}, ${toWrite}`;
  return `${more}${removed.length === 0 ? '' : `, and gives up ${removed.length === 1 ? 'one' : removed.length}`}.`;
}
