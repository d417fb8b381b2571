import { Autocomplete, NativeSelect, SegmentedControl, TagsInput, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useOperation, type Schemas } from '../api/index.ts';
import { FieldInput, fieldsOf } from '../parts/index.ts';
import { channelDraft, channelValue, type ChannelKind } from './drafts.ts';
import { CredentialField } from './credential-field.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { NameField, nameFits } from './name-field.tsx';
import { entryEdits, isData, type Data, type SaidEntry } from './said-entries.ts';

interface ChannelDialogProps {
  readonly now: Schemas['SettingsForm'];
  /** Null for a new one. */
  readonly entry: SaidEntry | null;
  readonly taken: readonly string[];
  readonly close: () => void;
}

const kinds: readonly { readonly value: ChannelKind; readonly label: string }[] = [{ value: 'mail', label: 'Mail' }, { value: 'webhook', label: 'Webhook' }, { value: 'plugin', label: 'Plugin' }];

/** Where messages go: mailboxes, a webhook, or what a plugin hands them to. */
export function ChannelDialog({ now, entry, taken, close }: ChannelDialogProps) {
  const [name, setName] = useState(entry?.name ?? '');
  const [draft, setDraft] = useState(() => channelDraft(entry?.value ?? null));
  const notifiers = useNotifiers();
  const alter = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const fields = fieldsOf(notifiers.find(({ value }) => value === draft.notifier)?.settings);
  const missing = fields.filter(({ name: field, required, defaultText }) => required && defaultText === null && draft.settings[field] === undefined);
  const complete = draft.kind === 'mail' ? draft.mail.length > 0 : draft.kind === 'webhook' ? draft.webhook !== '' && draft.credentials !== '' : draft.notifier !== '' && draft.device !== '' && missing.length === 0;
  const fits = complete && (entry !== null || nameFits(name, taken));
  return (
    <EditDialog title={entry === null ? 'Add a channel' : `Channel ${entry.name}`} now={now} close={close} edits={fits ? entryEdits(`notifications.channels.${name}`, entry?.value ?? null, channelValue(draft)) : null}>
      {entry === null ? <NameField value={name} change={setName} taken={taken} example="night, team, pager" /> : null}
      <SegmentedControl aria-label="By" data={[...kinds]} value={draft.kind} onChange={(to) => alter({ kind: kinds.find(({ value }) => value === to)?.value ?? 'mail' })} />
      {draft.kind === 'mail' ? <TagsInput label="To" description="Mail addresses; Enter after each." value={[...draft.mail]} onChange={(mail) => alter({ mail })} acceptValueOnBlur splitChars={[',', ' ', ';']} {...(entry === null ? {} : { 'data-autofocus': true })} /> : null}
      {draft.kind === 'webhook' ? (
        <>
          <TextInput label="URL" description="Over https, to a public or private address; it may hold a secret, and is shown to operators only." type="url" required value={draft.webhook} onChange={({ currentTarget }) => alter({ webhook: currentTarget.value })} />
          <CredentialField kind="webhook" label="Credentials" description="Its secret signs each message." required value={draft.credentials} change={(credentials) => alter({ credentials })} />
          <TextInput label="Certificate file" description="In PEM, beside the configuration; only where no public authority signed." value={draft.ca} onChange={({ currentTarget }) => alter({ ca: currentTarget.value })} />
        </>
      ) : null}
      {draft.kind === 'plugin' ? (
        notifiers.length === 0 && draft.notifier === '' ? <Text size="sm" c="dimmed">No plugin that is installed contributes a notifier.</Text> : (
          <>
            <NativeSelect label="Notifier" required value={draft.notifier} data={[{ value: '', label: 'Choose one' }, ...notifiers.map(({ value, label }) => ({ value, label })), ...(draft.notifier === '' || notifiers.some(({ value }) => value === draft.notifier) ? [] : [{ value: draft.notifier, label: `${draft.notifier} (not installed)` }])]} onChange={({ currentTarget }) => alter({ notifier: currentTarget.value, settings: {} })} />
            <DeviceField value={draft.device} change={(device) => alter({ device })} />
            <TagsInput label="To" description="Numbers, names or rooms, as the notifier takes them; Enter after each." value={[...draft.to]} onChange={(to) => alter({ to })} acceptValueOnBlur splitChars={[',', ';']} />
            {fields.map((field) => <FieldInput key={field.name} field={field} path={[field.name]} value={draft.settings[field.name]} wrong={() => null} otherwise="nothing" change={(at, value) => alter({ settings: withValue(draft.settings, at, value) })} />)}
          </>
        )
      ) : null}
    </EditDialog>
  );
}

function DeviceField({ value, change }: { readonly value: string; readonly change: (value: string) => void }) {
  const found = useOperation('devices', { name: [value], limit: 10 }).data?.answer.items ?? [];
  return <Autocomplete label="Device" description="The one that takes the messages: the plugin has to be enabled there, and granted to write." required data={[...new Set(found.map(({ name }) => name))]} value={value} onChange={change} />;
}

interface NotifierChoice {
  readonly value: string;
  readonly label: string;
  /** JSON Schema of what a channel sets; null for nothing. */
  readonly settings: unknown;
}

function useNotifiers(): readonly NotifierChoice[] {
  const plugins = useOperation('plugins', {}).data?.answer.installed ?? [];
  return plugins.flatMap(({ id, title, notifiers }) => notifiers.map(({ name, title: of, settings }) => ({ value: `${id}/${name}`, label: `${of} (${title})`, settings })));
}

/** With a value at a path, or without it. */
function withValue(data: Data, [step, ...inner]: readonly (string | number)[], value: unknown): Data {
  if (step === undefined) return data;
  const { [step]: before, ...others } = data;
  const next = inner.length === 0 ? value : withValue(isData(before) ? before : {}, inner, value);
  return next === undefined || (isData(next) && Object.keys(next).length === 0) ? others : { ...data, [step]: next };
}
