import { Autocomplete, Code, Group, Text } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { completions, type KnownValues, type Mistake } from '../search/index.ts';

export interface SearchBoxProps {
  readonly value: string;
  readonly known: KnownValues;
  readonly mistake: Mistake | null;
  readonly onChange: (value: string) => void;
}

/** Where devices are searched: it completes keys and values, and says what it does not understand. */
export function SearchBox({ value, known, mistake, onChange }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const [cursor, setCursor] = useState(value.length);
  const offered = useMemo(() => new Map(completions(value, cursor, known).map((one) => [one.text, one])), [value, cursor, known]);
  return (
    <Autocomplete
      ref={input} aria-label="Search devices" placeholder="site:leeds state:critical -vendor:cisco uplink" leftSection={<IconSearch size={16} aria-hidden />} value={value} data={[...offered.keys()]}
      filter={({ options }) => options} error={mistake?.message} maxDropdownHeight={340} autoComplete="off" spellCheck={false} data-autofocus
      onChange={(text) => {
        // Read before the text comes back: it is where the person types. A suggestion that was taken ends it.
        setCursor(offered.has(text) ? text.length : (input.current?.selectionStart ?? text.length));
        onChange(text);
      }}
      renderOption={({ option }) => (
        <Group justify="space-between" gap="md" wrap="nowrap" flex={1}><Code>{offered.get(option.value)?.shown ?? option.value}</Code><Text size="xs" c="dimmed">{offered.get(option.value)?.hint}</Text></Group>
      )}
    />
  );
}
