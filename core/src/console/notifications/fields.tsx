import { Autocomplete, Checkbox, Group, NativeSelect, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { durationOf } from '../parts/index.ts';

const zones = Intl.supportedValuesOf('timeZone');

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
}

/** A time zone; none is the one that is told. */
export function ZoneField({ label, value, change, otherwise }: TextFieldProps & { readonly otherwise: string }) {
  return <Autocomplete label={label} description={`Such as Europe/London; left empty: ${otherwise}.`} data={zones} limit={20} value={value} onChange={change} />;
}

interface DurationFieldProps extends TextFieldProps {
  readonly description: string;
  /** As settings say them, such as `15m`. */
  readonly choices: readonly string[];
  /** What `off` means here. */
  readonly off?: string;
}

/** A length of time of those that people choose; one that somebody wrote otherwise is among them. */
export function DurationField({ label, description, value, change, choices, off }: DurationFieldProps) {
  const all = choices.includes(value) || value === 'off' ? choices : [value, ...choices];
  const data = [...(off === undefined ? [] : [{ value: 'off', label: off }]), ...all.map((one) => ({ value: one, label: durationOf(one) }))];
  return <NativeSelect label={label} description={description} data={data} value={value} onChange={({ currentTarget }) => change(currentTarget.value)} />;
}

interface ChecksFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly value: readonly string[];
  readonly change: (value: readonly string[]) => void;
  readonly choices: readonly { readonly value: string; readonly label: ReactNode }[];
  /** Said where there is nothing to choose from. */
  readonly none?: ReactNode;
}

/** Some of several; one that was chosen and is not there any more is among them. */
export function ChecksField({ label, description, value, change, choices, none }: ChecksFieldProps) {
  const gone = value.filter((one) => !choices.some((choice) => choice.value === one)).map((one) => ({ value: one, label: `${one} (not there)` }));
  const all = [...choices, ...gone];
  return (
    <Checkbox.Group label={label} {...(description === undefined ? {} : { description })} value={[...value]} onChange={change}>
      {all.length === 0 ? <Text size="sm" c="dimmed" component="div" mt={4}>{none}</Text> : <Group gap="md" mt={6}>{all.map((one) => <Checkbox key={one.value} value={one.value} label={one.label} />)}</Group>}
    </Checkbox.Group>
  );
}
