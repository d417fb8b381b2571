import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi, type Schemas } from '../../api/index.ts';
import { pathAt, valueAt, type Path } from './change-document.ts';

export type Mistake = Schemas['TextError'] & { readonly path: Path };

/** What the host says is wrong with a text, once nobody has typed for a moment; each with the field it is about. */
export function useMistakes(text: string): { readonly mistakes: readonly Mistake[]; readonly checked: boolean } {
  const api = useApi();
  const [settled] = useDebouncedValue(text, 500);
  const check = useQuery({
    queryKey: ['checkChangeFile', settled], placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => ({ of: settled, errors: (await api.call('checkChangeFile', { text: settled, file: 'change.yaml' }, { signal })).answer.errors }),
  });
  const found = useMemo((): readonly Mistake[] => {
    const { of, errors } = check.data ?? { of: '', errors: [] };
    return errors.map((error) => ({ ...error, path: error.line === null ? [] : pathAt(of, { line: error.line, column: error.column ?? 1 }) }));
  }, [check.data]);
  // What was mended since is not told again before it is looked at again.
  const of = check.data?.of ?? text;
  const mistakes = useMemo(() => (of === text ? found : found.filter(({ path }) => JSON.stringify(valueAt(of, path)) === JSON.stringify(valueAt(text, path)))), [found, of, text]);
  return { mistakes, checked: check.data?.of === text };
}

const within = (path: Path, of: Path): boolean => of.every((step, at) => path[at] === step);

/** What is wrong with this field or something in it. */
export const wrongAt = (mistakes: readonly Mistake[], path: Path): string | null => mistakes.filter((one) => within(one.path, path)).map(({ message }) => message).join('; ') || null;

/** What is wrong with this itself, and is said at none of the fields in it. */
export const wrongOnly = (mistakes: readonly Mistake[], path: Path): readonly Mistake[] => mistakes.filter((one) => one.path.length === path.length && within(one.path, path));
