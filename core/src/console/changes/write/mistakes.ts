import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import { useOperation, type Schemas } from '../../api/index.ts';
import { pathAt, type Path } from './change-document.ts';

export type Mistake = Schemas['TextError'] & { readonly path: Path };

/** What the host says is wrong with a text, once nobody has typed for a moment; each with the field it is about. */
export function useMistakes(text: string): { readonly mistakes: readonly Mistake[]; readonly checked: boolean } {
  const [settled] = useDebouncedValue(text, 500);
  const check = useOperation('checkChangeFile', { text: settled, file: 'change.yaml' });
  const errors = check.data?.answer.errors;
  const mistakes = useMemo(() => (errors ?? []).map((error) => ({ ...error, path: error.line === null ? [] : pathAt(settled, { line: error.line, column: error.column ?? 1 }) })), [errors, settled]);
  return { mistakes, checked: settled === text && check.isSuccess && !check.isPlaceholderData };
}

const within = (path: Path, of: Path): boolean => of.every((step, at) => path[at] === step);

/** What is wrong with this field or something in it. */
export const wrongAt = (mistakes: readonly Mistake[], path: Path): string | null => mistakes.filter((one) => within(one.path, path)).map(({ message }) => message).join('; ') || null;

/** What is wrong with this itself, and is said at none of the fields in it. */
export const wrongOnly = (mistakes: readonly Mistake[], path: Path): readonly Mistake[] => mistakes.filter((one) => one.path.length === path.length && within(one.path, path));
