import { Checkbox, Group, Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../api/index.ts';
import { StateBadge } from '../parts/index.ts';
import { days, routeDraft, routeValue, type QuietDraft } from './drafts.ts';
import { EditDialog } from './edit-dialog.tsx';
import { ChecksField, DurationField, ZoneField } from './fields.tsx';
import { NameField, nameFits } from './name-field.tsx';
import { entryEdits, type SaidEntry } from './said-entries.ts';
import { channelWords } from './tellings.ts';

interface RouteDialogProps {
  readonly now: Schemas['SettingsForm'];
  /** Null for a new one. */
  readonly entry: SaidEntry | null;
  readonly taken: readonly string[];
  readonly channels: readonly SaidEntry[];
  /** The zone of hours that name none. */
  readonly hostZone: string;
  readonly close: () => void;
}

const states = (['critical', 'unknown', 'warning'] as const).map((state) => ({ value: state, label: <StateBadge state={state} /> }));

/** Who is told of what, and when. */
export function RouteDialog({ now, entry, taken, channels, hostZone, close }: RouteDialogProps) {
  const [name, setName] = useState(entry?.name ?? '');
  const [draft, setDraft] = useState(() => routeDraft(entry?.value ?? null));
  const alter = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const { quiet } = draft;
  const complete = draft.to.length > 0 && draft.states.length > 0 && (quiet === null || (quiet.from !== '' && quiet.to !== ''));
  const fits = complete && (entry !== null || nameFits(name, taken));
  return (
    <EditDialog title={entry === null ? 'Add a route' : `Route ${entry.name}`} now={now} close={close} edits={fits ? entryEdits(`notifications.routes.${name}`, entry?.value ?? null, routeValue(draft, entry?.value ?? null)) : null}>
      {entry === null ? <NameField value={name} change={setName} taken={taken} example="night, escalation" /> : null}
      <ChecksField label="Tells" value={draft.to} change={(to) => alter({ to })} choices={channels.map((one) => ({ value: one.name, label: channelWords(one.name, one.value) }))} none="Add a channel first: a mailbox, a webhook, or what a plugin hands messages to." />
      <ChecksField label="Of incidents that are" value={draft.states} change={(of) => alter({ states: of })} choices={states} />
      <DurationField label="When" description="An escalation waits for somebody to acknowledge first." off="at once" choices={['5m', '10m', '15m', '30m', '1h', '2h', '4h']} value={draft.after} change={(after) => alter({ after })} />
      <DurationField label="Again" description="Until somebody acknowledges it." off="never" choices={['15m', '30m', '1h', '2h', '4h', '8h', '1d']} value={draft.repeat} change={(repeat) => alter({ repeat })} />
      <Checkbox label="Also when it is resolved" checked={draft.resolved} onChange={({ currentTarget }) => alter({ resolved: currentTarget.checked })} />
      <Switch label="Quiet hours" checked={quiet !== null} onChange={({ currentTarget }) => alter({ quiet: currentTarget.checked ? { from: '22:00', to: '06:00', days: [], zone: '', except: [] } : null })} />
      {quiet === null ? null : <QuietFields quiet={quiet} hostZone={hostZone} change={(part) => alter({ quiet: { ...quiet, ...part } })} />}
      <DurationField label="While a change is at work" description="For so long incidents of a device that is pushed to wait for the end of its wave." off="told all the same" choices={['5m', '10m', '30m', '1h']} value={draft.duringChanges} change={(duringChanges) => alter({ duringChanges })} />
      <Group grow align="start">
        <DurationField label="Waits for others" description="To be one message with them." choices={['10s', '30s', '1m', '5m']} value={draft.group} change={(group) => alter({ group })} />
        <DurationField label="Between messages" description="At the least." choices={['1m', '5m', '15m', '1h']} value={draft.digest} change={(digest) => alter({ digest })} />
      </Group>
    </EditDialog>
  );
}

function QuietFields({ quiet, hostZone, change }: { readonly quiet: QuietDraft; readonly hostZone: string; readonly change: (part: Partial<QuietDraft>) => void }) {
  return (
    <Stack gap="sm" pl="md" component="fieldset" aria-label="Quiet hours" bd={0} m={0} py={0} pr={0}>
      <Group grow>
        <TextInput type="time" label="From" required value={quiet.from} onChange={({ currentTarget }) => change({ from: currentTarget.value })} />
        <TextInput type="time" label="To" required value={quiet.to} onChange={({ currentTarget }) => change({ to: currentTarget.value })} />
      </Group>
      <ChecksField label="On" description="None ticked: every day." value={quiet.days} change={(on) => change({ days: days.filter((day) => on.includes(day)) })} choices={days.map((day) => ({ value: day, label: day }))} />
      <ZoneField label="In the zone" otherwise={`the host’s own, ${hostZone}`} value={quiet.zone} change={(zone) => change({ zone })} />
      <ChecksField label="Except for" description="What is told of in these hours all the same." value={quiet.except} change={(except) => change({ except })} choices={states} />
    </Stack>
  );
}
