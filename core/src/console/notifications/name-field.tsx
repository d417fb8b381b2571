import { TextInput } from '@mantine/core';

export const nameFits = (name: string, taken: readonly string[]): boolean => /^[a-z0-9][a-z0-9-]*$/.test(name) && !taken.includes(name);

interface NameFieldProps {
  readonly value: string;
  readonly change: (value: string) => void;
  readonly taken: readonly string[];
  readonly example: string;
}

/** What something new is called in the file. */
export function NameField({ value, change, taken, example }: NameFieldProps) {
  const error = taken.includes(value) ? 'There is one of that name.' : value !== '' && !nameFits(value, taken) ? 'Small letters, digits and hyphens.' : null;
  return <TextInput data-autofocus label="Name" description={`Such as ${example}.`} required autoComplete="off" value={value} error={error} onChange={({ currentTarget }) => change(currentTarget.value)} />;
}
