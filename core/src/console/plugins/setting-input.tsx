import { Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { Schemas } from '../api/index.ts';
import classes from './plugins.module.css';
import { choicesOf, kindOf, sourceOf, textOf } from './settings-draft.ts';

interface SettingInputProps {
  readonly field: Schemas['SettingField'];
  /** Typed and not saved yet. */
  readonly typed: string | undefined;
  readonly writable: boolean;
  readonly change: (text: string) => void;
}

/** One key: what counts, who said it, what that hides, and what this place says itself. */
export function SettingInput({ field, typed, writable, change }: SettingInputProps) {
  const { key, title, description, unit, schema, own, value, layers } = field;
  const counts = layers.find(({ effective }) => effective);
  const hidden = layers.filter(({ effective }) => !effective);
  const text = typed ?? (own === null ? '' : textOf(own.value));
  const kind = kindOf(schema);
  const inherited = own === null && value !== null && value !== undefined ? textOf(value) : '';
  const common = { label: unit === null ? title : `${title} (${unit})`, description, disabled: !writable, value: text };
  const choices = kind === 'boolean' ? [{ value: 'true', label: 'yes' }, { value: 'false', label: 'no' }] : choicesOf(schema).map((one) => ({ value: one, label: one }));
  const isChoice = kind === 'boolean' || kind === 'choice';
  const isLong = text.length > 60 || inherited.length > 60;
  return (
    <Stack gap={2} className={classes.wrap ?? ''}>
      {isChoice ? <NativeSelect {...common} data={[{ value: '', label: inherited === '' ? 'nothing said here' : `nothing said here: ${inherited === 'true' ? 'yes' : inherited === 'false' ? 'no' : inherited}` }, ...choices]} onChange={({ currentTarget }) => change(currentTarget.value)} /> : null}
      {!isChoice && isLong ? <Textarea {...common} autosize minRows={2} maxRows={12} placeholder={inherited} onChange={({ currentTarget }) => change(currentTarget.value)} /> : null}
      {!isChoice && !isLong ? <TextInput {...common} placeholder={inherited} inputMode={kind === 'number' ? 'decimal' : 'text'} {...(choices.length > 0 ? { list: `choices ${key}` } : {})} onChange={({ currentTarget }) => change(currentTarget.value)} /> : null}
      {!isChoice && choices.length > 0 ? <datalist id={`choices ${key}`}>{choices.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}</datalist> : null}
      <Group gap="xs">
        <Text size="xs" c="dimmed">{counts === undefined ? 'nobody says anything' : `${shown(counts.value)} ${sourceOf(counts)}`}</Text>
        {typed !== undefined ? <Text size="xs" fw={600}>not saved yet</Text> : null}
        {writable && text !== '' ? <Button size="compact-xs" variant="subtle" aria-label={`Take away: ${title}`} onClick={() => change('')}>take away</Button> : null}
      </Group>
      {hidden.length === 0 ? null : <Text size="xs" c="dimmed">hides {hidden.map((layer) => `${shown(layer.value)} ${sourceOf(layer)}`).join('; ')}</Text>}
    </Stack>
  );
}

const shown = (value: unknown): string => {
  const text = textOf(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text === '' ? 'nothing' : text;
};
