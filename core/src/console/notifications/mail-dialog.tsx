import { Group, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../api/index.ts';
import { CredentialField } from './credential-field.tsx';
import { mailDraft, mailValue } from './drafts.ts';
import { EditDialog } from './edit-dialog.tsx';
import { entryEdits, type Data } from './said-entries.ts';

interface MailDialogProps {
  readonly now: Schemas['SettingsForm'];
  /** As it counts at the place; null for none. */
  readonly value: Data | null;
  readonly close: () => void;
}

const securities = [{ value: 'starttls', label: 'STARTTLS: refuses to go on without' }, { value: 'tls', label: 'TLS from the first byte' }, { value: 'none', label: 'none: in the clear, and without a login' }];

/** The server that takes mail. */
export function MailDialog({ now, value, close }: MailDialogProps) {
  const [draft, setDraft] = useState(() => mailDraft(value));
  const alter = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const complete = draft.host.trim() !== '' && draft.from.trim() !== '' && /^\d+$/.test(draft.port);
  return (
    <EditDialog title="Mail server" now={now} close={close} edits={complete ? entryEdits('notifications.mail', value, mailValue(draft, value)) : null}>
      <Group grow align="start">
        <TextInput data-autofocus label="Host" required autoComplete="off" value={draft.host} onChange={({ currentTarget }) => alter({ host: currentTarget.value })} />
        <TextInput label="Port" required inputMode="numeric" value={draft.port} onChange={({ currentTarget }) => alter({ port: currentTarget.value })} />
      </Group>
      <NativeSelect label="Security" data={securities} value={draft.security} onChange={({ currentTarget }) => alter({ security: currentTarget.value })} />
      <TextInput label="From" description="The address that messages come from." type="email" required value={draft.from} onChange={({ currentTarget }) => alter({ from: currentTarget.value })} />
      <CredentialField kind="smtp" label="Login" description={draft.security === 'none' ? 'None over a connection that others can read.' : 'Left empty: without.'} disabled={draft.security === 'none'} value={draft.security === 'none' ? '' : draft.credentials} change={(credentials) => alter({ credentials })} />
      <TextInput label="Certificate file" description="In PEM, beside the configuration; only where no public authority signed." value={draft.ca} onChange={({ currentTarget }) => alter({ ca: currentTarget.value })} />
    </EditDialog>
  );
}
