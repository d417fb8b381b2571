import { Code, Fieldset, NativeSelect, PasswordInput, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { numberTyped, type Field } from './schema-fields.ts';

type Path = readonly (string | number)[];

interface FieldInputProps {
  readonly field: Field;
  readonly path: Path;
  readonly value: unknown;
  /** What is wrong with a field or something in it; null for nothing. */
  readonly wrong: (path: Path) => string | null;
  /** Undefined takes it away. */
  readonly change: (path: Path, value: unknown) => void;
  /** Names that may be meant. */
  readonly suggestions?: readonly string[];
  /** What holds where it is left out and the schema has no default. */
  readonly otherwise?: string;
}

const shownText = (value: unknown): string => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));
const isRecord = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value);

/** One field by its schema. What is left empty is left out. */
export function FieldInput({ field, path, value, wrong, change, suggestions, otherwise = 'as it is' }: FieldInputProps) {
  const { name, title, description, unit, required, secret, kind, choices, entries, fields, defaultText, long } = field;
  const error = wrong(path);
  const rest = required || description?.includes('Left out') === true ? null : `Left out: ${defaultText ?? otherwise}.`;
  const hint = [description === null || /[.:]$/.test(description) || rest === null ? description : `${description}.`, rest].filter((one) => one !== null).join(' ');
  const common = { label: unit === null ? title : `${title} (${unit})`, description: hint === '' ? null : hint, withAsterisk: required, error };
  const set = (next: unknown): void => change(path, next);
  if (isRecord(value) && kind !== 'group') return <Written title={title} value={value} error={error}>It is written in the YAML.</Written>;
  switch (kind) {
    case 'group':
      return (
        <Fieldset legend={title}>
          <Stack gap="sm">{fields.map((inner) => <FieldInput key={inner.name} field={inner} path={[...path, inner.name]} value={isRecord(value) ? value[inner.name] : undefined} wrong={wrong} change={change} otherwise={otherwise} />)}</Stack>
        </Fieldset>
      );
    case 'boolean':
      return <NativeSelect {...common} value={shownText(value)} onChange={({ currentTarget }) => set(currentTarget.value === '' ? undefined : currentTarget.value === 'true')} data={[{ value: '', label: defaultText === null ? otherwise : `left out (${defaultText})` }, { value: 'true', label: 'yes' }, { value: 'false', label: 'no' }]} />;
    case 'choice':
      return <NativeSelect {...common} value={shownText(value)} onChange={({ currentTarget }) => set(choices.find((one) => String(one) === currentTarget.value))} data={[{ value: '', label: required ? 'choose' : (defaultText ?? otherwise) }, ...choices.map(String)]} />;
    case 'list':
      return <TagsInput {...common} value={(Array.isArray(value) ? value : []).map(shownText)} onChange={(all) => set(all.length === 0 ? undefined : entries === 'number' ? all.map(numberTyped) : all)} placeholder="one, then Enter" />;
    case 'number':
      return <TextInput {...common} inputMode="decimal" value={shownText(value)} onChange={({ currentTarget }) => set(numberTyped(currentTarget.value))} />;
    case 'data':
      return <Written title={title} value={value} error={error}>{description} It is of a shape of its own: write it in the YAML, as <Code>{name}</Code>.</Written>;
    case 'text': {
      const typed = ({ currentTarget }: { readonly currentTarget: { readonly value: string } }): void => set(currentTarget.value === '' ? undefined : currentTarget.value);
      if (secret) return <PasswordInput {...common} autoComplete="new-password" value={shownText(value)} onChange={typed} />;
      if (long || shownText(value).includes('\n')) return <Textarea {...common} autosize minRows={3} maxRows={20} value={shownText(value)} onChange={typed} styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }} />;
      const list = suggestions === undefined || suggestions.length === 0 ? undefined : `names-${path.join('-')}`;
      return (
        <>
          <TextInput {...common} value={shownText(value)} onChange={typed} {...(list === undefined ? {} : { list })} />
          {list === undefined ? null : <datalist id={list}>{suggestions?.map((one) => <option key={one} value={one}>{one}</option>)}</datalist>}
        </>
      );
    }
  }
}

function Written({ title, value, error, children }: { readonly title: string; readonly value: unknown; readonly error: string | null; readonly children: ReactNode }) {
  return (
    <div>
      <Text size="sm" fw={500}>{title}</Text>
      <Text size="xs" c="dimmed">{children}</Text>
      {value === undefined ? null : <Code block fz="xs">{JSON.stringify(value, null, 2)}</Code>}
      {error === null ? null : <Text size="xs" c="var(--state-critical)">{error}</Text>}
    </div>
  );
}
