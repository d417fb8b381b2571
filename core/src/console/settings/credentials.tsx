import { Button, Group, NativeSelect, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useAct, useOperation, type Schemas } from '../api/index.ts';
import { Answer, Problem, useConfirm } from '../parts/index.ts';

type Fields = { readonly [field: string]: string };

/** What devices want to hear. Secrets are written and never shown. */
export function Credentials() {
  const credentials = useOperation('credentials', {});
  return (
    <Answer of={credentials}>{({ credentials: all, kinds }) => (
      <Stack>
        <Text size="sm" c="dimmed">Secrets go into the vault of the host, and are told to nobody again.</Text>
        {all.map((one) => <One key={one.name} credential={one} kind={kinds.find(({ kind }) => kind === one.kind)} />)}
        <Make kinds={kinds} />
      </Stack>
    )}</Answer>
  );
}

interface OneProps {
  readonly credential: Schemas['Credential'];
  readonly kind: Schemas['CredentialKind'] | undefined;
}

function One({ credential: { name, kind: kindName, place, fields, uses }, kind }: OneProps) {
  const [editing, setEditing] = useState(false);
  const [typed, setTyped] = useState<Fields>({});
  const set = useAct('setCredential', { done: () => { setEditing(false); setTyped({}); } });
  const remove = useAct('removeCredential');
  const { ask, asked } = useConfirm();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    set.mutate({ credential: name, ...split(kind, typed) });
  };
  return (
    <Paper withBorder p="md" component="article" aria-label={name}>
      <Stack gap="xs">
        <Group justify="space-between"><Title order={2}>{name}</Title><Text size="sm" c="dimmed">{kindName} · {place.file}:{place.line}</Text></Group>
        {fields.map(({ field, secret, value, from, reference }) => <Text key={field} size="sm">{field}: {secret ? `kept in ${from}${reference === null ? '' : ` (${reference})`}` : value}</Text>)}
        <Text size="sm" c="dimmed">{uses.length === 0 ? 'Nothing names it.' : `Named by ${uses.map(({ layer, name: of, file, line }) => `${layer} ${of} (${file}:${line})`).join(', ')}`}</Text>
        {editing && kind !== undefined ? (
          <form onSubmit={submit}><Stack gap="xs"><KindFields kind={kind} typed={typed} change={setTyped} required={false} /><Group gap="xs"><Button size="xs" type="submit" loading={set.isPending}>Write</Button><Button size="xs" variant="default" onClick={() => { setEditing(false); setTyped({}); }}>Not now</Button></Group></Stack></form>
        ) : <Group gap="xs"><Button size="xs" variant="default" aria-label={`Other values or secrets of ${name}`} onClick={() => setEditing(true)}>Other values or secrets</Button>{uses.length > 0 ? null : <Button size="xs" variant="default" aria-label={`Remove ${name}`} loading={remove.isPending} onClick={() => ask({ title: `Remove the credentials ${name}?`, tells: `They are taken out of ${place.file}, and their secrets out of the vault. Nothing names them now; the secrets cannot be brought back.`, act: 'Remove them', run: () => remove.mutate({ credential: name }) })}>Remove</Button>}</Group>}
        {asked}
        {set.isSuccess ? <Text component="output" size="sm">Written{set.data.answer.missing.length === 0 ? '.' : `; still missing: ${set.data.answer.missing.join(', ')}.`}</Text> : null}
        {set.error === null ? null : <Problem error={set.error} />}
        {remove.error === null ? null : <Problem error={remove.error} />}
      </Stack>
    </Paper>
  );
}

function Make({ kinds }: { readonly kinds: readonly Schemas['CredentialKind'][] }) {
  const [name, setName] = useState('');
  const [kindName, setKindName] = useState(kinds[0]?.kind ?? '');
  const [typed, setTyped] = useState<Fields>({});
  const kind = kinds.find((one) => one.kind === kindName);
  const set = useAct('setCredential', { done: () => { setName(''); setTyped({}); } });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    set.mutate({ credential: name, kind: kindName, ...split(kind, typed) });
  };
  return (
    <Paper withBorder p="md" component="section" aria-label="Make credentials">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Title order={2}>Make credentials</Title>
          <TextInput label="Name" autoComplete="off" required value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
          <NativeSelect label="Kind" data={kinds.map(({ kind: of }) => of)} value={kindName} onChange={({ currentTarget }) => { setKindName(currentTarget.value); setTyped({}); }} />
          {kind === undefined ? null : <KindFields kind={kind} typed={typed} change={setTyped} required />}
          {set.error === null ? null : <Problem error={set.error} />}
          <Group><Button type="submit" loading={set.isPending}>Make them</Button></Group>
        </Stack>
      </form>
    </Paper>
  );
}

interface KindFieldsProps {
  readonly kind: Schemas['CredentialKind'];
  readonly typed: Fields;
  readonly change: (typed: Fields) => void;
  /** Of new ones: what they must have. Of others, what is left empty stays. */
  readonly required: boolean;
}

function KindFields({ kind, typed, change, required }: KindFieldsProps) {
  return kind.fields.map(({ field, secret, required: must, values }) => {
    const common = { label: field, required: required && must, value: typed[field] ?? '', ...(required ? {} : { description: 'Left empty, it stays.' }) };
    const type = ({ currentTarget }: { readonly currentTarget: { readonly value: string } }): void => change({ ...typed, [field]: currentTarget.value });
    if (secret) return <PasswordInput key={field} {...common} autoComplete="new-password" onChange={type} />;
    if (values !== null) return <NativeSelect key={field} {...common} data={['', ...values]} onChange={type} />;
    return <TextInput key={field} {...common} autoComplete="off" onChange={type} />;
  });
}

/** What was typed, secrets apart; what is empty is left out. */
function split(kind: Schemas['CredentialKind'] | undefined, typed: Fields): { readonly values: Fields; readonly secrets: Fields } {
  const secret = new Set(kind?.fields.filter((one) => one.secret).map(({ field }) => field));
  const all = Object.entries(typed).filter(([, text]) => text !== '');
  return { values: Object.fromEntries(all.filter(([field]) => !secret.has(field))), secrets: Object.fromEntries(all.filter(([field]) => secret.has(field))) };
}
